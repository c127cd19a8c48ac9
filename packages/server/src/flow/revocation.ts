/**
 * Revocation (`mechanisms.md` §6): here first, at once, everywhere, with the ciphertext destroyed; then at the provider,
 * from a durable queue with retry.
 */
import type { RevocationState } from '@alter/protocol';
import { auditRow } from '../audit/record.ts';
import { recordEnd } from '../grants/record-end.ts';
import { providerOf } from '../grants/provider-of.ts';
import { payBeforeEnd } from '../grants/refresh/owed.ts';
import { isBound } from '../grants/refresh/plan.ts';
import { revocationRow } from '../grants/revocation-row.ts';
import { revokeToken } from '../oauth/revoke.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { Deps } from '../state.ts';
import type { AuditRow, GrantRow, HeldRow, OutboxRow, Sealed, TokenOrigin } from '../stores/store.ts';
import type { SealContext } from '../vault/seal.ts';
import type { Secret } from '../vault/secret.ts';

const pollMs = 5_000;
const batchSize = 20;
const holdMs = 90_000;
const firstRetryMs = 5_000;
const longestRetryMs = 3_600_000;
/** How long the answer to a revocation waits for the provider's. */
const patienceMs = 2_500;
/** A refresh takes the place of what was read once, rarely twice. */
const maxPlans = 6;

export interface Revocations {
  /** Tells the provider now. Resolves with what became of it, or after a short patience with `queued`. */
  tell(outboxId: string): Promise<RevocationState>;
  start(): void;
  stop(): Promise<void>;
}

interface RevokeRequest {
  /** Who: `key:<id>` or `user:<id>`. */
  by: string;
  reason: string | null;
  facts: Partial<AuditRow> & { app_id: string; request_id: string };
}

/**
 * Ends a grant. Null when it was revoked already and that is on record, or is gone. Tokens that a refresh puts in meanwhile
 * are those that the provider has to be told, so the plan is made again.
 */
export async function revokeEverywhere(
  deps: Deps,
  revocations: Revocations,
  grant: GrantRow,
  request: RevokeRequest,
): Promise<GrantRow | null> {
  const { plan, revoked } = await endHere(deps, grant, request);
  if (!revoked) return endedBefore(deps, grant);
  await recordEnd(deps, revoked);
  if (!plan.outbox) return revoked;
  return { ...revoked, revocation: await revocations.tell(plan.outbox.id) };
}

/** Whoever ended it may have got no answer, because its row could not be written. */
async function endedBefore(deps: Deps, { app_id, id }: GrantRow): Promise<GrantRow | null> {
  const ended = await deps.store.grants.find(app_id, id);
  if (!ended?.unrecorded) return null;
  await recordEnd(deps, ended);
  return ended;
}

async function endHere(
  deps: Deps,
  grant: GrantRow,
  request: RevokeRequest,
): Promise<{ plan: Plan; revoked: GrantRow | null }> {
  for (let attempt = 1; ; attempt++) {
    const at = deps.clock.now();
    const held = deps.store.vault.read(grant.app_id, grant.id);
    await payBeforeEnd(deps, grant, held);
    const plan = await planRevocation(deps, grant, at, held);
    const record = revokedRow(deps, grant, request, plan.state);
    const end = { at, reason: request.reason, by: request.by, revocation: plan.state, record };
    // The last attempt ends it whatever it finds: no refresh keeps a grant alive.
    const generation = attempt < maxPlans ? await generationOf(held) : undefined;
    const revoked = await deps.store.grants.revoke(grant.app_id, grant.id, end, plan.outbox, generation);
    if (revoked !== 'moved') return { plan, revoked };
  }
}

/** What stands there now must be what was read, or an audit row that a refresh owes would go with it. Undefined: nothing was read. */
const generationOf = (held: Promise<HeldRow | null>): Promise<number | undefined> =>
  held.then(
    (row) => row?.generation,
    () => undefined,
  );

const revokedRow = (deps: Deps, grant: GrantRow, request: RevokeRequest, revocation: RevocationState): AuditRow =>
  auditRow(deps, 'grant.revoked', {
    ...request.facts,
    grant_id: grant.id,
    provider_id: grant.provider_id,
    principal: grant.principal,
    reason: request.reason,
    detail: { by: request.by, revocation },
  });

interface Plan {
  state: RevocationState;
  outbox: OutboxRow | null;
}

/** Whether the provider is to be told, and with which tokens; they are sealed into the queue row. */
async function planRevocation(
  deps: Deps,
  grant: GrantRow,
  at: number,
  holding: Promise<HeldRow | null>,
): Promise<Plan> {
  const provider = await giverOf(deps, grant);
  if (!provider) return { state: 'not_called', outbox: null };
  if (!provider.endpoints.revoke) return { state: 'no_endpoint', outbox: null };
  const held = await holding;
  if (!held || (await wouldEndOthers(deps, grant, provider))) return { state: 'not_called', outbox: null };
  const tokens = opened(deps, { appId: grant.app_id, objectId: grant.id, generation: held.generation }, held.sealed);
  if (!tokens) return { state: 'not_called', outbox: null };
  return { state: 'queued', outbox: revocationRow(deps, grant, tokens, at) };
}

/** Null when the key is lost or the row damaged: what cannot be opened can still be ended here. */
function opened(deps: Deps, context: SealContext, sealed: Sealed): Record<string, Secret> | null {
  try {
    return deps.vault.open(context, sealed);
  } catch (cause) {
    deps.log.error({ err: cause }, 'tokens of a revoked grant cannot be opened, so the provider is not told');
    return null;
  }
}

/**
 * An endpoint that ends everything of a client and account is called only when no other live grant shares them, in any
 * app; without a known account nobody can say, so it is not called.
 */
async function wouldEndOthers(deps: Deps, source: TokenSource, provider: ResolvedProvider): Promise<boolean> {
  if (provider.endpoints.revoke?.scope !== 'client_user') return false;
  const { issuer, client_id, account_key } = source;
  return account_key === null || deps.store.grants.shared({ issuer, client_id, account_key }, source.id);
}

/** The grant that tokens are of, or what is known of those that no grant came of. */
type TokenSource = Pick<GrantRow, 'id' | 'app_id'> & TokenOrigin;

const sourceOf = async (deps: Deps, { app_id, grant_id, origin }: OutboxRow): Promise<TokenSource | null> =>
  origin ? { ...origin, app_id, id: grant_id } : deps.store.grants.find(app_id, grant_id);

/** Tokens go back only to the server and client that gave them, wherever an operator has moved the config since. */
async function giverOf(deps: Deps, source: TokenSource): Promise<ResolvedProvider | null> {
  const provider = await providerOf(deps, source);
  return provider && isBound(source, provider) ? provider : null;
}

/** The queue's worker. Any number of processes may run one: a claim holds a row for one of them. */
export function createRevocations(deps: Deps): Revocations {
  const running = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | null = null;

  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    void work.catch(() => undefined).finally(() => running.delete(work));
    return work;
  };
  const work = async () => {
    try {
      const rows = await deps.store.outbox.claim(deps.clock.now(), batchSize, holdMs);
      // At once, and each for itself: one slow or broken provider must not hold up the others.
      for (const { reason } of (await Promise.allSettled(rows.map((row) => tellProvider(deps, row)))).filter(rejected))
        deps.log.warn({ err: reason }, 'a provider could not be told of a revocation; it stays queued');
    } catch (cause) {
      deps.log.warn({ err: cause }, 'the revocation queue could not be worked');
    }
  };
  return {
    async tell(outboxId) {
      const telling = track(
        deps.store.outbox
          .claimOne(outboxId, deps.clock.now(), holdMs)
          .then((row) => (row ? tellProvider(deps, row) : ('queued' as const)))
          .catch((cause: unknown) => {
            deps.log.warn({ err: cause }, 'a provider could not be told of a revocation; it stays queued');
            return 'queued' as const;
          }),
      );
      return Promise.race([telling, after(patienceMs)]);
    },
    start() {
      timer ??= setInterval(() => void track(work()), pollMs).unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await Promise.allSettled(running);
    },
  };
}

const rejected = (one: PromiseSettledResult<unknown>): one is PromiseRejectedResult => one.status === 'rejected';

const after = (ms: number): Promise<'queued'> =>
  new Promise((resolve) => setTimeout(() => resolve('queued'), ms).unref());

async function tellProvider(deps: Deps, row: OutboxRow): Promise<RevocationState> {
  const source = await sourceOf(deps, row);
  const provider = source && (await giverOf(deps, source));
  if (!source || !provider?.endpoints.revoke) return settle(deps, row, 'not_called', null);
  // Asked again before every try: a connection made meanwhile must not be ended.
  if (await wouldEndOthers(deps, source, provider)) return settle(deps, row, 'not_called', null);
  if (row.expires_at <= deps.clock.now()) return settle(deps, row, 'failed', 'gave up after 24 hours');
  const fields = opened(deps, { appId: row.app_id, objectId: row.id, generation: 0 }, row.sealed);
  if (!fields) return settle(deps, row, 'failed', 'the queued tokens cannot be opened');
  const outcome = await revokeToken({
    provider,
    fields,
    fetch: deps.egress.fetch,
    signal: AbortSignal.any([deps.shutdown, AbortSignal.timeout(deps.config.timeouts.tokenCallMs)]),
  });
  if (outcome.kind === 'confirmed') return settle(deps, row, 'confirmed', null);
  if (!outcome.retry) return settle(deps, row, 'failed', outcome.error);
  const wait = Math.min(firstRetryMs * 2 ** row.attempts, longestRetryMs);
  await deps.store.outbox.postpone(row.id, deps.clock.now() + wait);
  return 'queued';
}

async function settle(
  deps: Deps,
  row: OutboxRow,
  state: RevocationState,
  error: string | null,
): Promise<RevocationState> {
  await deps.store.outbox.settle(row, state);
  const told = state === 'confirmed';
  if (told || state === 'failed') {
    await deps.store.audit.append([
      auditRow(deps, told ? 'revocation.told' : 'revocation.failed', {
        app_id: row.app_id,
        request_id: row.id,
        ...(row.origin ? { provider_id: row.origin.provider_id } : { grant_id: row.grant_id }),
        detail: { attempts: row.attempts + 1, ...(error ? { error } : {}) },
      }),
    ]);
  }
  return state;
}
