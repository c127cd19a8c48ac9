/** Asks a provider whether a grant's credential works: a use of it like any other, and spaced. */
import type { GrantHealth } from '@alter/protocol/schemas';
import { auditRow } from '../../audit/record.ts';
import { credentialTypeOf } from '../../credentials/of-kind.ts';
import type { CredentialOpener, OpenedCredential } from '../../grants/open.ts';
import { isBound } from '../../grants/refresh/plan.ts';
import { Refusal } from '../../lib/assert.ts';
import { iso } from '../../lib/clock.ts';
import { newId } from '../../lib/random.ts';
import { verifyCredential, type Verification } from '../../oauth/verify.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { Ctx, Deps } from '../../state.ts';
import type { GrantRow } from '../../stores/store.ts';
import { examine, examineWhole } from './examine-grant.ts';
import { callerFacts, grantFacts } from '../grant.ts';
import type { TimeLimit } from './time-limit.ts';
import { createVerifySpacing, type Verdict } from './verify-spacing.ts';

/** A check that takes longer is no check. */
const verifyMs = 10_000;

/**
 * @param limit when the answer has to leave; without it, when the provider has answered
 * @throws Refusal `rate_limit_exceeded`, `audit_unavailable`, and what opening a credential throws
 */
export type CheckGrant = (ctx: Ctx, grant: GrantRow, limit?: TimeLimit) => Promise<GrantHealth>;

/** One for all routes: what was told within the spacing is kept here. */
export function createGrantCheck(deps: Deps, opener: CredentialOpener): CheckGrant {
  const spaced = createVerifySpacing(deps);
  return async (ctx, grant, limit) => {
    const { health, provider, row } = await examineWhole(deps, grant);
    if (!health.usable) return { ...health, unverified: 'not_usable' };
    // A token is shown only to the server that gave it, wherever an operator has moved the config since.
    // An app's own token is asked about no person: most such endpoints would call it dead.
    if (!provider?.verify || !row || grant.flow_kind === 'client_credentials' || !isBound(grant, provider))
      return { ...health, verified: { outcome: 'not_possible', status: null, at: null } };
    const credential = { appId: grant.app_id, grantId: grant.id, generation: row.generation };
    const question: Question = { deps, opener, ctx, grant, provider, limit, sent: false };
    const verdict = await inTime(question, () => spaced(credential, (sends) => use(question, sends)));
    return verdict ? judged(verdict, await examineAgain(deps, grant)) : { ...health, unverified: 'out_of_time' };
  };
}

interface Question {
  readonly deps: Deps;
  readonly opener: CredentialOpener;
  readonly ctx: Ctx;
  readonly grant: GrantRow;
  readonly provider: ResolvedProvider;
  readonly limit: TimeLimit | undefined;
  /** By us: who comes while another asks is told what comes of it. */
  sent: boolean;
}

/**
 * What was sent ends with the limit, and stands on record before the answer leaves. A refresh that must come first is never
 * cut short: it goes on, and the question behind it, without this answer. Null: the time was over before there was one.
 */
async function inTime(question: Question, ask: () => Promise<Verdict>): Promise<Verdict | null> {
  const { limit, deps } = question;
  if (!limit) return ask();
  if (limit.signal.aborted) return null;
  const asked = ask();
  const early = await Promise.race([asked, limit.over]);
  if (early) return early;
  if (!question.sent) {
    asked.catch((cause: unknown) => deps.log.error({ err: cause }, 'a check that nobody waited for has failed'));
    return null;
  }
  const cut = await asked;
  return cut.kind === 'told' && cut.verification.status === null ? null : cut;
}

function judged(verdict: Verdict, now: GrantHealth): GrantHealth {
  if (verdict.kind === 'refused') return { ...now, usable: false, error: verdict.code, unverified: 'not_usable' };
  const { verification, at } = verdict;
  const usable = now.usable && verification.outcome !== 'refused';
  return { ...now, usable, verified: { ...verification, at: iso(at) } };
}

/** A use of the credential like any other: on record before it, and after it. */
async function use(question: Question, sends: () => void): Promise<Verdict> {
  const { deps, opener, ctx, grant, provider } = question;
  const conclude = await begin(question);
  const opened = await opener.open(grant, provider, ctx.state.requestId).catch(async (error: unknown) => {
    await conclude(error instanceof Refusal ? error.code : 'internal_error', null, false);
    throw error;
  });
  if (opened.kind === 'refused') {
    await conclude(opened.code, null, false);
    return opened;
  }
  sends();
  question.sent = true;
  // After the limit it is only for who came meanwhile and waits for as long as it takes.
  const end = question.limit && !question.limit.signal.aborted ? question.limit.signal : null;
  const verification = await ask(question, opened.credential, end);
  const cut = verification.status === null && end?.aborted === true;
  const at = deps.clock.now();
  await conclude('allow', verification.status, true);
  return { kind: 'told', verification, at, cut };
}

function ask(
  { deps, grant, provider }: Question,
  credential: OpenedCredential,
  end: AbortSignal | null,
): Promise<Verification> {
  return verifyCredential({
    provider,
    type: credentialTypeOf(grant.flow_kind),
    credential,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(verifyMs), ...(end ? [end] : [])]),
    now: deps.clock.now(),
  });
}

/** Opening it may have refreshed or ended it. */
async function examineAgain(deps: Deps, grant: GrantRow): Promise<GrantHealth> {
  return examine(deps, (await deps.store.grants.find(grant.app_id, grant.id)) ?? grant);
}

/** The begin row; resolves with what writes the outcome row. @throws Refusal `audit_unavailable` */
async function begin({ deps, ctx, grant, provider: { verify } }: Question) {
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

/**
 * Of the template: where the token is part of the path, its name stands there and not the token. The rest as it is sent:
 * not every escape stands for text.
 */
function originAndPath(template: string): [host: string, path: string] {
  const { host, pathname } = new URL(template);
  return [host, pathname.replaceAll(/%7B(\w+)%7D/g, '{$1}')];
}
