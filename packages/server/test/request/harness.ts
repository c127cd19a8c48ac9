/** Station 5 as it is mounted: authentication, both routes, the embedded store, one provider on loopback. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa from 'koa';
import { pino } from 'pino';
import { routes } from '@alter/protocol';
import { auditRows } from '../../../../test/contracts/store/audit-rows.ts';
import { grantRow as storedGrant } from '../../../../test/contracts/store/rows.ts';
import { createAppDirectory } from '../../src/apps/directory.ts';
import { createKey, type NewKey } from '../../src/callers/api-keys.ts';
import { createGate } from '../../src/callers/gate.ts';
import { readConfig } from '../../src/config.ts';
import { createEgress } from '../../src/egress/send.ts';
import { createRequestStation } from '../../src/flow/request.ts';
import { newId } from '../../src/lib/random.ts';
import { authenticate } from '../../src/middleware/authenticate.ts';
import { problem } from '../../src/middleware/problem.ts';
import { requestId } from '../../src/middleware/request-id.ts';
import { securityHeaders } from '../../src/middleware/security-headers.ts';
import { customEntry, givenMetadata } from '../../src/providers/custom.ts';
import type { Provider, ProviderConfig } from '../../src/providers/provider.ts';
import { resolveProvider } from '../../src/providers/resolve.ts';
import type { Deps, RequestState } from '../../src/state.ts';
import { openStore, type AuditRow, type GrantRow, type Principal, type Store } from '../../src/stores/index.ts';
import { createKeyring } from '../../src/vault/keyring.ts';
import { createSealer } from '../../src/vault/seal.ts';
import { Secret } from '../../src/vault/secret.ts';
import { app, order, signed, sha256 } from '../callers/harness.ts';
import type { Upstream } from '../egress/upstream.ts';

export { signed, sha256 };

export const accessToken = 'at_0123456789-secret';
export const refreshToken = 'rt_0123456789-secret';

export interface HarnessOptions {
  /** Environment of the server, beside development on loopback. */
  env?: Record<string, string>;
  entry?: (entry: Provider) => Provider;
  /** Wraps the store, to make it fail. */
  store?: (store: Store) => Store;
  requireUser?: boolean;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  json: Record<string, unknown>;
  /** The connection ended before the answer did. */
  cut: boolean;
}

export async function startStation(upstream: Upstream, options: HarnessOptions = {}) {
  let provider = providerAt(upstream, options.entry);
  let seenRows = 0;
  const folder = mkdtempSync(join(tmpdir(), 'alter-request-'));
  const time = { now: 1_795_348_800_000 };
  const clock = { now: () => time.now, monotonic: () => performance.now() };
  const config = readConfig(
    { ALTER_MODE: 'development', ALTER_DATA_DIR: folder, ALTER_UNSAFE_ALLOW_LOOPBACK: 'true', ...options.env },
    folder,
  );
  const opened = await openStore({ dataDir: folder }, { clock });
  const store = options.store?.(opened) ?? opened;
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const apps = createAppDirectory([app('one', { requireUser: options.requireUser ?? false }), app('two')]);
  const vault = createSealer(createKeyring([{ id: 'k1', key: createSecretKey(randomBytes(32)) }]));
  const egress = createEgress(config);
  const providers: Deps['providers'] = {
    entries: () => [],
    entry: () => null,
    resolve: async () => provider,
    resolveConfig: async (_appId, configId) => (configId === provider.config.id ? provider : null),
    list: async () => [provider],
    nameOf: (_appId, id) => id,
  };
  const shutdown = new AbortController();
  const deps: Deps = { config, clock, log, store, vault, egress, apps, providers, shutdown: shutdown.signal };
  const gate = createGate(deps);
  const station = createRequestStation(deps);
  const router = new Router<RequestState>();
  const call = authenticate(deps, gate, {
    scope: 'proxy:execute',
    limit: config.limits.intentBody,
    claims: 'station',
    askAhead: station.askAhead,
  });
  router.post(routes.request, call, station.request);
  router.post(routes.proxy, call, station.proxy);
  const koa = new Koa<RequestState>();
  koa.use(requestId(deps)).use(securityHeaders).use(problem).use(router.routes());
  const crashes: unknown[] = [];
  koa.on('error', (error) => crashes.push(error));
  const server = createServer(koa.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  const { key } = await createKey(opened, { ...order, scopes: ['proxy:execute'] } satisfies NewKey, clock);

  const harness = {
    port,
    key: key.reveal(),
    store: opened,
    deps,
    time,
    logged,
    crashes,
    egress,
    shutdown,
    station,

    /** Another provider behind the same server; rows so far are forgotten. */
    async use(next: Upstream): Promise<void> {
      upstream = next;
      provider = providerAt(next, options.entry);
      seenRows += (await harness.rows()).length;
    },

    /** A grant with its ciphertext, as station 3 leaves it; an empty token is left out. */
    async grant(change: Partial<GrantRow> = {}, tokens: Record<string, string> = {}): Promise<GrantRow> {
      const row = grantRow(upstream, time.now, provider.config.id, change);
      const given = Object.entries({ access_token: accessToken, refresh_token: refreshToken, ...tokens });
      const kept = given.filter(([, value]) => value !== '').map(([name, value]) => [name, new Secret(value)]);
      const fields = Object.fromEntries(kept) as Record<string, Secret>;
      const sealed = vault.seal({ appId: row.app_id, objectId: row.id, generation: 1 }, fields);
      const made = await opened.grants.create(row, {
        app_id: row.app_id,
        grant_id: row.id,
        generation: 1,
        sealed,
        updated_at: row.created_at,
      });
      if (made !== 'created') throw new Error('the grant was not created');
      return row;
    },

    async user(reference: string): Promise<Principal> {
      const row = { id: newId(), app_id: 'app-one', reference, display_name: null };
      return { type: 'user', user_id: (await opened.users.upsert(row, time.now)).id };
    },

    /** Sends a JSON intent. */
    call(intent: Record<string, unknown>, send: SendOptions = {}): Promise<Answered> {
      return harness.send({ ...send, body: JSON.stringify(intent), type: 'application/json' });
    },

    send(options: SendOptions & { body?: string | Buffer; type?: string }): Promise<Answered> {
      return send(port, harness.key, options);
    },

    /** Rows of the app in writing order, without the key's own. */
    async rows(appId = 'app-one'): Promise<AuditRow[]> {
      const rows = await auditRows(opened, appId);
      return rows
        .map(({ row }) => row)
        .filter(({ event }) => !event.startsWith('key.'))
        .slice(appId === 'app-one' ? seenRows : 0);
    },

    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await station.close();
      await gate.close();
      await egress.close();
      await opened.close();
      rmSync(folder, { recursive: true });
    },
  };
  return harness;
}

export type Station = Awaited<ReturnType<typeof startStation>>;

export interface SendOptions {
  path?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Plain `node:http`: shows what a cut connection looks like, and follows nothing. */
function send(
  port: number,
  key: string,
  { path = '/request', headers = {}, signal, body, type }: SendOptions & { body?: string | Buffer; type?: string },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const all: Record<string, string> = { 'x-api-key': key, ...(type ? { 'content-type': type } : {}), ...headers };
    const req = httpRequest(
      { host: '127.0.0.1', port, method: 'POST', path, headers: all, signal, agent: false },
      (res) => {
        const chunks: Buffer[] = [];
        const done = (): void => {
          const whole = Buffer.concat(chunks);
          const { statusCode = 0, headers: given } = res;
          resolve({ status: statusCode, headers: given, body: whole, json: parsed(whole), cut: !res.complete });
        };
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', () => undefined).on('close', done);
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function providerAt(upstream: Upstream, change: HarnessOptions['entry'] = (entry) => entry) {
  const custom = {
    name: 'Local',
    issuer: null,
    endpoints: {
      authorize: `${upstream.origin}/oauth/authorize`,
      token: `${upstream.origin}/oauth/token`,
      revoke: `${upstream.origin}/oauth/revoke`,
      introspect: `${upstream.origin}/oauth/introspect`,
    },
    hosts: [upstream.host],
    scopeWords: {},
    settingsUrl: null,
  };
  const metadata = givenMetadata(custom);
  if (!metadata) throw new Error('the endpoints are given');
  const config: ProviderConfig = {
    id: '11111111-1111-4111-8111-00000000c0f1',
    appId: 'app-one',
    providerId: 'local',
    clientId: 'client-1',
    clientSecret: new Secret('client-secret-1'),
    scopes: ['read'],
    variables: {},
    generation: 1,
    source: 'file',
    flowKinds: null,
    ownEndpoints: true,
  };
  return resolveProvider(change(customEntry('local', custom, metadata)), config);
}

function grantRow(upstream: Upstream, now: number, configId: string, change: Partial<GrantRow>): GrantRow {
  return storedGrant({
    app_id: 'app-one',
    principal: { type: 'system' },
    provider_id: 'local',
    flow_kind: 'authorization_code',
    config_id: configId,
    issuer: upstream.origin,
    client_id: 'client-1',
    hosts: [upstream.host],
    account_identifier: 'a@example.test',
    account_display_name: null,
    scopes: ['read'],
    scope_mismatch: false,
    label: null,
    token_expires_at: now + 3_600_000,
    policy: null,
    created_at: now,
    updated_at: now,
    ...change,
  });
}
