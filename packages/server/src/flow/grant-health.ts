/** Station 4, before a job starts: would a call work now, and what became of the refreshes so far. */
import { healthBody, healthQuery, type GrantHealth } from '@alter/protocol/schemas';
import { auditRow } from '../audit/record.ts';
import { requireScope } from '../callers/scopes.ts';
import { credentialTypeOf } from '../credentials/of-kind.ts';
import { cursorOf, readCursor } from '../grants/cursor.ts';
import { healthOf } from '../grants/health.ts';
import type { CredentialOpener, OpenedCredential } from '../grants/open.ts';
import { providerOf } from '../grants/provider-of.ts';
import { leaseName } from '../grants/refresh/lease.ts';
import { isBound } from '../grants/refresh/plan.ts';
import { Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { newId } from '../lib/random.ts';
import { parseBody, parseQuery } from '../middleware/body.ts';
import { verifyCredential, type Verification } from '../oauth/verify.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import type { GrantRow } from '../stores/store.ts';
import { callerFacts, grantFacts, ownGrant, userPrincipal } from './grant.ts';
import { createVerifySpacing, type Spaced, type Verdict } from './verify-spacing.ts';

/** A check that takes longer is no check. */
const verifyMs = 10_000;

export function grantHealth(deps: Deps, opener: CredentialOpener): Step {
  const spaced = createVerifySpacing(deps);
  return async (ctx) => {
    const { verify } = parseQuery(ctx, healthQuery);
    if (verify === 'true') requireScope(ctx.state.caller.key.scopes, 'proxy:execute', deps.config.publicUrl);
    const grant = await ownGrant(deps, ctx);
    const health = await examine(deps, grant);
    ctx.body = verify === 'true' && health.usable ? await verified(deps, opener, spaced, ctx, grant, health) : health;
  };
}

/** By ids, or by a filter, page by page. No provider is asked: that would be a hundred calls. */
export function grantsHealth(deps: Deps): Step {
  return async (ctx) => {
    const body = parseBody(ctx, healthBody);
    const { appId } = ctx.state.caller;
    if ('grant_ids' in body) {
      const ids = [...new Set(body.grant_ids)];
      const rows = await Promise.all(ids.map((id) => deps.store.grants.find(appId, id)));
      const grants = await Promise.all(rows.filter((row) => row !== null).map((grant) => examine(deps, grant)));
      ctx.body = { grants, not_found: ids.filter((_, at) => rows[at] === null), next_cursor: null };
      return;
    }
    const principal = body.user ? await userPrincipal(deps, appId, body.user.reference) : undefined;
    if (principal === null) {
      ctx.body = { grants: [], not_found: [], next_cursor: null };
      return;
    }
    const filter = {
      at: deps.clock.now(),
      ...(body.provider_id ? { provider_id: body.provider_id } : {}),
      ...(body.status ? { status: body.status } : {}),
      ...(body.label ? { label: body.label } : {}),
      ...(principal ? { principal } : {}),
    };
    const after = body.cursor ? readCursor(body.cursor) : null;
    const page = await deps.store.grants.list(appId, filter, { limit: body.limit, offset: 0, after });
    const last = page.rows.at(-1);
    ctx.body = {
      grants: await Promise.all(page.rows.map((grant) => examine(deps, grant))),
      not_found: [],
      next_cursor: page.has_more && last ? cursorOf({ at: last.created_at, id: last.id }) : null,
    };
  };
}

export function grantRefreshes(deps: Deps): Step {
  return async (ctx) => {
    const grant = await ownGrant(deps, ctx);
    const records = await deps.store.vault.history(grant.app_id, grant.id);
    ctx.body = { grant_id: grant.id, refreshes: records.map((one) => ({ ...one, at: iso(one.at) })) };
  };
}

async function examine(deps: Deps, grant: GrantRow): Promise<GrantHealth> {
  const { store, clock, config } = deps;
  const [provider, row, flags] = await Promise.all([
    providerOf(deps, grant),
    store.vault.read(grant.app_id, grant.id),
    store.providerConfigs.flags(grant.app_id),
  ]);
  // Only under an intent can one be running that matters; most grants have none.
  const refreshing = row?.refresh.intent ? await store.leases.held(grant.app_id, leaseName(grant.id)) : false;
  const clientRefused = flags.some(({ config_id }) => config_id === grant.config_id);
  return healthOf({ grant, provider, row, clientRefused, refreshing, now: clock.now(), config });
}

async function verified(
  deps: Deps,
  opener: CredentialOpener,
  spaced: Spaced,
  ctx: Ctx,
  grant: GrantRow,
  health: GrantHealth,
): Promise<GrantHealth> {
  const provider = await providerOf(deps, grant);
  const row = await deps.store.vault.read(grant.app_id, grant.id);
  // A token is shown only to the server that gave it, wherever an operator has moved the config since.
  // An app's own token is asked about no person: most such endpoints would call it dead.
  if (!provider?.verify || !row || grant.flow_kind === 'client_credentials' || !isBound(grant, provider))
    return { ...health, verified: { outcome: 'not_possible', status: null, at: null } };
  const credential = { appId: grant.app_id, grantId: grant.id, generation: row.generation };
  const verdict = await spaced(credential, (sends) => use(deps, opener, ctx, grant, provider, sends));
  const now = await examineAgain(deps, grant);
  if (verdict.kind === 'refused') return { ...now, usable: false, error: verdict.code };
  const { verification, at } = verdict;
  return {
    ...now,
    usable: now.usable && verification.outcome !== 'refused',
    verified: { ...verification, at: iso(at) },
  };
}

/** A use of the credential like any other: on record before it, and after it. */
async function use(
  deps: Deps,
  opener: CredentialOpener,
  ctx: Ctx,
  grant: GrantRow,
  provider: ResolvedProvider,
  sends: () => void,
): Promise<Verdict> {
  const conclude = await begin(deps, ctx, grant, provider);
  const opened = await opener.open(grant, provider, ctx.state.requestId).catch(async (error: unknown) => {
    await conclude(error instanceof Refusal ? error.code : 'internal_error', null, false);
    throw error;
  });
  if (opened.kind === 'refused') {
    await conclude(opened.code, null, false);
    return opened;
  }
  sends();
  const verification = await ask(deps, grant, provider, opened.credential);
  const at = deps.clock.now();
  await conclude('allow', verification.status, true);
  return { kind: 'told', verification, at };
}

function ask(
  deps: Deps,
  grant: GrantRow,
  provider: ResolvedProvider,
  credential: OpenedCredential,
): Promise<Verification> {
  return verifyCredential({
    provider,
    type: credentialTypeOf(grant.flow_kind),
    credential,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(verifyMs)]),
    now: deps.clock.now(),
  });
}

/** Opening it may have refreshed or ended it. */
async function examineAgain(deps: Deps, grant: GrantRow): Promise<GrantHealth> {
  return examine(deps, (await deps.store.grants.find(grant.app_id, grant.id)) ?? grant);
}

/** The begin row; resolves with what writes the outcome row. @throws Refusal `audit_unavailable` */
async function begin(deps: Deps, ctx: Ctx, grant: GrantRow, { verify }: ResolvedProvider) {
  const id = newId();
  const [origin, path] = verify ? originAndPath(verify.url) : [null, null];
  const begun = auditRow(deps, 'request.begun', {
    ...callerFacts(ctx),
    ...grantFacts(grant),
    id,
    call_id: id,
    method: verify?.method ?? null,
    host: origin,
    path,
    decision: 'allow',
    detail: { form: 'verify' },
  });
  const append = (row: typeof begun, sent: boolean): Promise<void> =>
    deps.store.audit.append([row]).catch((cause: unknown) => {
      throw new Refusal('audit_unavailable', { sent }, { cause });
    });
  await append(begun, false);
  return (decision: string, status: number | null, sent: boolean): Promise<void> => {
    const facts = { id: newId(), at: deps.clock.now(), decision, status, detail: {} };
    return append({ ...begun, ...facts, event: 'request.concluded' }, sent);
  };
}

/** Of the template: where the token is part of the path, its name stands there and not the token. */
function originAndPath(template: string): [host: string, path: string] {
  const url = new URL(template);
  return [url.host, decodeURIComponent(url.pathname)];
}
