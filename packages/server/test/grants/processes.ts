/**
 * Several processes that share a store, as far as a refresh can tell: each has an opener of its own, over the embedded store,
 * and all ask one real token endpoint, which answers what a test tells it. Times are scaled down.
 */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startScripted, type Asked, type Reply } from '../../../../test/provider/scripted-server.ts';
import { grantRow as storedGrant } from '../../../../test/contracts/store/rows.ts';
import { createAppDirectory } from '../../src/apps/directory.ts';
import { readConfig } from '../../src/config.ts';
import { createEgress } from '../../src/egress/send.ts';
import { createGrantOpener } from '../../src/flow/request/grant-opener.ts';
import { type CredentialOpener, type OpenOutcome } from '../../src/grants/open.ts';
import type { AtPoint } from '../../src/grants/refresh/faults.ts';
import type { Provider, ResolvedProvider } from '../../src/providers/provider.ts';
import type { Deps } from '../../src/state.ts';
import { openStore, type AuditRow, type GrantRow, type Store } from '../../src/stores/index.ts';
import { createKeyring } from '../../src/vault/keyring.ts';
import { createSealer, type Sealer } from '../../src/vault/seal.ts';
import { Secret } from '../../src/vault/secret.ts';
import { providerAt } from '../oauth/custom-provider.ts';

export const appId = 'app-one';
const configId = '11111111-1111-4111-8111-00000000c0f1';

/** A provider at `origin` whose refresh tokens work once. */
export function singleUseProvider(origin: string, change = (entry: Provider) => entry): ResolvedProvider {
  const base = providerAt(origin);
  const entry = change({ ...base.entry, refresh: { ...base.entry.refresh, rotation: 'single-use' } });
  return { ...base, entry, config: { ...base.config, id: configId, appId } };
}

/** Small enough for tests, in the proportions of the real ones. */
export const times = {
  ALTER_TIMEOUT_TOKEN_CALL_MS: '2000',
  ALTER_TIMEOUT_REFRESH_WAIT_MS: '4000',
  ALTER_REFRESH_LEASE_MS: '500',
  ALTER_REFRESH_LEASE_RENEW_MS: '120',
  ALTER_REFRESH_LEASE_MARGIN_MS: '100',
  ALTER_REFRESH_CLOCK_BOUND_MS: '1000',
  ALTER_REFRESH_RETRY_PAUSE_MS: '5',
  ALTER_REFRESH_LOOK_EVERY_MS: '10',
};
/** Longer than a token call and the clock bound: whoever sent a token then is dead or done. */
export const unsureMs = 3_001;
export const cooldownMs = 30_000;

export type TokenAnswer = (asked: Asked, n: number) => Reply | 'cut' | Promise<Reply | 'cut'>;

export const tokens = (name: string, over: Record<string, unknown> = {}): Reply => ({
  body: { access_token: `at_${name}`, token_type: 'bearer', expires_in: 3600, refresh_token: `rt_${name}`, ...over },
});
export const refusal = (status: number, error: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: { error },
});

export interface ProcessOptions {
  /** What stands at the points of the fault table. */
  at?: AtPoint;
  /** Wraps the store, to make it fail. */
  store?: (store: Store) => Store;
  /** With other encryption keys than the rest. */
  vault?: Sealer;
  env?: Record<string, string>;
}

export async function startProcesses(
  answer: TokenAnswer,
  change: (entry: Provider) => Provider = (entry) => entry,
  storeUrl: string | null = null,
) {
  let n = 0;
  const script = { answer };
  const server = await startScripted((asked) => script.answer(asked, ++n));
  const folder = mkdtempSync(join(tmpdir(), 'alter-refresh-'));
  const store = await openStore({ dataDir: folder, storeUrl });
  const time = { now: 1_795_348_800_000 };
  const clock = { now: () => time.now, monotonic: () => performance.now() };
  const key = randomBytes(32);
  const vault = createSealer(createKeyring([{ id: 'k1', key: createSecretKey(key) }]));
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const shutdown = new AbortController();
  const provider = singleUseProvider(server.origin, change);
  const openers: CredentialOpener[] = [];
  const egresses: Deps['egress'][] = [];

  const providers: Deps['providers'] = {
    entries: () => [],
    entry: () => null,
    resolve: async () => provider,
    resolveConfig: async (_app, id) => (id === configId ? provider : null),
    list: async () => [provider],
    nameOf: (_app, id) => id,
  };

  const configOf = (env: Record<string, string> = {}) =>
    readConfig({ ALTER_MODE: 'development', ALTER_UNSAFE_ALLOW_LOOPBACK: 'true', ...times, ...env }, folder);

  const all = {
    store,
    provider,
    time,
    clock,
    log,
    config: () => configOf(),
    logged,
    script,
    vault,
    folder,
    origin: server.origin,
    key,

    /** The token calls so far: which refresh token each sent. */
    sent: () => server.asked.map(({ body }) => new URLSearchParams(body).get('refresh_token')),

    process({ at, store: wrap, vault: own = vault, env }: ProcessOptions = {}): CredentialOpener {
      const config = configOf(env);
      const egress = createEgress(config);
      egresses.push(egress);
      const used = wrap?.(store) ?? store;
      const deps: Deps = {
        config,
        clock,
        log,
        store: used,
        vault: own,
        egress,
        providers,
        apps: createAppDirectory([]),
        shutdown: shutdown.signal,
      };
      const opener = createGrantOpener(deps, at);
      openers.push(opener);
      return opener;
    },

    /** A grant whose access token has ended, unless `over` says more. */
    async grant(over: Partial<GrantRow> = {}): Promise<GrantRow> {
      const grant = storedGrant({
        app_id: appId,
        flow_kind: 'authorization_code',
        config_id: configId,
        issuer: provider.issuer,
        client_id: provider.config.clientId,
        inject_field: 'access_token',
        status: 'active',
        refreshable: true,
        reason: null,
        created_at: time.now,
        updated_at: time.now,
        token_expires_at: time.now - 1,
        ...over,
      });
      const context = { appId, objectId: grant.id, generation: 1 };
      const fields = { access_token: new Secret('at_first'), refresh_token: new Secret('rt_first') };
      const sealed = vault.seal(context, fields);
      const row = { app_id: appId, grant_id: grant.id, generation: 1, sealed, updated_at: grant.updated_at };
      if ((await store.grants.create(grant, row)) !== 'created') throw new Error('the grant was not created');
      return grant;
    },

    open: (by: CredentialOpener, grant: GrantRow) => by.open(grant, provider, 'req_1'),
    refused401: (by: CredentialOpener, grant: GrantRow, generation = 1) =>
      by.renew(grant, provider, { token: new Secret('at_first'), secret: null, generation }, 'req_1'),

    now: (grant: GrantRow) => store.grants.find(appId, grant.id),
    row: (grant: GrantRow) => store.vault.read(appId, grant.id),
    history: (grant: GrantRow) => store.vault.history(appId, grant.id),

    /** What the app's audit says, in order. */
    async audit(): Promise<AuditRow[]> {
      const chains = await store.audit.chains(appId);
      const rows = await Promise.all(chains.map(({ writer }) => store.audit.chain(appId, writer, 0, 1000)));
      return rows.flat().map(({ row }) => row);
    },

    async close(): Promise<void> {
      shutdown.abort();
      await Promise.all(openers.map((opener) => Promise.race([opener.close(), passed(200)])));
      await Promise.all(egresses.map((egress) => egress.close()));
      await server.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  return all;
}

export type Processes = Awaited<ReturnType<typeof startProcesses>>;

export const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a caller got: the access token, or the code of the refusal. */
export const gotten = (outcome: OpenOutcome): string =>
  outcome.kind === 'opened' ? outcome.credential.token.reveal() : outcome.code;

/**
 * A process that is gone once it has come to `point`, as `kill -9` would have it: it goes no further, and its lease is
 * not prolonged. `resume` is for one that was only paused.
 */
export function diesAt(point: Parameters<AtPoint>[0]) {
  const gone = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<undefined>();
  let dead = false;
  const options: ProcessOptions = {
    at: (here) => {
      if (here !== point || dead) return undefined;
      dead = true;
      reached.resolve(undefined);
      return gone.promise;
    },
    store: (store) => ({
      ...store,
      leases: {
        ...store.leases,
        renew: (lease, ms) => (dead ? Promise.resolve(false) : store.leases.renew(lease, ms)),
      },
    }),
  };
  return { ...options, reached: reached.promise, resume: () => gone.resolve(undefined) };
}
