/**
 * The audit row of a grant's end. The grant keeps it from the step that ended it until it stands, so that nothing ends
 * without one: a refused answer is asked again, and what a crash left is found by a sweep.
 */
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import { StoreUnavailable, type GrantRow } from '../stores/store.ts';
import { inBatches, settled, type Failed } from './batches.ts';

/** Longer than a write may take. */
const holdMs = 30_000;
/** Whoever ended it is recording it; after this nobody is. */
const abandonedMs = 30_000;

type RecordDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** Resolves when the row stands, once. @throws StoreUnavailable when it cannot be written, or somebody else is at it */
export async function recordEnd(deps: RecordDeps, grant: GrantRow): Promise<void> {
  const recorded = await record(deps, grant);
  if (recorded === 'busy') throw new StoreUnavailable('the end of a grant is being put on record by somebody else');
  // The row stands; the sweep takes the mark off.
  if (typeof recorded === 'object')
    deps.log.warn({ err: recorded.marked, grant_id: grant.id }, 'the end of a grant is on record, and still marked');
}

/** `marked`: the row stands, and the grant cannot be told so. `busy`: somebody else is at it. */
type Recorded = 'recorded' | { marked: unknown } | 'busy';

async function record({ store }: RecordDeps, grant: GrantRow): Promise<Recorded> {
  const row = grant.unrecorded;
  if (!row) return 'recorded';
  const lease = await store.leases.acquire(grant.app_id, `record/${grant.id}`, newId(), holdMs);
  if (!lease) return 'busy';
  try {
    await store.audit.appendMissing([row]);
    return await store.grants.patch(grant.app_id, grant.id, ['revoked'], { unrecorded: null }).then(
      () => 'recorded',
      (marked: unknown) => ({ marked }),
    );
  } finally {
    await store.leases.release(lease).catch(() => undefined);
  }
}

/** Ends that nobody put on record. @returns how many now are, and need not be looked at again @throws StoreUnavailable */
export async function recordEnds(deps: RecordDeps): Promise<number> {
  const before = deps.clock.now() - abandonedMs;
  let ends = 0;
  await inBatches(deps, 'the end of a grant is not on record yet, or is still marked as if it were not', {
    size: 100,
    most: 10,
    read: (limit, skip) => deps.store.grants.unrecorded(before, limit, skip),
    async act(ended, failed) {
      const gone = await settled(ended.map((grant) => isRecorded(deps, grant, failed)));
      const recorded = gone.filter(Boolean).length;
      ends += recorded;
      return ended.length - recorded;
    },
  });
  return ends;
}

/** False: it stays among those that are to be recorded. @throws StoreUnavailable */
async function isRecorded(deps: RecordDeps, grant: GrantRow, failed: Failed): Promise<boolean> {
  try {
    const recorded = await record(deps, grant);
    if (typeof recorded === 'object') failed(grant.id, recorded.marked);
    return recorded === 'recorded';
  } catch (err) {
    if (err instanceof StoreUnavailable) throw err;
    failed(grant.id, err);
    return false;
  }
}
