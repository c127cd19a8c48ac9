/**
 * The audit row of a grant's end. The grant keeps it from the step that ended it until it stands, so that nothing ends
 * without one: a refused answer is asked again, and what a crash left is found by a sweep.
 */
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import { StoreUnavailable, type GrantRow } from '../stores/store.ts';
import { inBatches, togetherOrEach, type Failed } from './batches.ts';

/** Longer than a write may take. */
const holdMs = 30_000;
/** Whoever ended it is recording it; after this nobody is. */
const abandonedMs = 30_000;

type RecordDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/** Resolves when the row stands, once. @throws StoreUnavailable when it cannot be written, or somebody else is at it */
export async function recordEnd(deps: RecordDeps, grant: GrantRow): Promise<void> {
  if ((await record(deps, grant)) === 'busy')
    throw new StoreUnavailable('the end of a grant is being put on record by somebody else');
}

/** `marked`: the row stands, and the grant still says that it does not. `busy`: somebody else is at it. */
type Recorded = 'recorded' | 'marked' | 'busy';

async function record({ store, log }: RecordDeps, grant: GrantRow): Promise<Recorded> {
  const row = grant.unrecorded;
  if (!row) return 'recorded';
  const lease = await store.leases.acquire(grant.app_id, `record/${grant.id}`, newId(), holdMs);
  if (!lease) return 'busy';
  try {
    await store.audit.appendMissing([row]);
    // It stands; a mark that stays is taken off by the sweep.
    return await store.grants.patch(grant.app_id, grant.id, ['revoked'], { unrecorded: null }).then(
      () => 'recorded',
      (err: unknown) => {
        log.warn({ err, grant_id: grant.id }, 'the end of a grant is on record, and still marked');
        return 'marked';
      },
    );
  } finally {
    await store.leases.release(lease).catch(() => undefined);
  }
}

/** Ends that nobody put on record. @returns how many now are @throws StoreUnavailable */
export async function recordEnds(deps: RecordDeps): Promise<number> {
  const before = deps.clock.now() - abandonedMs;
  let ends = 0;
  await inBatches(deps, 'the end of a grant is not on record yet', {
    size: 100,
    most: 10,
    read: (limit, skip) => deps.store.grants.unrecorded(before, limit, skip),
    async act(ended, failed) {
      const gone = await Promise.all(ended.map((grant) => isRecorded(deps, grant, failed)));
      const recorded = gone.filter(Boolean).length;
      ends += recorded;
      return ended.length - recorded;
    },
  });
  return ends;
}

/** False: it stays among those that are to be recorded. */
async function isRecorded(deps: RecordDeps, grant: GrantRow, failed: Failed): Promise<boolean> {
  let isOn = false;
  const act = async (): Promise<void> => {
    isOn = (await record(deps, grant)) === 'recorded';
  };
  await togetherOrEach([grant], act, ({ id }, err) => failed(id, err));
  return isOn;
}
