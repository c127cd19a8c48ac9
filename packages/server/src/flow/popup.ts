/**
 * Station 2: the hosted page. The popup trades its token for a cookie, shows who asks for what, and leaves for the
 * provider by a start URL that works once, in this browser.
 */
import { connectDoneBody, connectFlowBody, connectOpenBody, connectResumeBody } from '@alter/protocol/schemas';
import { isFlowErrorCode, type FlowErrorCode } from '@alter/protocol';
import { auditRow } from '../audit/record.ts';
import { assert, never, Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { sha256 } from '../lib/encoding.ts';
import { newId, randomToken } from '../lib/random.ts';
import { parseBody } from '../middleware/body.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { keptVariables } from '../providers/learn.ts';
import { resolveVariables } from '../providers/resolve.ts';
import { browserHash, ensureBrowser, keepSession, keptSession } from '../sessions/cookies.ts';
import { endByPerson, endByTime, isOver } from '../sessions/outcome.ts';
import { askedScopes, connectView, type WaitingCode } from '../sessions/view.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { ConnectSessionRow, FlowRow, GrantRow } from '../stores/store.ts';
import { flowProvider, openedSecrets } from './begun-flow.ts';
import { flowFacts, recordEnd, traceOf } from './conclude-flow.ts';
import type { DevicePolling } from './device-polling.ts';
import type { FlowFailure } from './flow-end.ts';
import { deviceSecrets } from './kinds/device-code.ts';
import { personKindOf, personKinds } from './kinds/index.ts';
import type { Beginning } from './kinds/kind.ts';
import { untilChanged, type Watchers } from './watchers.ts';

/** The start URL works once, within this time. */
const startMs = 60_000;
/** Time for the person at the provider. */
export const flowMs = 600_000;
/** What a provider may take to begin, where it is asked first: a person waits. */
const beginMs = 15_000;
/** How long a page that waits for a code to be entered is kept waiting for news. */
const patienceSeconds = 15;

/** Attempts beyond one a provider that a session has: each is a row, an audit row and a part of the session's own row. */
const spareAttempts = 20;

/** The popup's first POST: binds the session to this browser; another browser is told so. */
export function openPage(deps: Deps): Step {
  return async (ctx) => {
    const { session_token: token } = parseBody(ctx, connectOpenBody);
    const hash = sha256(token);
    const now = deps.clock.now();
    const browser = ensureBrowser(ctx, deps.config);
    const bound = await deps.store.sessions.bindBrowser(hash, browser, now);
    assert(bound !== 'other', 'other_browser');
    const row = await deps.store.sessions.findConnect(hash, now);
    if (!row) throw new Refusal('invalid_token');
    keepSession(ctx, deps.config, row.id, token);
    ctx.body = await viewOf(deps, row);
  };
}

/** A reload, or the way back from the provider: the cookie stands for the token. */
export function resumePage(deps: Deps, watchers: Watchers, polling: DevicePolling): Step {
  return async (ctx) => {
    const { session_id, seen } = parseBody(ctx, connectResumeBody);
    const row = await ownSession(deps, ctx, session_id);
    polling.lookAfter(row);
    const news = seen === undefined || row.entries.length !== seen || row.final !== null;
    const latest = news ? row : await untilChanged(ctx, watchers, row, patienceSeconds);
    ctx.body = await viewOf(deps, latest);
  };
}

/** Starts one flow at one provider. */
export function startFlow(deps: Deps, watchers: Watchers, polling: DevicePolling): Step {
  async function begin(
    ctx: Ctx,
    body: ReturnType<typeof connectFlowBody.parse>,
    row: ConnectSessionRow,
  ): Promise<void> {
    assert(row.allowed_providers.includes(body.provider_id), 'provider_not_configured', {
      provider_id: body.provider_id,
    });
    assert(body.consent === 'click' || mayHandshake(row), 'invalid_request', {
      issues: [{ path: 'consent', message: 'this session needs the click' }],
    });
    const configured = await deps.providers.resolve(row.app_id, body.provider_id);
    if (!configured) throw new Refusal('provider_not_configured', { provider_id: body.provider_id });
    const provider = resolveVariables(configured, body.variables ?? {});
    const most = row.allowed_providers.length + spareAttempts;
    // Counted first, over all processes: a provider may be asked before there is a row.
    assert(await deps.store.sessions.countAttempt(row.hash, most, deps.clock.now()), 'rate_limit_exceeded');
    const { flow, state, beginning } = await newFlow(deps, row, provider, body);
    await keepFlow(deps, ctx, row, flow, beginning);
    ctx.status = 201;
    if (beginning.kind === 'failed') {
      const told = await recordEnd(deps, traceOf(ctx), flow, row, beginning, watchers);
      ctx.body = { start_url: null, view: await viewOf(deps, told) };
    } else if (personKinds[flow.kind].leave === null) {
      const waiting = await deps.store.sessions.findConnect(row.hash, deps.clock.now());
      if (waiting) polling.lookAfter(waiting);
      ctx.body = { start_url: null, view: await viewOf(deps, waiting ?? row) };
    } else {
      ctx.body = { start_url: `${deps.config.publicUrl.origin}/sdk/oauth/connect/start/${state}`, view: null };
    }
  }

  return async (ctx) => {
    const body = parseBody(ctx, connectFlowBody);
    const row = await ownSession(deps, ctx, body.session_id);
    const now = deps.clock.now();
    assert(!row.final, 'session_final');
    assert(row.expires_at > now, 'session_expired');
    await begin(ctx, body, row);
  };
}

/** @throws Refusal `session_final` when the session ended meanwhile */
async function keepFlow(
  deps: Deps,
  ctx: Ctx,
  row: ConnectSessionRow,
  flow: FlowRow,
  beginning: Beginning | FlowFailure,
): Promise<void> {
  const here = personKinds[flow.kind].leave === null ? { state_hash: flow.state_hash } : {};
  const open = { flow_id: flow.id, expires_at: flow.expires_at, ...here };
  const begun = await deps.store.sessions.beginFlow(row.hash, flow.browser_hash, open, deps.clock.now());
  assert(begun, 'session_final');
  if (beginning.kind === 'begun') await deps.store.flows.create(flow);
  await deps.store.audit.append([
    auditRow(deps, 'connect.started', {
      ...flowFacts(flow, traceOf(ctx)),
      principal: row.principal,
      detail: { consent: flow.consent, flow_kind: flow.kind, scopes: flow.scopes.join(' ').slice(0, 1000) },
    }),
  ]);
}

/** The one-time start URL: from our origin to the provider's sign-in. */
export function leaveForProvider(deps: Deps): Step {
  return async (ctx) => {
    const state = ctx.params['state'] ?? '';
    const browser = browserHash(ctx, deps.config);
    const started = browser
      ? await deps.store.flows.start(sha256(state), browser, deps.clock.now())
      : ({ kind: 'other_browser' } as const);
    switch (started.kind) {
      case 'started':
        return redirect(ctx, (await leaveUrl(deps, started.flow, state)).href);
      case 'unknown':
        return redirectToProblem(ctx, 'state_unknown');
      case 'used':
        return redirectToProblem(ctx, 'state_consumed');
      case 'expired':
        return redirectToProblem(ctx, 'flow_expired');
      case 'other_browser':
        return redirectToProblem(ctx, 'other_browser');
      default:
        return never(started);
    }
  };
}

/** Done or Cancel: ends the session; the answer holds the one message for the opener. */
export function finishPage(deps: Deps, watchers: Watchers): Step {
  return async (ctx) => {
    const body = parseBody(ctx, connectDoneBody);
    const row = await ownSession(deps, ctx, body.session_id);
    const ended = row.final ? row : await endNow(deps, ctx, row);
    if (!ended) throw new Refusal('session_expired');
    watchers.changed(ended);
    ctx.body = await viewOf(deps, ended);
  };
}

/** Leaving with nothing connected is on record, before anybody is told; what was connected is so already. */
async function endNow(deps: Deps, ctx: Ctx, row: ConnectSessionRow): Promise<ConnectSessionRow | null> {
  const now = deps.clock.now();
  const end = endByPerson(row, now);
  if (end.outcome === 'error') {
    await deps.store.audit.append([
      auditRow(deps, 'connect.failed', {
        app_id: row.app_id,
        request_id: ctx.state.requestId,
        client_ip: ctx.state.clientIp,
        session_id: row.id,
        provider_id: row.allowed_providers.length === 1 ? (row.allowed_providers[0] ?? null) : null,
        principal: row.principal,
        decision: end.error,
        detail: { reason: 'cancelled' },
      }),
    ]);
  }
  return deps.store.sessions.finalise(row.hash, end, now);
}

/** Without an origin to shake hands with, or when the person must confirm, only the click starts a flow. */
const mayHandshake = (row: ConnectSessionRow): boolean => row.allowed_origin !== null && row.repair_grant_id === null;

/** The session whose cookie this browser holds. @throws Refusal `invalid_token`, `session_expired`, `other_browser` */
async function ownSession(deps: Deps, ctx: Ctx, sessionId: string): Promise<ConnectSessionRow> {
  const token = keptSession(ctx, deps.config, sessionId);
  const browser = browserHash(ctx, deps.config);
  assert(token && browser, 'other_browser');
  const row = await deps.store.sessions.findConnect(sha256(token), deps.clock.now());
  if (!row || row.id !== sessionId) throw new Refusal('session_expired');
  assert(row.browser_hash === browser, 'other_browser');
  return row;
}

async function viewOf(deps: Deps, row: ConnectSessionRow) {
  const app = deps.apps.find(row.app_id);
  if (!app) throw new Refusal('invalid_token');
  const found = await Promise.all(row.allowed_providers.map((id) => deps.providers.resolve(row.app_id, id)));
  const now = deps.clock.now();
  const ended =
    !row.final && isOver(row, now) ? await deps.store.sessions.finalise(row.hash, endByTime(row), now) : row;
  return connectView(
    ended ?? row,
    app,
    found.filter((one) => one !== null),
    { now, code: await waitingCode(deps, ended ?? row, now), repaired: await repairedGrant(deps, row) },
  );
}

const repairedGrant = async (deps: Deps, row: ConnectSessionRow): Promise<GrantRow | null> =>
  row.repair_grant_id === null ? null : deps.store.grants.find(row.app_id, row.repair_grant_id);

/** The code that a person is to enter: of the newest flow that waits here. */
async function waitingCode(deps: Deps, row: ConnectSessionRow, now: number): Promise<WaitingCode | null> {
  const open = row.final ? undefined : row.open_flows.findLast(({ state_hash }) => state_hash !== undefined);
  const flow = open?.state_hash === undefined ? null : await deps.store.flows.find(open.state_hash, now);
  if (!flow) return null;
  const { userCode, verificationUri, verificationUriComplete } = deviceSecrets(openedSecrets(deps, flow));
  return {
    provider_id: flow.provider_id,
    user_code: userCode,
    verification_uri: verificationUri,
    verification_uri_complete: verificationUriComplete,
    expires_at: iso(flow.expires_at),
  };
}

async function newFlow(
  deps: Deps,
  row: ConnectSessionRow,
  provider: ResolvedProvider,
  asked: { consent: 'handshake' | 'click'; display?: 'popup' | 'page' | undefined },
): Promise<{ flow: FlowRow; state: string; beginning: Beginning | FlowFailure }> {
  const { entry, config } = provider;
  const kind = personKindOf(entry);
  if (!kind) throw new Refusal('provider_not_configured', { provider_id: config.providerId });
  const state = randomToken(32);
  const id = newId();
  const redirectUri = `${deps.config.publicUrl.origin}${provider.callbackPath}`;
  const scopes = askedScopes(row, provider, await repairedGrant(deps, row));
  const beginning = await personKinds[kind].begin({
    provider,
    scopes,
    state,
    redirectUri,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(beginMs)]),
    now: deps.clock.now(),
  });
  const now = deps.clock.now();
  const begun = beginning.kind === 'begun' ? beginning : { secrets: null, nonce: null, expiresAt: null };
  const flow: FlowRow = {
    id,
    state_hash: sha256(state),
    app_id: row.app_id,
    session_hash: row.hash,
    session_id: row.id,
    browser_hash: row.browser_hash ?? '',
    provider_id: config.providerId,
    config_id: config.id,
    config_generation: config.generation,
    issuer: provider.issuer,
    token_endpoint: provider.endpoints.token,
    redirect_uri: redirectUri,
    scopes,
    variables: keptVariables(provider),
    kind,
    secrets: begun.secrets && deps.vault.seal({ appId: row.app_id, objectId: id, generation: 0 }, begun.secrets),
    nonce: begun.nonce,
    consent: asked.consent,
    display: asked.display ?? 'page',
    created_at: now,
    start_until: now + startMs,
    started_at: null,
    expires_at: Math.min(now + flowMs, begun.expiresAt ?? Infinity),
    consumed_at: null,
    refusals: 0,
  };
  return { flow, state, beginning };
}

async function leaveUrl(deps: Deps, flow: FlowRow, state: string): Promise<URL> {
  const provider = await flowProvider(deps, flow);
  const { leave } = personKinds[flow.kind];
  if (!provider || !leave) throw new Refusal('provider_configuration_unavailable');
  const session = await deps.store.sessions.findConnect(flow.session_hash, deps.clock.now());
  return leave({
    provider,
    flow,
    secrets: openedSecrets(deps, flow),
    state,
    switchAccount: session !== null && (session.switch_account || wasOtherAccount(session)),
  });
}

/** The person came back with another account than the grant's: now they are asked which one. */
const wasOtherAccount = (session: ConnectSessionRow): boolean => session.entries.at(-1)?.error === 'account_mismatch';

export function redirect(ctx: Ctx, url: string): void {
  ctx.status = 303;
  ctx.set('Location', url);
}

/** For addresses that a person's browser is sent to: what goes wrong there is a page, not JSON. */
export const refusalsAsPages: Step = async (ctx, next) => {
  try {
    await next();
  } catch (thrown) {
    const code = thrown instanceof Refusal && isFlowErrorCode(thrown.code) ? thrown.code : 'service_unavailable';
    ctx.state.log.error({ err: thrown, code }, 'a step of the connect flow failed');
    redirectToProblem(ctx, code);
  }
};

/** A clean page of ours: no state, code or token stays in the address. */
export const redirectToProblem = (ctx: Ctx, code: FlowErrorCode): void =>
  redirect(ctx, `/sdk/oauth/connect?problem=${code}&ref=${ctx.state.requestId}`);
