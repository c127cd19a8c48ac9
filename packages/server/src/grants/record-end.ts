/**
 * The audit row of a grant's end. The grant keeps it from the step that ended it until it stands, so that nothing ends
 * without one: a refused answer is asked again, and what a crash left is found by a sweep.
 */
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import { StoreUnavailable, type GrantRow } from '../stores/store.ts';
import { inBatches } from './batches.ts';

/** Longer than a write may take. */
const holdMs = 30_000;
/** Whoever ended it is recording it; after this nobody is. */
const abandonedMs = 30_000;

type RecordDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** Resolves when the row stands, once. @throws StoreUnavailable when it cannot be written, or somebody else is at it */
export async function recordEnd({ store, log }: RecordDeps, grant: GrantRow): Promise<void> {
  const row = grant.unrecorded;
  if (!row) return;
  const lease = await store.leases.acquire(grant.app_id, `record/${grant.id}`, newId(), holdMs);
  if (!lease) throw new StoreUnavailable('the end of a grant is being put on record by somebody else');
  try {
    await store.audit.appendMissing([row]);
    // It stands; a mark that stays is taken off by the sweep.
    await store.grants
      .patch(grant.app_id, grant.id, ['revoked'], { unrecorded: null })
      .catch((err: unknown) =>
        log.warn({ err, grant_id: grant.id }, 'the end of a grant is on record, and still marked'),
      );
  } finally {
    await store.leases.release(lease).catch(() => undefined);
  }
}

/** Ends that nobody put on record. @returns how many now are */
export async function recordEnds(deps: RecordDeps): Promise<number> {
  const before = deps.clock.now() - abandonedMs;
  let ends = 0;
  await inBatches({
    size: 100,
    most: 10,
    read: (limit, skip) => deps.store.grants.unrecorded(before, limit, skip),
    async act(ended) {
      const failing = await Promise.all(
        ended.map((grant) =>
          recordEnd(deps, grant).then(
            () => 0,
            (err: unknown) => {
              deps.log.warn({ err, grant_id: grant.id }, 'the end of a grant is not on record yet');
              return 1;
            },
          ),
        ),
      );
      const stayed = failing.filter((one) => one === 1).length;
      ends += ended.length - stayed;
      return stayed;
    },
  });
  return ends;
}
