/** Checks many grants at their providers for one answer: a few at once, and no longer than the answer may take. */
import type { GrantHealth } from '@alter/protocol/schemas';
import { Refusal } from '../../lib/assert.ts';
import type { Ctx, Deps } from '../../state.ts';
import { StoreUnavailable, type GrantRow } from '../../stores/store.ts';
import { examine } from './examine-grant.ts';
import { fewAtOnce } from './few-at-once.ts';
import { underLimit, type TimeLimit } from './time-limit.ts';
import type { CheckGrant } from './verify-grant.ts';

const places = { all: 16, ofOneKind: 4, kindOf: ({ provider_id }: GrantRow) => provider_id };

/** @returns one for each, in order. @throws Refusal `audit_unavailable`, StoreUnavailable */
export function verifyMany(
  deps: Deps,
  check: CheckGrant,
  ctx: Ctx,
  grants: readonly GrantRow[],
): Promise<GrantHealth[]> {
  return underLimit(deps.config.timeouts.verifyManyMs, deps.shutdown, async (limit) => {
    const found = new Map<string, GrantHealth>();
    let begun = 0;
    await fewAtOnce(grants, places, async (grant) => {
      begun++;
      found.set(grant.id, await one(deps, check, ctx, grant, limit));
    }).catch((error: unknown) => {
      if (!(error instanceof Refusal) || error.code !== 'audit_unavailable') throw error;
      const sent = error.fields['sent'] === true || begun > 1;
      throw new Refusal(error.code, { sent }, { cause: error });
    });
    return grants.map(({ id }) => found.get(id)!);
  });
}

/** What goes wrong with one grant is no reason to say nothing of the others, while there is a record and a store. */
async function one(deps: Deps, check: CheckGrant, ctx: Ctx, grant: GrantRow, limit: TimeLimit): Promise<GrantHealth> {
  return check(ctx, grant, limit).catch(async (error: unknown) => {
    if (error instanceof StoreUnavailable) throw error;
    const code = error instanceof Refusal ? error.code : 'internal_error';
    if (code === 'audit_unavailable') throw error;
    const health = await examine(deps, grant);
    // It was asked about just now.
    if (code === 'rate_limit_exceeded') return { ...health, unverified: code };
    ctx.state.log.error({ err: error, grant_id: grant.id }, 'a grant could not be checked');
    return { ...health, verified: { outcome: 'unclear', status: null, at: null } };
  });
}
