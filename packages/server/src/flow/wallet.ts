/** The embedded Wallet: one end user, one origin, ten minutes; list, look, revoke, and nothing else. */
import {
  createWalletSessionBody,
  walletPageQuery,
  type WalletActivityItem,
  type WalletGrant,
} from '@alter/protocol/schemas';
import { auditRow } from '../audit/record.ts';
import { walletGrant } from '../grants/view.ts';
import { Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { cursorOf, readCursor } from '../grants/cursor.ts';
import { sha256 } from '../lib/encoding.ts';
import { newId, randomToken } from '../lib/random.ts';
import { parseBody, parseQuery } from '../middleware/body.ts';
import { assertOrigin } from '../middleware/origin.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { AuditRow, GrantRow, WalletSessionRow } from '../stores/store.ts';
import { refreshesOf } from './grant-health.ts';
import { revokeEverywhere, type Revocations } from './revocation.ts';
import { allowedOrigin, callersApp, keepUser } from './session.ts';

const walletSeconds = 600;

export function createWalletSession(deps: Deps): Step {
  return async (ctx) => {
    const body = parseBody(ctx, createWalletSessionBody);
    const app = callersApp(deps, ctx);
    const origin = allowedOrigin(body.allowed_origin ?? null, app, deps.config);
    const user = await keepUser(deps, app.id, body.user);
    const now = deps.clock.now();
    const token = `wsess_${randomToken(32)}`;
    const row: WalletSessionRow = {
      kind: 'wallet',
      hash: sha256(token),
      id: newId(),
      app_id: app.id,
      user_id: user.id,
      allowed_origin: origin,
      created_at: now,
      expires_at: now + walletSeconds * 1000,
    };
    await deps.store.sessions.createWallet(row);
    await deps.store.audit.append([
      auditRow(deps, 'wallet.session_created', {
        app_id: app.id,
        request_id: ctx.state.requestId,
        key_id: ctx.state.caller.key.id,
        principal: { type: 'user', user_id: user.id },
        session_id: row.id,
      }),
    ]);
    ctx.status = 201;
    ctx.body = { session_token: token, expires_in: walletSeconds, expires_at: iso(row.expires_at) };
  };
}

export function walletGrants(deps: Deps): Step {
  return async (ctx) => {
    const session = await walletSession(deps, ctx);
    const { limit, cursor } = parseQuery(ctx, walletPageQuery);
    const principal = { type: 'user', user_id: session.user_id } as const;
    const [page, user] = await Promise.all([
      deps.store.grants.list(
        session.app_id,
        { principal },
        { limit, offset: 0, after: cursor ? readCursor(cursor) : null },
      ),
      deps.store.users.find(session.app_id, session.user_id),
    ]);
    const app = deps.apps.find(session.app_id);
    const show = await grantView(deps, session.app_id, page.rows);
    const last = page.rows.at(-1);
    ctx.body = {
      app: { name: app?.name ?? '', logo_url: app?.logoUrl ?? null, accent: app?.accent ?? null },
      user_name: user?.display_name ?? null,
      grants: page.rows.map((grant) => show(grant)),
      next_cursor: page.has_more && last ? cursorOf({ at: last.created_at, id: last.id }) : null,
    };
  };
}

export function readWalletGrant(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx, await walletSession(deps, ctx));
    const show = await grantView(deps, grant.app_id, [grant]);
    ctx.body = show(grant);
  };
}

export function walletActivity(deps: Deps): Step {
  return async (ctx) => {
    const session = await walletSession(deps, ctx);
    const grant = await ownGrant(deps, ctx, session);
    const { limit, cursor } = parseQuery(ctx, walletPageQuery);
    const before = cursor ? readCursor(cursor) : null;
    const rows = await deps.store.audit.ofGrant(
      grant.app_id,
      grant.id,
      limit + 1,
      before && { at: before.created_at, id: before.id },
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const appName = deps.apps.find(session.app_id)?.name ?? '';
    ctx.body = {
      activity: activityOf(page, appName),
      next_cursor: rows.length > limit && last ? cursorOf({ at: last.at, id: last.id }) : null,
    };
  };
}

export function walletRefreshes(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx, await walletSession(deps, ctx));
    ctx.body = { refreshes: await refreshesOf(deps, grant) };
  };
}

export function walletRevoke(deps: Deps, revocations: Revocations): Step {
  return async (ctx) => {
    const session = await walletSession(deps, ctx);
    const grant = await ownGrant(deps, ctx, session);
    // What only the answer needs keeps no person from taking access back, and is left out of it where it cannot be had.
    const showing = grantView(deps, grant.app_id, [grant]).catch(() => null);
    const revoked = await revokeEverywhere(deps, revocations, grant, {
      by: `user:${session.user_id}`,
      reason: null,
      facts: {
        app_id: session.app_id,
        request_id: ctx.state.requestId,
        session_id: session.id,
        client_ip: ctx.state.clientIp,
      },
    });
    if (!revoked) throw new Refusal('grant_not_found', { grant_id: grant.id });
    const show = await showing;
    const { provider_id } = revoked;
    ctx.body = show?.(revoked) ?? walletGrant(revoked, deps.providers.entry(provider_id), undefined, deps.clock.now());
  };
}

/** @throws Refusal `session_expired`, `origin_not_allowed` */
async function walletSession(deps: Deps, ctx: Ctx): Promise<WalletSessionRow> {
  const [, token] = /^Bearer (wsess_[A-Za-z0-9_-]{1,64})$/.exec(ctx.get('Authorization')) ?? [];
  if (!token) throw new Refusal('invalid_token');
  const session = await deps.store.sessions.findWallet(sha256(token), deps.clock.now());
  if (!session) throw new Refusal('session_expired');
  assertOrigin(ctx, session.allowed_origin);
  return session;
}

async function ownGrant(deps: Deps, ctx: Ctx, session: WalletSessionRow): Promise<GrantRow> {
  const id = ctx.params['grant_id'] ?? '';
  const grant = /^[0-9a-f-]{36}$/.test(id) ? await deps.store.grants.find(session.app_id, id) : null;
  const own = grant?.principal.type === 'user' && grant.principal.user_id === session.user_id;
  if (!grant || !own) throw new Refusal('grant_not_found', { grant_id: id });
  return grant;
}

/** How grants are shown, with what the store knows beside them. */
async function grantView(
  deps: Deps,
  appId: string,
  grants: readonly GrantRow[],
): Promise<(grant: GrantRow) => WalletGrant> {
  const uses = deps.store.audit.lastUses(
    appId,
    grants.map(({ id }) => id),
  );
  const configs = [...new Set(grants.map(({ config_id }) => config_id))];
  const providers = configs.map((id) => deps.providers.resolveConfig(appId, id));
  const [lastUses, resolved] = await Promise.all([uses, Promise.all(providers)]);
  const entries = new Map(configs.map((id, n) => [id, resolved[n]?.entry]));
  return (grant) => {
    const entry = entries.get(grant.config_id) ?? deps.providers.entry(grant.provider_id);
    return walletGrant(grant, entry, lastUses.get(grant.id) ?? null, deps.clock.now());
  };
}

/** One line per call: a begin row and what followed it are told as one. */
function activityOf(rows: readonly AuditRow[], appName: string): WalletActivityItem[] {
  const outcomes = new Map(rows.filter((row) => row.event === 'request.concluded').map((row) => [row.call_id, row]));
  return rows
    .filter((row) => row.event !== 'request.concluded' && row.event !== 'request.ended')
    .map((row) => {
      const outcome = row.event === 'request.begun' ? outcomes.get(row.id) : row;
      const status = outcome?.status ?? null;
      return {
        id: row.id,
        at: iso(row.at),
        event: row.event,
        actor: byPerson(row) ? 'you' : (row.caller ?? appName),
        method: row.method,
        host: row.host,
        path: row.path,
        status,
        outcome: outcomeOf(row, outcome, status),
        reason: row.reason,
      };
    });
}

/** Connecting is always the person's own act; revoking when the row says so. */
const byPerson = (row: AuditRow): boolean =>
  row.event.startsWith('connect.') || String(row.detail['by'] ?? '').startsWith('user:');

function outcomeOf(row: AuditRow, outcome: AuditRow | undefined, status: number | null): WalletActivityItem['outcome'] {
  if (row.event === 'request.refused') return 'refused';
  if (row.event === 'grant.refresh_failed' || row.event === 'grant.error') return 'failed';
  if (row.event !== 'request.begun') return 'ok';
  if (!outcome) return 'open';
  if (status === null) return 'failed';
  return status >= 400 ? 'provider_error' : 'ok';
}
