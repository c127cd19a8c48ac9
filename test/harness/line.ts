/** The whole line on real parts, in this process: authorization server, vault on the embedded store, an app's key. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Writable } from 'node:stream';
import { createKey, createLog, declare, readConfig, start, systemClock, uuidV5, type Running } from '@alter/server';
import { startProvider, type ProviderSwitches, type TestProvider } from '../provider/provider.ts';
import { freePort } from './free-port.ts';

export const appId = '0a000000-0000-4000-8000-00000000000a';
export const otherAppId = '0b000000-0000-4000-8000-00000000000b';

export interface LineOptions {
  /** Custom providers by id; each gets its own authorization server. */
  providers?: Readonly<Record<string, ProviderSwitches>>;
  /** Provider configs of the app beside those: entries of the catalog. */
  catalog?: Readonly<Record<string, unknown>>;
  /** Environment of the vault beside what the harness sets. */
  env?: Readonly<Record<string, string>>;
  /** Fields of the app in the declarative file. */
  app?: Readonly<Record<string, unknown>>;
  /** The vault's; a test moves it to let time pass. */
  clock?: typeof systemClock;
  /** Host name of the vault's public URL: another site than the app's page when it is not `localhost`. */
  vaultHost?: string;
}

export interface Line {
  vault: string;
  key: string;
  /** Of another app on the same vault. */
  otherKey: string;
  running: Running;
  providers: Readonly<Record<string, TestProvider>>;
  /** Every log line so far. */
  logs: string[];
  dataDir: string;
  /** A signed-off call with the app's key. */
  post(path: string, body: unknown, key?: string): Promise<Response>;
  /** Everything the store has on disk, for greps. */
  diskBytes(): Buffer;
  /** What a query finds in the store's file, beside the running vault. */
  rows(query: string, ...values: (string | number)[]): Record<string, unknown>[];
  /** The store's file, for whoever wants to open it beside the vault. */
  readonly file: string;
  /** Stops the vault, lets a test change its file, and starts it again on the same address. */
  restart(change: (db: DatabaseSync) => void): Promise<void>;
  close(): Promise<void>;
}

export async function startLine(options: LineOptions = {}): Promise<Line> {
  const port = await freePort();
  const vault = `http://${options.vaultHost ?? 'localhost'}:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'alter-line-'));
  const given = options.providers ?? { meadow: { name: 'Meadow' } };
  const providers = await startProviders(given, vault);
  const declared = declare(
    {
      apps: {
        acme: {
          id: appId,
          name: 'Acme',
          ...options.app,
          providers: { ...configs(given, providers), ...options.catalog },
        },
        other: { id: otherAppId, name: 'Other', providers: configs(given, providers) },
      },
    },
    join(dataDir, 'alter.config.json'),
  );
  const env = {
    ALTER_MODE: 'development',
    ALTER_PORT: String(port),
    ALTER_PUBLIC_URL: vault,
    ALTER_DATA_DIR: dataDir,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_DRAIN_MS: '2000',
    ALTER_LOG_LEVEL: 'debug',
    ...options.env,
  };
  const logs: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logs.push(chunk.toString());
      done();
    },
  });
  const config = readConfig(env, dataDir);
  const { clock = systemClock } = options;
  const startVault = () => start({ config, declared, clock, log: createLog(config, sink) });
  const file = join(dataDir, 'alter.db');
  let running = await startVault();
  const key = await makeKey(running, appId);
  const otherKey = await makeKey(running, otherAppId);
  return {
    vault,
    key,
    otherKey,
    get running() {
      return running;
    },
    file,
    async restart(change) {
      await running.stop();
      const db = new DatabaseSync(file);
      change(db);
      db.close();
      running = await startVault();
    },
    providers,
    logs,
    dataDir,
    post: (path, body, by = key) =>
      fetch(vault + path, {
        method: 'POST',
        headers: { 'x-api-key': by, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    rows(query, ...values) {
      const db = new DatabaseSync(file, { readOnly: true });
      try {
        return db.prepare(query).all(...values);
      } finally {
        db.close();
      }
    },
    diskBytes: () => Buffer.concat(readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name)))),
    async close() {
      await running.stop();
      for (const provider of Object.values(providers)) await provider.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function startProviders(
  given: NonNullable<LineOptions['providers']>,
  vault: string,
): Promise<Record<string, TestProvider>> {
  const started: Record<string, TestProvider> = {};
  for (const [id, switches] of Object.entries(given)) {
    const redirect = [appId, otherAppId].map((app) => `${vault}/oauth/callback/${uuidV5(app, id)}`);
    const client = { client_id: `client-${id}`, client_secret: secretOf(id), redirect_uris: redirect };
    started[id] = await startProvider({
      ...switches,
      clients: [{ ...client, grant_types: ['authorization_code', 'refresh_token'] }],
    });
  }
  return started;
}

/** As long as a real one, and findable in a grep. */
export const secretOf = (id: string): string => `client-secret-of-${id}-0123456789abcdef`;

function configs(
  given: NonNullable<LineOptions['providers']>,
  providers: Record<string, TestProvider>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([id, switches]) => {
      process.env[`ALTER_TEST_SECRET_${id}`] = secretOf(id);
      const { issuer, host } = providers[id]!;
      return [
        id,
        {
          client_id: `client-${id}`,
          client_secret: { env: `ALTER_TEST_SECRET_${id}` },
          scopes: ['openid', 'email', 'profile', 'offline_access', 'read', 'write'],
          custom: {
            name: switches.name ?? id,
            issuer,
            hosts: [host],
            scope_words: { read: 'read your notes', write: 'write notes as you' },
          },
        },
      ];
    }),
  );
}

async function makeKey(running: Running, app: string): Promise<string> {
  const { key } = await createKey(
    running.deps.store,
    {
      appId: app,
      kind: 'rk',
      name: 'tests',
      scopes: ['connect:initiate', 'grants:read', 'grants:write', 'proxy:execute', 'audit:emit'],
      expiresAt: null,
      signedOnly: false,
      cidrAllowlist: [],
    },
    systemClock,
  );
  return key.reveal();
}
