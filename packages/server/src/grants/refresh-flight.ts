/** One refresh per grant at a time: asks the provider, judges the answer, saves before anybody may use it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { auditRow } from '../audit/record.ts';
import { never, Refusal } from '../lib/assert.ts';
import { random } from '../lib/random.ts';
import type { TokenOutcome, TokenSet } from '../oauth/oauth.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import type { GrantPatch, GrantRow, VaultRow } from '../stores/store.ts';
import type { Secret } from '../vault/secret.ts';
import type { OpenDeps } from './open.ts';
import { revocationRow } from './revocation-row.ts';

type Fields = Readonly<Record<string, Secret>>;

/** The token endpoint's part, from `oauth/`. @param fields what the vault holds; the outcome's are what it is to hold next */
export type RefreshTokens = (provider: ResolvedProvider, refreshToken: Secret, fields: Fields) => Promise<TokenOutcome>;

export type RefreshResult =
  /** Also when somebody else was first. */
  | { kind: 'renewed'; vault: VaultRow }
  | {
      kind: 'failed';
      code: 'grant_revoked' | 'credential_revoked' | 'refresh_failed' | 'provider_configuration_unavailable';
    };

export interface Refresher {
  /** Joins the refresh that is under way, or begins one. @param seen generation whose token is not good enough */
  begin(grant: GrantRow, provider: ResolvedProvider, seen: number, requestId: string): Promise<RefreshResult>;
  settled(): Promise<void>;
}

interface Flight {
  grant: GrantRow;
  provider: ResolvedProvider;
  requestId: string;
}

/** `mechanisms.md` §2.6. */
const tries = 3;
const firstPauseMs = 200;
const cooldownMs = 30_000;
const longestSavePauseMs = 5_000;

const failed = (code: (RefreshResult & { kind: 'failed' })['code']): RefreshResult => ({ kind: 'failed', code });

export function createRefresher(deps: OpenDeps, refreshTokens: RefreshTokens): Refresher {
  const flights = new Map<string, Promise<RefreshResult>>();
  /** Monotonic times until which a grant's provider is left in peace. */
  const cooling = new Map<string, number>();

  const read = (grant: GrantRow): Promise<VaultRow | null> => deps.store.vault.read(grant.app_id, grant.id);
  const contextOf = (vault: VaultRow) => ({
    appId: vault.app_id,
    objectId: vault.grant_id,
    generation: vault.generation,
  });

  async function run(flight: Flight, seen: number): Promise<RefreshResult> {
    const { grant, provider } = flight;
    const vault = await read(grant);
    if (!vault) return failed('grant_revoked');
    if (vault.generation !== seen) return { kind: 'renewed', vault };
    if ((cooling.get(grant.id) ?? 0) > deps.clock.monotonic()) return failed('refresh_failed');
    const fields = deps.vault.open(contextOf(vault), vault.sealed);
    const token = fields['refresh_token'];
    if (!token) return giveUp(flight, vault, 'no_refresh_token');
    // A grant stays with the client that it was issued to, and its tokens with the server that gave them.
    const same = provider.config.clientId === grant.client_id && provider.issuer === grant.issuer;
    if (!same) return failed('provider_configuration_unavailable');
    const outcome = await ask(provider, token, fields);
    return outcome.kind === 'ok' ? save(flight, vault, outcome.tokens) : judge(flight, vault, outcome);
  }

  async function ask(provider: ResolvedProvider, token: Secret, fields: Fields): Promise<TokenOutcome> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await refreshTokens(provider, token, fields);
      if (outcome.kind === 'ok' || attempt === tries || !mayRepeat(outcome, provider)) return outcome;
      await sleep(firstPauseMs * 2 ** (attempt - 1) * (0.5 + random(1).readUInt8() / 255));
    }
  }

  async function judge(
    flight: Flight,
    vault: VaultRow,
    outcome: TokenOutcome & { kind: 'refused' },
  ): Promise<RefreshResult> {
    const { grant } = flight;
    switch (outcome.class) {
      case 'permanent': {
        const now = await read(grant);
        if (!now) return failed('grant_revoked');
        return now.generation === vault.generation
          ? giveUp(flight, vault, outcome.error)
          : { kind: 'renewed', vault: now };
      }
      case 'configuration':
        deps.log.error({ grant_id: grant.id, error: outcome.error }, 'the provider refuses the configured client');
        return failed('provider_configuration_unavailable');
      case 'transient':
      case 'indeterminate':
        cooling.set(grant.id, deps.clock.monotonic() + Math.max(cooldownMs, (outcome.retryAfter ?? 0) * 1000));
        deps.log.warn({ grant_id: grant.id, error: outcome.error, status: outcome.status }, 'a refresh failed for now');
        return failed('refresh_failed');
      default:
        return never(outcome.class);
    }
  }

  /** The person has to connect again. */
  async function giveUp(flight: Flight, vault: VaultRow, reason: string): Promise<RefreshResult> {
    const { grant } = flight;
    const patch: GrantPatch = { status: 'needs_reauth', reason, updated_at: deps.clock.now() };
    const changed = await deps.store.grants.patch(grant.app_id, grant.id, ['active'], patch);
    if (changed) await record(flight, 'grant.needs_reauth', { reason, generation: vault.generation });
    return failed('credential_revoked');
  }

  /** A rotated token exists only here until it is stored, so this is tried until it is, or somebody else was first. */
  async function save(flight: Flight, vault: VaultRow, tokens: TokenSet): Promise<RefreshResult> {
    const { grant } = flight;
    cooling.delete(grant.id);
    const now = deps.clock.now();
    const generation = vault.generation + 1;
    const sealed = deps.vault.seal({ ...contextOf(vault), generation }, tokens.fields);
    const renewed: VaultRow = { ...vault, generation, sealed, updated_at: now };
    const patch: GrantPatch = { token_expires_at: tokens.expiresAt, updated_at: now };
    if (tokens.scopes) patch.scopes = tokens.scopes;
    const row = await untilStored(() => deps.store.grants.renew(grant.app_id, grant.id, patch, renewed));
    if (row) {
      await record(flight, 'grant.refreshed', { generation });
      return { kind: 'renewed', vault: renewed };
    }
    const winner = await read(grant);
    if (winner && winner.generation !== vault.generation) return { kind: 'renewed', vault: winner };
    // Revoked meanwhile: what the provider just gave must not live on there.
    if (flight.provider.endpoints.revoke) await deps.store.outbox.add(revocationRow(deps, grant, tokens.fields, now));
    return failed('grant_revoked');
  }

  async function untilStored<T>(store: () => Promise<T>): Promise<T> {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestSavePauseMs)) {
      try {
        return await store();
      } catch (err) {
        if (deps.shutdown.aborted) throw err;
        deps.log.error({ err }, 'renewed tokens are not stored yet');
        await sleep(pause);
      }
    }
  }

  /** A change of a credential is on record before anybody uses it. */
  async function record(
    { grant, requestId }: Flight,
    event: 'grant.refreshed' | 'grant.needs_reauth',
    detail: Record<string, string | number>,
  ): Promise<void> {
    const facts = {
      app_id: grant.app_id,
      request_id: requestId,
      grant_id: grant.id,
      provider_id: grant.provider_id,
      principal: grant.principal,
      detail,
    };
    await deps.store.audit.append([auditRow(deps, event, facts)]).catch((cause: unknown) => {
      throw new Refusal('audit_unavailable', { sent: false }, { cause });
    });
  }

  return {
    begin(grant, provider, seen, requestId) {
      const running = flights.get(grant.id);
      if (running) return running;
      const flight = run({ grant, provider, requestId }, seen).finally(() => flights.delete(grant.id));
      flights.set(grant.id, flight);
      return flight;
    },
    async settled() {
      await Promise.allSettled(flights.values());
    },
  };
}

/** A token that works once, and whose fate is unknown, is not sent again in the same breath. */
function mayRepeat(outcome: TokenOutcome & { kind: 'refused' }, provider: ResolvedProvider): boolean {
  if (outcome.retryAfter !== null) return false;
  if (outcome.class === 'transient') return true;
  return outcome.class === 'indeterminate' && provider.entry.refresh.rotation !== 'single-use';
}
