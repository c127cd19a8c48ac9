/** The grant is asked for while the key is still being read: one wait for the store less in every call. */
import { signatureHeaders } from '@alter/protocol';
import { isId } from '../../lib/random.ts';
import { jsonOf } from '../../middleware/body.ts';
import type { Ctx, Deps } from '../../state.ts';
import type { GrantRow } from '../../stores/store.ts';
import type { Call } from './call.ts';
import { decodeIntent } from './read-intent.ts';

/** @throws Refusal when body or header cannot be read; `readIntent` meets the same */
export function askAhead(deps: Pick<Deps, 'store'>, ctx: Ctx, appId: string): void {
  const grantId = namedGrant(ctx);
  if (grantId === null) return;
  const row = deps.store.grants.find(appId, grantId);
  // A call that is refused before it needs the grant leaves a failed read to nobody.
  row.catch(() => undefined);
  ctx.state.asked = { appId, grantId, row };
}

/** The grant that a call names: what was asked for ahead, or asked for now. */
export function findGrant({ ctx, deps }: Call, grantId: string): Promise<GrantRow | null> {
  const { caller, asked } = ctx.state;
  const isSame = asked?.grantId === grantId && asked.appId === caller.appId;
  return isSame ? asked.row : deps.store.grants.find(caller.appId, grantId);
}

function namedGrant(ctx: Ctx): string | null {
  const header = ctx.req.headers[signatureHeaders.intent];
  const intent = typeof header === 'string' ? decodeIntent(header) : jsonOf(ctx);
  const id: unknown = typeof intent === 'object' && intent !== null && 'grant_id' in intent ? intent.grant_id : null;
  return typeof id === 'string' && isId(id) ? id : null;
}
