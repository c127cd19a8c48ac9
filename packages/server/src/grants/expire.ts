/** The end that time brings to a grant, put on record. Reads judge by themselves and never wait for this. */
import { auditRow } from '../audit/record.ts';
import { iso } from '../lib/clock.ts';
import { uuidV5 } from '../lib/encoding.ts';
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import type { AuditRow, GrantRow } from '../stores/store.ts';
import { inBatches, settled, togetherOrEach } from './batches.ts';

type ExpireDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/**
 * Grants whose own time is over become `expired`. Their ciphertext stays sealed and is never opened: the same account can
 * bring the grant back by connecting again, and revoking destroys it.
 * @returns how many ended
 * @throws StoreUnavailable
 */
export async function expireGrants(deps: ExpireDeps): Promise<number> {
  const { store, clock } = deps;
  const now = clock.now();
  let ended = 0;
  const append = (some: readonly GrantRow[]) => store.audit.appendMissing(some.map((grant) => expiredRow(deps, grant)));
  const expire = async ({ app_id, id }: GrantRow): Promise<void> => {
    if ((await store.grants.expire(app_id, id, now)) !== null) ended++;
  };
  await inBatches(deps, 'the time of a grant is over, and its end cannot be put on record', {
    size: 100,
    most: 10,
    read: (limit, skip) => store.grants.timedOut(now, limit, skip),
    async act(over, failed) {
      const tell = ({ id }: GrantRow, err: unknown): void => failed(id, err);
      // Audit rows first: a crash in between loses none, and the next sweep finds that they stand.
      const unrecorded = await togetherOrEach(over, append, tell);
      const recorded = over.filter((grant) => !unrecorded.includes(grant));
      const standing = await settled(recorded.map((grant) => togetherOrEach([grant], () => expire(grant), tell)));
      return unrecorded.length + standing.flat().length;
    },
  });
  return ended;
}

/**
 * One end has one row, however often it is tried: its id is made of the grant's and of when its time was over, which is also the
 * row's time.
 */
function expiredRow(deps: ExpireDeps, grant: GrantRow): AuditRow {
  const at = grant.grant_expires_at;
  if (at === null) throw new Error(`grant ${grant.id} has no end`);
  const row = auditRow(deps, 'grant.expired', {
    id: uuidV5(grant.id, `grant.expired ${at}`),
    app_id: grant.app_id,
    request_id: newId(),
    grant_id: grant.id,
    provider_id: grant.provider_id,
    principal: grant.principal,
    detail: { grant_expires_at: iso(at) },
  });
  return { ...row, at };
}
