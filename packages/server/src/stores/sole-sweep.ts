import { newId } from '../lib/random.ts';
import type { Store } from './store.ts';

/** Work of the service itself belongs to no app. */
const service = '';
const leaseName = 'sweep';

/**
 * Sweeps, unless a process has done so within `spacingMs`: of many, one does. The lease is renewed while the work lasts and
 * then left to run out, which is what spaces the sweeps of all processes.
 * @returns how many rows went; null when another process has it
 */
export async function soleSweep(
  store: Pick<Store, 'leases' | 'sweep'>,
  now: number,
  spacingMs: number,
): Promise<number | null> {
  const lease = await store.leases.acquire(service, leaseName, newId(), spacingMs);
  if (!lease) return null;
  // A lost lease is no reason to stop: two sweeps at once do no harm, they only cost.
  const renewing = setInterval(() => void store.leases.renew(lease, spacingMs).catch(() => undefined), spacingMs / 3);
  try {
    return await store.sweep(now);
  } finally {
    clearInterval(renewing);
  }
}
