import { StoreUnavailable } from '../../store.ts';

/**
 * Milliseconds after which a call without an answer is given up: above what the driver's own timeouts come to (finding a
 * primary 5 s, a majority 10 s), and below what a client waits. For a database that hangs, and for whatever else the
 * driver's timeouts do not end.
 */
const patienceMs = 16_000;

/** @throws StoreUnavailable when `call` has not ended in time; whether it did what it was to do is not known then */
export function answered<T>(call: Promise<T>, ms = patienceMs): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void =>
      reject(new StoreUnavailable('the store cannot be used: the database did not answer in time'));
    const timer = setTimeout(late, ms);
    const done = (): void => clearTimeout(timer);
    call.then(resolve, reject).finally(done);
  });
}
