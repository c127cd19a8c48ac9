/**
 * One refresh, in order (`mechanisms.md` §2). Every step either goes on, names the step to go to, or ends the refresh; what
 * is true in between is in the store, so that another process can take it up wherever this one dies.
 *
 * | Step     | What it does                                                                       | Durable                |
 * | -------- | ---------------------------------------------------------------------------------- | ---------------------- |
 * | `lease`  | takes the right to refresh this grant, waits for who has it, or leaves it to them  | lease                  |
 * | `look`   | reads again: somebody else may have done it; says what may be done                 |                        |
 * | `name`   | an intent whose holder is gone: its outcome is on record as unknown, once          | marks, history         |
 * | `intend` | what is about to be sent                                                           | intent                 |
 * | `call`   | the token endpoint; at most three times, each with its intent                      |                        |
 * | `settle` | compare-and-set on generation and intent: tokens, or marks; closes the intent      | tokens, marks, history |
 * | `tell`   | the grant needs its person; the provider config needs its operator                 | grant, config flag     |
 * | `record` | the audit row, before anybody uses what came                                       | audit row              |
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../lib/encoding.ts';
import { newId, random } from '../../lib/random.ts';
import type { TokenOutcome } from '../../oauth/oauth.ts';
import { renewalOf } from '../../oauth/renew.ts';
import type { GrantStatus } from '@alter/protocol';
import type { GrantPatch, HeldRow, RefreshIntent } from '../../stores/store.ts';
import { SealBroken } from '../../vault/seal.ts';
import type { Secret } from '../../vault/secret.ts';
import { flagOnRecord, unflagOnRecord } from './config-flag.ts';
import { contextOf } from './context.ts';
import type { StepName } from './faults.ts';
import { freshness } from './freshness.ts';
import { takeLease, type HeldLease } from './lease.ts';
import { append, appendOwed, recorded, rowFor, rowOf } from './on-record.ts';
import { plan } from './plan.ts';
import { failed, type Fields, type RefreshEnd, type RefreshRequest } from './refresh.ts';
import type { MachineParts, Run } from './run.ts';
import { saveTokens } from './save-tokens.ts';
import { untilStored } from './until-stored.ts';
import { judge, marksAfter, pauseBefore, recordOf, unreadable, type Verdict } from './verdict.ts';

type Next = StepName | RefreshEnd | undefined;
type Step = readonly [StepName, (run: Run) => Promise<Next>];

const steps: readonly Step[] = [
  ['lease', lease],
  ['look', look],
  ['name', name],
  ['intend', intend],
  ['call', call],
  ['settle', settle],
  ['tell', tell],
  ['record', record],
];

/** Runs one refresh to its end. @throws StoreUnavailable, or Refusal `audit_unavailable` */
export async function refresh(parts: MachineParts, request: RefreshRequest): Promise<RefreshEnd> {
  const early = planned(parts, request, request.seen);
  // An intent that nobody has met yet may have lost its holder: that is only seen under the lease.
  const unmet = request.seen.refresh.intent?.unknown === false;
  if (early.kind === 'over' && !unmet) return early.end;
  const run: Run = {
    ...parts,
    request,
    started: parts.deps.clock.monotonic(),
    lease: null,
    row: request.seen,
    probe: false,
    intent: null,
    sent: false,
    calls: 0,
    outcome: null,
    verdict: null,
    owed: null,
    saved: null,
  };
  try {
    return await walk(run);
  } catch (error) {
    await takeBack(run);
    throw error;
  } finally {
    await leave(run);
  }
}

async function walk(run: Run): Promise<RefreshEnd> {
  for (let at = 0; ;) {
    const [name, step] = steps[at]!;
    const next = await guarded(run, name, () => step(run));
    if (typeof next === 'object') return next;
    at = next === undefined ? at + 1 : steps.findIndex(([other]) => other === next);
    if (at >= steps.length) return endOf(run);
  }
}

/** A point of the fault table before and after everything. */
async function guarded<T>(run: Run, name: StepName, step: () => Promise<T>): Promise<T> {
  const { grant } = run.request;
  await run.at(`${name}.before`, grant.id);
  const result = await step();
  await run.at(`${name}.after`, grant.id);
  return result;
}

// ---- the steps --------------------------------------------------------------------------------------------------------

async function lease(run: Run): Promise<Next> {
  const { deps, request } = run;
  const { grant, seen } = request;
  const until = deps.clock.monotonic() + deps.config.timeouts.refreshWaitMs;
  for (;;) {
    run.lease = await takeLease(deps, grant.app_id, grant.id);
    if (run.lease) return undefined;
    // Nobody waits for this one, and each look would be a write that callers wait behind.
    if (request.cause === 'ahead') return failed('token_refresh_in_progress');
    if (deps.clock.monotonic() >= until || deps.shutdown.aborted) return failed('token_refresh_in_progress');
    await sleep(deps.config.refresh.lookEveryMs * (0.5 + chance()));
    const row = await deps.store.vault.read(grant.app_id, grant.id);
    if (!row) return failed('grant_revoked');
    if (row.generation !== seen.generation) return { kind: 'renewed', vault: row };
  }
}

async function look(run: Run): Promise<Next> {
  const { deps, request } = run;
  const { grant } = request;
  const row = await deps.store.vault.read(grant.app_id, grant.id);
  if (row) run.row = row;
  // Whoever owes them had the lease before us, and looks again before it appends them now.
  if (row) await appendOwed(run, row.owed);
  const next = planned(run, request, row);
  run.verdict = next.kind === 'over' || run.row.refresh.ended !== null ? null : stateOf(run);
  if (run.verdict) return 'settle';
  switch (next.kind) {
    case 'over':
      // Whoever wrote the intent is gone: that is on record even when nothing else can be done yet.
      if (row) await nameUnknown(run);
      return next.end;
    case 'finish': {
      run.verdict = { kind: 'ended', reason: next.reason, refused: null };
      return run.row.refresh.ended === null ? 'settle' : 'tell';
    }
    case 'ask':
      run.probe = next.probe;
      return undefined;
  }
}

async function name(run: Run): Promise<Next> {
  await nameUnknown(run);
  return undefined;
}

async function intend(run: Run): Promise<Next> {
  const { deps, request, row } = run;
  if (!run.lease?.enough) return withdraw(run);
  const now = deps.clock.now();
  const token = tokenOf(run, fieldsOf(run));
  const stands = run.row.refresh.intent?.id ?? null;
  run.intent = {
    id: run.calls === 0 ? newId() : (run.intent?.id ?? newId()),
    generation: row.generation,
    token_hash: sha256(token.reveal()),
    at: now,
    ...(run.probe ? { first_at: firstSent(row.refresh.intent, now) } : {}),
    probe: run.probe,
    unknown: false,
    process: run.process,
  };
  const forced_at = request.cause === 'refused' ? now : row.refresh.forced_at;
  const marks = { ...row.refresh, intent: run.intent, forced_at };
  const seen = { generation: row.generation, intent: stands };
  run.sent = false;
  const written = await deps.store.vault.mark(row.app_id, row.grant_id, seen, marks, null);
  if (!written) {
    run.intent = null;
    return 'look';
  }
  run.row = { ...row, refresh: marks };
  return undefined;
}

async function call(run: Run): Promise<Next> {
  const { deps, request, lease: held } = run;
  if (!held) throw new Error('a token is sent under a lease only');
  const fields = fieldsOf(run);
  const watch = watchOf(run, held);
  run.calls++;
  run.outcome = await run.refreshTokens(request, tokenOf(run, fields), fields, watch).finally(() => watch.close());
  if (!run.sent) {
    if (!held.enough) return withdraw(run);
    run.outcome = certainly(run.outcome);
  }
  const pause = pauseBefore(run.outcome, request, run.calls, chance(), deps.config);
  if (pause === null || !held.enough || deps.shutdown.aborted) return undefined;
  await sleep(pause);
  return held.enough ? 'intend' : undefined;
}

async function settle(run: Run): Promise<Next> {
  const { deps, request, row } = run;
  const now = deps.clock.now();
  run.verdict ??= judge(outcomeOf(run), intentOf(run), request, row, now, deps.config);
  const { verdict } = run;
  const marks = marksAfter(verdict, row.refresh, run.intent, now);
  const entry = recordOf(verdict, row.refresh, recorded(run, now));
  const owed = rowOf(run, verdict);
  if (verdict.kind === 'renewed') {
    if (!entry || !owed) throw new Error('a refresh that worked is on record');
    const saved = await saveTokens(run, verdict.tokens, { marks, record: entry, owed });
    if (saved.kind === 'ended') return saved.end;
    run.saved = saved.vault;
    run.owed = owed;
    return undefined;
  }
  const seen = { generation: row.generation, intent: row.refresh.intent?.id ?? null };
  const mark = () => deps.store.vault.mark(row.app_id, row.grant_id, seen, marks, entry, owed ?? undefined);
  if (await untilStored(deps, mark)) {
    run.row = { ...row, refresh: marks };
    run.owed = owed;
    return verdict.kind === 'withdrawn' ? failed('token_refresh_in_progress') : undefined;
  }
  // Somebody was quicker: whatever they have is newer than what this call was told.
  const winner = await untilStored(deps, () => deps.store.vault.read(row.app_id, row.grant_id));
  if (!winner) return failed('grant_revoked');
  return winner.generation === row.generation
    ? failed('token_refresh_in_progress')
    : { kind: 'renewed', vault: winner };
}

async function tell(run: Run): Promise<Next> {
  const { deps, request, verdict } = run;
  const { grant, provider } = request;
  if (verdict?.kind === 'ended') {
    const patch: GrantPatch = { status: 'needs_reauth', reason: verdict.reason, updated_at: deps.clock.now() };
    const { generation } = run.row;
    // Null: told already, by somebody who met the same; or the person has connected again.
    const from = ['active', 'error'] as const;
    await untilStored(deps, () => deps.store.grants.patch(grant.app_id, grant.id, from, patch, generation));
    return undefined;
  }
  if (verdict?.kind === 'unusable' || verdict?.kind === 'mended') {
    const updated_at = deps.clock.now();
    const [from, patch]: [GrantStatus, GrantPatch] =
      verdict.kind === 'mended'
        ? ['error', { status: 'active', reason: null, updated_at }]
        : ['active', { status: 'error', reason: verdict.reason, updated_at }];
    const { generation } = run.row;
    await untilStored(deps, () => deps.store.grants.patch(grant.app_id, grant.id, [from], patch, generation));
    return undefined;
  }
  if (verdict?.kind === 'later' && verdict.refused.class === 'configuration')
    await flagConfig(run, verdict.refused.error);
  if (verdict?.kind === 'renewed') {
    const config_id = provider.config.id;
    const row = rowFor(run, 'provider_config.accepted', { config_id });
    await unflagOnRecord(deps, { app_id: grant.app_id, config_id }, () => append(run, row));
  }
  return undefined;
}

async function record(run: Run): Promise<Next> {
  const { owed, lease: held } = run;
  if (!owed) return undefined;
  // Without the lease somebody else may have appended it.
  await (held?.enough ? append(run, owed) : appendOwed(run, [owed]));
  return undefined;
}

// ---- what the steps use -------------------------------------------------------------------------------------------------

function endOf({ verdict, saved, row }: Run): RefreshEnd {
  if (saved) return { kind: 'renewed', vault: saved };
  if (verdict?.kind === 'mended') return { kind: 'renewed', vault: row };
  if (verdict?.kind === 'ended' || verdict?.kind === 'unusable') return failed('credential_revoked');
  return failed(verdict?.kind === 'later' ? verdict.code : 'refresh_failed');
}

/** What is amiss with the row as it stands, or no more. Null: nothing that is to be told. */
function stateOf(run: Run): Verdict | null {
  const { deps, request, row } = run;
  try {
    fieldsOf(run);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    deps.log.error({ err: error, grant_id: row.grant_id }, 'the tokens of a grant cannot be opened');
    return unreadable(deps.config);
  }
  if (request.grant.status !== 'error' || request.cause === 'refused') return null;
  const { grant, provider } = request;
  const ended = freshness(grant, row, provider, deps.clock.now(), deps.config.refresh) === 'expired';
  return ended ? null : { kind: 'mended' };
}

/** However it ended, the lease is given back. */
async function leave(run: Run): Promise<void> {
  const { lease: held } = run;
  if (held) await guarded(run, 'release', () => held.release());
}

/** An intent that may have been written, and under which certainly nothing was sent, need not be feared by anybody. */
async function takeBack(run: Run): Promise<void> {
  const { deps, intent, row } = run;
  if (!intent || run.sent || run.verdict) return;
  const marks = marksAfter({ kind: 'withdrawn' }, row.refresh, intent, deps.clock.now());
  const seen = { generation: row.generation, intent: intent.id };
  await deps.store.vault.mark(row.app_id, row.grant_id, seen, marks, null).catch((err: unknown) => {
    deps.log.warn({ err, grant_id: row.grant_id }, 'the intent of a refresh could not be taken back');
  });
}

const firstSent = (stands: RefreshIntent | null, now: number): number => stands?.first_at ?? stands?.at ?? now;

const withdraw = (run: Run): Next => {
  run.verdict = { kind: 'withdrawn' };
  return run.intent === null ? failed('token_refresh_in_progress') : 'settle';
};

function planned(parts: MachineParts, request: RefreshRequest, row: HeldRow | null) {
  const { clock, config } = parts.deps;
  return plan({ ...request, row, now: clock.now(), config });
}

/** Once per config, however many grants meet it. */
async function flagConfig(run: Run, error: string): Promise<void> {
  const { deps, request } = run;
  const { config } = request.provider;
  const flag = { app_id: request.grant.app_id, config_id: config.id, error, since: deps.clock.now() };
  const row = rowFor(run, 'provider_config.refused', { config_id: config.id, error });
  if (await flagOnRecord(deps, flag, () => append(run, row)))
    deps.log.error({ ...flag, provider_id: config.providerId }, 'the provider refuses the configured client');
}

async function nameUnknown(run: Run): Promise<void> {
  const { deps, row } = run;
  const { intent } = row.refresh;
  if (!intent || intent.unknown || !run.lease) return;
  const marks = { ...row.refresh, intent: { ...intent, unknown: true } };
  const facts = { ...recorded(run, deps.clock.now()), id: intent.id, calls: 1, process: intent.process };
  const entry = { ...facts, outcome: 'unknown', class: 'indeterminate', error: 'no_outcome' } as const;
  const seen = { generation: row.generation, intent: intent.id };
  const { process } = intent;
  const told = { generation: row.generation, class: 'indeterminate', error: 'no_outcome', process };
  const owed = rowFor(run, 'grant.refresh_failed', told);
  if (!(await deps.store.vault.mark(row.app_id, row.grant_id, seen, marks, entry, owed))) return;
  run.row = { ...row, refresh: marks };
  await append(run, owed);
}

function tokenOf({ request }: Run, fields: Fields): Secret {
  const { grant, provider } = request;
  const token = fields[renewalOf(grant.flow_kind, provider).field];
  if (!token) throw new Error(`grant ${grant.id} has nothing to refresh with`);
  return token;
}

/** What was never written cannot be in doubt, whatever ended it. */
const certainly = (outcome: TokenOutcome): TokenOutcome =>
  outcome.kind === 'refused' && outcome.class === 'indeterminate'
    ? { ...outcome, class: 'transient', error: 'unreachable' }
    : outcome;

const fieldsOf = ({ deps, row }: Run): Fields => deps.vault.open(contextOf(row), row.sealed);

/** Lets the call go out only while the lease has time left, and cancels it only before that. */
function watchOf(run: Run, held: HeldLease) {
  const cancel = new AbortController();
  const onLost = (): void => {
    if (!run.sent) cancel.abort(held.lost.reason);
  };
  const watch = {
    signal: cancel.signal,
    beforeWrite(): void {
      held.assertTime();
      run.sent = true;
      void run.at('call.written', run.request.grant.id);
    },
    close: (): void => held.lost.removeEventListener('abort', onLost),
  };
  held.lost.addEventListener('abort', onLost);
  if (held.lost.aborted) onLost();
  return watch;
}

function outcomeOf({ outcome }: Run): TokenOutcome {
  if (!outcome) throw new Error('there is no outcome to judge');
  return outcome;
}

function intentOf({ intent }: Run): RefreshIntent {
  if (!intent) throw new Error('there is no intent to close');
  return intent;
}

const chance = (): number => random(1).readUInt8() / 255;
