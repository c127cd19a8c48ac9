/** Station 4, before a job starts: would a call work now, and what became of the refreshes so far. */
import { healthBody, healthQuery, type GrantRefresh } from '@alter/protocol/schemas';
import type { z } from 'zod';
import { requireScope } from '../callers/scopes.ts';
import { cursorOf, readCursor } from '../grants/cursor.ts';
import { iso } from '../lib/clock.ts';
import { parseBody, parseQuery } from '../middleware/body.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { GrantRow } from '../stores/store.ts';
import { examine } from './grant-health/examine-grant.ts';
import { ownGrant, userPrincipal } from './grant.ts';
import type { CheckGrant } from './grant-health/verify-grant.ts';
import { verifyMany } from './grant-health/verify-many.ts';

export function grantHealth(deps: Deps, check: CheckGrant): Step {
  return async (ctx) => {
    const { verify } = parseQuery(ctx, healthQuery);
    if (verify === 'true') requireUse(deps, ctx);
    const grant = await ownGrant(deps, ctx);
    ctx.body = verify === 'true' ? await check(ctx, grant) : await examine(deps, grant);
  };
}

/** By ids, or by a filter, page by page. */
export function grantsHealth(deps: Deps, check: CheckGrant): Step {
  return async (ctx) => {
    const body = parseBody(ctx, healthBody);
    if (body.verify) requireUse(deps, ctx);
    const { rows, not_found, next_cursor } = await chosen(deps, ctx.state.caller.appId, body);
    const grants = body.verify
      ? await verifyMany(deps, check, ctx, rows)
      : await Promise.all(rows.map((grant) => examine(deps, grant)));
    ctx.body = { grants, not_found, next_cursor };
  };
}

/** To ask the provider is to use the credential. */
const requireUse = ({ config }: Deps, ctx: Ctx): void =>
  requireScope(ctx.state.caller.key.scopes, 'proxy:execute', config.publicUrl);

interface Chosen {
  rows: GrantRow[];
  not_found: string[];
  next_cursor: string | null;
}

async function chosen(deps: Deps, appId: string, body: z.output<typeof healthBody>): Promise<Chosen> {
  if ('grant_ids' in body) {
    const ids = [...new Set(body.grant_ids)];
    const found = await Promise.all(ids.map((id) => deps.store.grants.find(appId, id)));
    const rows = found.filter((row) => row !== null);
    return { rows, not_found: ids.filter((_, at) => found[at] === null), next_cursor: null };
  }
  const principal = body.user ? await userPrincipal(deps, appId, body.user.reference) : undefined;
  if (principal === null) return { rows: [], not_found: [], next_cursor: null };
  const filter = {
    at: deps.clock.now(),
    ...(body.provider_id ? { provider_id: body.provider_id } : {}),
    ...(body.status ? { status: body.status } : {}),
    ...(body.label ? { label: body.label } : {}),
    ...(principal ? { principal } : {}),
  };
  const after = body.cursor ? readCursor(body.cursor) : null;
  const { rows, has_more } = await deps.store.grants.list(appId, filter, { limit: body.limit, offset: 0, after });
  const last = rows.at(-1);
  const next_cursor = has_more && last ? cursorOf({ at: last.created_at, id: last.id }) : null;
  return { rows, not_found: [], next_cursor };
}

export function grantRefreshes(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx);
    ctx.body = { grant_id: grant.id, refreshes: await refreshesOf(deps, grant) };
  };
}

/** Newest first; few, and none of a grant that was revoked. */
export async function refreshesOf(deps: Deps, grant: GrantRow): Promise<GrantRefresh[]> {
  const records = await deps.store.vault.history(grant.app_id, grant.id);
  return records.map((one) => ({ ...one, at: iso(one.at) }));
}
