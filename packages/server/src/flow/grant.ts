/** Station 4: an app lists, reads, confirms and revokes its grants. */
import { listGrantsBody, revokeGrantBody, type GrantItem } from '@alter/protocol/schemas';
import { auditRow } from '../audit/record.ts';
import { grantItem } from '../grants/view.ts';
import { assert, Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { isId } from '../lib/random.ts';
import { cursorOf, readCursor } from '../grants/cursor.ts';
import { parseBody } from '../middleware/body.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { GrantFilter, GrantRow, Principal } from '../stores/store.ts';
import { revokeEverywhere, type Revocations } from './revocation.ts';

export function listGrants(deps: Deps): Step {
  return async (ctx) => {
    const body = parseBody(ctx, listGrantsBody);
    assert(!body.user_token, 'unsupported_parameter', { parameter: 'user_token' });
    const appId = ctx.state.caller.appId;
    const after = body.cursor ? readCursor(body.cursor) : null;
    assert(!(after && body.offset > 0), 'invalid_request', {
      issues: [{ path: 'offset', message: 'not together with cursor' }],
    });
    const principal = body.user ? await userPrincipal(deps, appId, body.user.reference) : undefined;
    const now = deps.clock.now();
    const page =
      principal === null
        ? { rows: [], total: 0, has_more: false }
        : await deps.store.grants.list(
            appId,
            { ...filterOf(body, principal), at: now },
            {
              limit: body.limit,
              offset: body.offset,
              after,
            },
          );
    const show = await itemView(deps, appId, page.rows);
    const last = page.rows.at(-1);
    ctx.body = {
      grants: page.rows.map((grant) => show(grant)),
      total: page.total,
      limit: body.limit,
      offset: body.offset,
      has_more: page.has_more,
      next_cursor: page.has_more && last ? cursorOf({ at: last.created_at, id: last.id }) : null,
    };
  };
}

export function readGrant(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx);
    const show = await itemView(deps, grant.app_id, [grant]);
    ctx.body = show(grant);
  };
}

/** The app's last word on a grant that waits for it. */
export function confirmGrant(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx);
    const { app_id, id } = grant;
    const show = await itemView(deps, app_id, [grant]);
    const now = deps.clock.now();
    const confirmed = await deps.store.grants.patch(app_id, id, ['pending', 'active'], {
      status: 'active',
      updated_at: now,
    });
    if (!confirmed) throw new Refusal('grant_not_found', { grant_id: id });
    await deps.store.audit.append([
      auditRow(deps, 'grant.confirmed', { ...callerFacts(ctx), ...grantFacts(confirmed) }),
    ]);
    ctx.body = show(confirmed);
  };
}

export function revokeGrant(deps: Deps, revocations: Revocations): Step {
  return async (ctx) => {
    const body = parseBody(ctx, revokeGrantBody);
    assert(!body.user_token, 'unsupported_parameter', { parameter: 'user_token' });
    const grant = await ownGrant(deps, ctx);
    if (body.user) {
      const principal = await userPrincipal(deps, grant.app_id, body.user.reference);
      if (!principal || !samePrincipal(principal, grant.principal))
        throw new Refusal('grant_not_found', { grant_id: grant.id });
    }
    const revoked = await revokeEverywhere(deps, revocations, grant, {
      by: `key:${ctx.state.caller.key.id}`,
      reason: body.reason ?? null,
      facts: callerFacts(ctx),
    });
    if (!revoked) throw new Refusal('grant_not_found', { grant_id: grant.id });
    ctx.body = {
      success: true,
      message: 'The grant is revoked here. Calls with it are refused from now on.',
      grant_id: revoked.id,
      revoked_at: iso(revoked.revoked_at ?? deps.clock.now()),
      revocation: revoked.revocation ?? 'queued',
    };
  };
}

/**
 * How grants are shown, with what the store knows beside them. An act asks for it before it does anything: its answer then needs
 * nothing that could fail, and nobody is told that what is done has not happened.
 */
export async function itemView(
  deps: Deps,
  appId: string,
  grants: readonly GrantRow[],
): Promise<(grant: GrantRow) => GrantItem> {
  const uses = await deps.store.audit.lastUses(
    appId,
    grants.map(({ id }) => id),
  );
  return (grant) =>
    grantItem(grant, deps.providers.nameOf(appId, grant.provider_id), uses.get(grant.id), deps.clock.now());
}

/** @throws Refusal `grant_not_found`, the same for what is absent and what is another app's */
export async function ownGrant(deps: Deps, ctx: Ctx): Promise<GrantRow> {
  const id = ctx.params['grant_id'] ?? '';
  const grant = isId(id) ? await deps.store.grants.find(ctx.state.caller.appId, id) : null;
  if (!grant) throw new Refusal('grant_not_found', { grant_id: id });
  return grant;
}

export async function userPrincipal(deps: Deps, appId: string, reference: string): Promise<Principal | null> {
  const user = await deps.store.users.findByReference(appId, reference);
  return user && { type: 'user', user_id: user.id };
}

const samePrincipal = (a: Principal, b: Principal): boolean =>
  a.type === 'user' && b.type === 'user' ? a.user_id === b.user_id : a.type === b.type;

type ListBody = ReturnType<typeof listGrantsBody.parse>;

function filterOf(body: ListBody, principal: Principal | undefined): GrantFilter {
  return {
    ...(body.provider_id ? { provider_id: body.provider_id } : {}),
    ...(body.status ? { status: body.status } : {}),
    ...(typeof body.needs_reconnect === 'boolean' ? { needs_reconnect: body.needs_reconnect } : {}),
    ...(body.account ? { account: body.account } : {}),
    ...(body.label ? { label: body.label } : {}),
    ...(principal ? { principal } : {}),
  };
}

export const callerFacts = (ctx: Ctx) => ({
  app_id: ctx.state.caller.appId,
  request_id: ctx.state.requestId,
  key_id: ctx.state.caller.key.id,
  caller: ctx.state.caller.name,
  context: ctx.state.caller.context,
  client_ip: ctx.state.clientIp,
});

export const grantFacts = (grant: GrantRow) => ({
  grant_id: grant.id,
  provider_id: grant.provider_id,
  principal: grant.principal,
});
