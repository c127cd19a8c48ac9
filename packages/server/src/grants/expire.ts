/** The end that time brings to a grant, put on record. Reads judge by themselves and never wait for this. */
import { auditRow } from '../audit/record.ts';
import { iso } from '../lib/clock.ts';
import { newId } from '../lib/random.ts';
import type { Deps } from '../state.ts';
import type { GrantRow } from '../stores/store.ts';

const batchSize = 100;
/** The rest is for the next sweep. */
const batches = 10;

type ExpireDeps = Pick<Deps, 'store' | 'clock'>;

/**
 * Grants whose own time is over become `expired`. Their ciphertext stays sealed and is never opened: the same account can
 * bring the grant back by connecting again, and revoking destroys it.
 * @returns how many ended
 */
export async function expireGrants(deps: ExpireDeps): Promise<number> {
  const now = deps.clock.now();
  let ended = 0;
  for (let batch = 0; batch < batches; batch++) {
    const over = await deps.store.grants.timedOut(now, batchSize);
    ended += await expireBatch(deps, over, now);
    if (over.length < batchSize) break;
  }
  return ended;
}

/** Audit rows first: a crash in between repeats them at the next sweep, and loses none. */
async function expireBatch(deps: ExpireDeps, over: readonly GrantRow[], now: number): Promise<number> {
  await deps.store.audit.append(over.map((grant) => expiredRow(deps, grant)));
  const rows = await Promise.all(over.map(({ app_id, id }) => deps.store.grants.expire(app_id, id, now)));
  return rows.filter((row) => row !== null).length;
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
