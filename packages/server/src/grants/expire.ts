/** The end that time brings to a grant, put on record. Reads judge by themselves and never wait for this. */
import { auditRow } from '../audit/record.ts';
import { iso } from '../lib/clock.ts';
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import type { GrantRow } from '../stores/store.ts';
import { inBatches, togetherOrEach } from './batches.ts';

type ExpireDeps = Pick<Deps, 'store' | 'clock' | 'log'>;

/**
 * Grants whose own time is over become `expired`. Their ciphertext stays sealed and is never opened: the same account can
 * bring the grant back by connecting again, and revoking destroys it.
 * @returns how many ended
 * @throws StoreUnavailable
 */
export async function expireGrants(deps: ExpireDeps): Promise<number> {
  const { store, clock, log } = deps;
  const now = clock.now();
  const failed = ({ id }: GrantRow, err: unknown): void =>
    log.error({ err, grant_id: id }, 'the time of a grant is over, and that cannot be put on record');
  let ended = 0;
  const expire = async ({ app_id, id }: GrantRow): Promise<void> => {
    if ((await store.grants.expire(app_id, id, now)) !== null) ended++;
  };
  await inBatches({
    size: 100,
    most: 10,
    read: (limit, skip) => store.grants.timedOut(now, limit, skip),
    async act(over) {
      // Audit rows first: a crash in between repeats them at the next sweep, and loses none.
      const append = (some: readonly GrantRow[]) => store.audit.append(some.map((grant) => expiredRow(deps, grant)));
      const unrecorded = await togetherOrEach(over, append, failed);
      const recorded = over.filter((grant) => !unrecorded.includes(grant));
      const standing = await Promise.all(recorded.map((grant) => togetherOrEach([grant], () => expire(grant), failed)));
      return unrecorded.length + standing.flat().length;
    },
  });
  return ended;
}

const expiredRow = (deps: ExpireDeps, grant: GrantRow) =>
  auditRow(deps, 'grant.expired', {
    app_id: grant.app_id,
    request_id: newId(),
    grant_id: grant.id,
    provider_id: grant.provider_id,
    principal: grant.principal,
    detail: { grant_expires_at: iso(grant.grant_expires_at ?? 0) },
  });
