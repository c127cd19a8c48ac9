/** Station 1: an app opens a connect session for one browser, and asks what became of it. */
import {
  createSessionBody,
  pollSessionBody,
  type CreateSessionAnswer,
  type CreateSessionBody,
  type PollSessionAnswer,
} from '@alter/protocol/schemas';
import type { App } from '../apps/app.ts';
import { auditRow } from '../audit/record.ts';
import { isLoopbackName, type Config } from '../config.ts';
import { assert, Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { sha256 } from '../lib/encoding.ts';
import { newId, randomToken } from '../lib/random.ts';
import { parseBody } from '../middleware/body.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { endByTime, isOver, polledOutcome } from '../sessions/outcome.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { ConnectSessionRow, GrantPolicy, GrantRow, Principal, UserRow } from '../stores/store.ts';
import { personKindOf } from './kinds/index.ts';
import type { DevicePolling } from './device-polling.ts';

/** Life of a session, in seconds. */
export const sessionSeconds = 600;

export function createSession(deps: Deps): Step {
  return async (ctx) => {
    const body = parseBody(ctx, createSessionBody);
    refuseWhatCannotAct(body);
    const app = callersApp(deps, ctx);
    const providers = await allowedProviders(deps, app.id, body.allowed_providers ?? null);
    const required = requiredScopes(body, providers);
    const origin = allowedOrigin(body.allowed_origin ?? null, app, deps.config);
    const returnUrl = allowedReturnUrl(body.return_url ?? null, origin, app, deps.config);
    const repaired = await grantToRepair(deps, app.id, body, providers);
    assert(!body.direct || providers.length === 1, 'invalid_request', {
      issues: [{ path: 'direct', message: 'needs exactly one provider in allowed_providers' }],
    });
    const now = deps.clock.now();
    const policy = policyOf(body.grant_policy ?? null, now);
    // The first write: everything that can be refused is behind us.
    const user = body.user ? await keepUser(deps, app.id, body.user) : await ownerOf(deps, repaired);
    const token = `sess_${randomToken(32)}`;
    const row: ConnectSessionRow = {
      kind: 'connect',
      hash: sha256(token),
      id: newId(),
      app_id: app.id,
      principal: principalOf(user),
      user_name: user?.display_name ?? null,
      allowed_providers: providers.map((provider) => provider.config.providerId),
      single_provider: providers.length === 1,
      allowed_origin: origin,
      return_url: returnUrl,
      required_scopes: required,
      grant_policy: policy,
      label: body.requested_grant?.label ?? null,
      repair_grant_id: body.repair_grant_id ?? null,
      switch_account: body.switch_account ?? false,
      metadata: body.metadata ?? {},
      created_at: now,
      expires_at: now + sessionSeconds * 1000,
      browser_hash: null,
      open_flows: [],
      entries: [],
      attempts: 0,
      declined_reported: 0,
      final: null,
    };
    await deps.store.sessions.createConnect(row);
    await deps.store.audit.append([
      auditRow(deps, 'session.created', {
        app_id: app.id,
        request_id: ctx.state.requestId,
        key_id: ctx.state.caller.key.id,
        caller: ctx.state.caller.name,
        context: ctx.state.caller.context,
        client_ip: ctx.state.clientIp,
        principal: row.principal,
        session_id: row.id,
        detail: { providers: row.allowed_providers.join(' '), allowed_origin: origin },
      }),
    ]);
    const answer: CreateSessionAnswer = {
      session_token: token,
      connect_url: `${deps.config.publicUrl.origin}/sdk/oauth/connect#session=${token}`,
      expires_in: sessionSeconds,
      expires_at: iso(row.expires_at),
      single_provider: row.single_provider,
      direct: body.direct ?? false,
      scope_constraint_warnings: [],
    };
    ctx.status = 201;
    ctx.body = answer;
  };
}

/** `poll`: what became of a session, for the app that opened it. Unknown ones are `expired`, as published. */
export function pollSession(deps: Deps, polling: DevicePolling): Step {
  return async (ctx) => {
    const { session_token } = parseBody(ctx, pollSessionBody);
    const now = deps.clock.now();
    const found = await deps.store.sessions.findConnect(sha256(session_token), now);
    const own = found?.app_id === ctx.state.caller.appId ? found : null;
    if (own) polling.lookAfter(own);
    ctx.body = own ? await polled(deps, own, now) : { status: 'expired' };
  };
}

async function polled(deps: Deps, row: ConnectSessionRow, now: number): Promise<PollSessionAnswer> {
  if (isOver(row, now)) {
    const final = row.final ? row : await deps.store.sessions.finalise(row.hash, endByTime(row), now);
    return final ? polledOutcome(final) : { status: 'expired' };
  }
  const declined = await deps.store.sessions.takeDeclined(row.hash, now);
  if (declined.length === 0) return { status: 'pending' };
  return {
    status: 'pending',
    declined_providers: declined.map((entry) => ({
      provider_id: entry.provider_id,
      error_code: 'connect_denied',
      declined_at: iso(entry.at),
    })),
  };
}

/** Published fields that narrow act or are refused; these need parts that this version does not have. */
function refuseWhatCannotAct(body: CreateSessionBody): void {
  const given: [string, unknown][] = [
    ['agent', body.agent],
    ['delegable', body.delegable === false ? null : body.delegable],
    ['scope_constraint', body.scope_constraint],
    ['user_token', body.user_token],
    ['requested_grant.restrictions', body.requested_grant?.restrictions],
  ];
  for (const [parameter, value] of given) {
    assert(value === undefined || value === null, 'unsupported_parameter', { parameter });
  }
}

/** @throws Refusal `invalid_key` when the key's app is no longer declared */
export function callersApp(deps: Deps, ctx: Ctx): App {
  const app = deps.apps.find(ctx.state.caller.appId);
  if (!app) throw new Refusal('invalid_key');
  return app;
}

async function allowedProviders(
  deps: Deps,
  appId: string,
  asked: readonly string[] | null,
): Promise<ResolvedProvider[]> {
  if (asked === null) {
    const all = await deps.providers.list(appId);
    const asking = all.filter(({ entry }) => personKindOf(entry) !== null);
    assert(asking.length > 0, 'provider_not_configured', { provider_id: null });
    return asking;
  }
  const found = new Map<string, ResolvedProvider>();
  for (const id of asked) {
    const provider = await deps.providers.resolve(appId, id);
    if (!provider) throw new Refusal('provider_not_configured', { provider_id: id });
    assert(personKindOf(provider.entry) !== null, 'flow_kind_not_supported', {
      provider_id: provider.config.providerId,
      flow_kinds: provider.entry.flowKinds,
    });
    found.set(provider.config.providerId, provider);
  }
  return [...found.values()];
}

/** A session may narrow the config's scopes, never widen them. Keys may be aliases. */
function requiredScopes(body: CreateSessionBody, providers: readonly ResolvedProvider[]): Record<string, string[]> {
  const required: Record<string, string[]> = {};
  for (const [id, scopes] of Object.entries(body.required_scopes ?? {})) {
    const provider = providers.find((one) => one.config.providerId === id || one.entry.aliases?.includes(id));
    if (!provider) throw new Refusal('provider_not_configured', { provider_id: id });
    const extra = scopes.filter((scope) => !provider.config.scopes.includes(scope));
    assert(extra.length === 0, 'scope_not_allowed', { provider_id: id, scopes: extra });
    required[provider.config.providerId] = scopes;
  }
  return required;
}

/** @throws Refusal `invalid_origin` */
export function allowedOrigin(given: string | null, app: App, config: Config): string | null {
  if (given === null) return app.websiteUrl;
  const url = URL.parse(given);
  // A URL's host may hold a `*`; no page has such an origin, and nobody should think that it stands for many.
  const bare = url && !given.includes('*') && (given === url.origin || given === `${url.origin}/`);
  assert(bare && isSafeWeb(url, config), 'invalid_origin', { allowed_origin: given });
  return url.origin;
}

/** @throws Refusal `invalid_return_url` */
function allowedReturnUrl(given: string | null, origin: string | null, app: App, config: Config): string | null {
  if (given === null) return null;
  const url = URL.parse(given);
  const clean = url && !url.hash && !given.includes('#') && !url.username && !url.password && isSafeWeb(url, config);
  const known = clean && (url.origin === origin || app.returnUrls.some((one) => samePage(one, url)));
  assert(known, 'invalid_return_url', { return_url: given });
  return url.href;
}

const isSafeWeb = (url: URL, config: Config): boolean =>
  url.protocol === 'https:' ||
  (url.protocol === 'http:' && (isLoopbackName(url.hostname) || config.mode === 'development'));

function samePage(registered: string, url: URL): boolean {
  const known = new URL(registered);
  return known.origin === url.origin && known.pathname === url.pathname;
}

/** @throws Refusal `grant_not_found`, also for a grant of somebody else than the session's user; `repair_conflict` */
async function grantToRepair(
  deps: Deps,
  appId: string,
  body: CreateSessionBody,
  providers: readonly ResolvedProvider[],
): Promise<GrantRow | null> {
  if (!body.repair_grant_id) return null;
  for (const parameter of ['agent', 'requested_grant', 'switch_account'] as const) {
    assert(!body[parameter], 'repair_conflict', { parameter });
  }
  const grant = await deps.store.grants.find(appId, body.repair_grant_id);
  const known = grant && grant.status !== 'revoked' && (await isOfUser(deps, grant, body.user?.reference ?? null));
  if (!known) throw new Refusal('grant_not_found', { grant_id: body.repair_grant_id });
  const [only] = providers;
  const same = providers.length === 1 && only?.config.providerId === grant.provider_id;
  assert(same, 'repair_conflict', { parameter: 'allowed_providers' });
  return grant;
}

/** A session that names nobody repairs whosever grant it is. */
async function isOfUser(deps: Deps, { app_id, principal }: GrantRow, reference: string | null): Promise<boolean> {
  if (reference === null) return true;
  const user = await deps.store.users.findByReference(app_id, reference);
  return principal.type === 'user' && principal.user_id === user?.id;
}

async function ownerOf(deps: Deps, grant: GrantRow | null): Promise<UserRow | null> {
  if (grant?.principal.type !== 'user') return null;
  return deps.store.users.find(grant.app_id, grant.principal.user_id);
}

/** The app's user by its reference, made when it is new. */
export async function keepUser(
  deps: Deps,
  appId: string,
  user: { reference: string; display_name?: string | undefined },
): Promise<UserRow> {
  const row = { id: newId(), app_id: appId, reference: user.reference, display_name: user.display_name ?? null };
  return deps.store.users.upsert(row, deps.clock.now());
}

const principalOf = (user: UserRow | null): Principal =>
  user ? { type: 'user', user_id: user.id } : { type: 'system' };

/** @throws Refusal `invalid_request` when it would be over before it begins */
export function policyOf(given: CreateSessionBody['grant_policy'] | null, now: number): GrantPolicy | null {
  if (!given) return null;
  const expiresAt = given.expires_at === undefined ? null : Date.parse(given.expires_at);
  assert(expiresAt === null || expiresAt > now, 'invalid_request', {
    issues: [{ path: 'grant_policy.expires_at', message: 'must be in the future' }],
  });
  return {
    expires_at: expiresAt,
    max_ttl_seconds: given.max_ttl_seconds ?? null,
    default_ttl_seconds: given.default_ttl_seconds ?? null,
  };
}
