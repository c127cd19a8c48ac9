/** How much a test of faults does: a little in `npm test`, all of it with `--full`. */

/** `npm test -- faults --full` */
export const full = process.env['ALTER_TEST_FULL'] === 'true';

/** The same numbers for the same seed, so that a run can be repeated: `ALTER_TEST_SEED=<seed>`. */
export interface Chance {
  seed: number;
  /** 0 ≤ number < 1 */
  next(): number;
  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T;
}

/** A seed of the environment, else a new one; a test prints it. */
export function chance(seed = Number(process.env['ALTER_TEST_SEED'] ?? Date.now() % 1_000_000)): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32, public domain
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next, of: (list) => list[Math.floor(next() * list.length)]! };
}
