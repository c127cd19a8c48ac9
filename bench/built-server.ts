/** The built server with one app, one key, one provider on loopback and one grant, as a process of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclared } from '../packages/server/src/apps/file.ts';
import { createKey } from '../packages/server/src/callers/api-keys.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import { openStore, type GrantRow } from '../packages/server/src/stores/index.ts';
import { readKeyring } from '../packages/server/src/vault/key-source.ts';
import { createSealer } from '../packages/server/src/vault/seal.ts';
import { Secret } from '../packages/server/src/vault/secret.ts';
import { freePort, startAndWait, type Running } from './child.ts';

export interface BuiltServer extends Running {
  url: string;
  key: string;
  appId: string;
  grantId: string;
  dataDir: string;
}

const silent = { info: () => undefined, warn: () => undefined };
const bundle = fileURLToPath(new URL('../packages/server/dist/alter.js', import.meta.url));

export async function startServer(upstreamPort: number): Promise<BuiltServer> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-bench-'));
  const port = await freePort();
  writeFileSync(join(folder, 'alter.config.json'), JSON.stringify(declaration(`127.0.0.1:${upstreamPort}`)));
  const env = {
    ALTER_MODE: 'development',
    ALTER_PORT: String(port),
    ALTER_DATA_DIR: folder,
    ALTER_CONFIG: join(folder, 'alter.config.json'),
    ALTER_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
  };
  const prepared = await prepare(env, folder, `127.0.0.1:${upstreamPort}`);
  const url = `http://127.0.0.1:${port}`;
  const child = await startAndWait(process.execPath, [bundle], `${url}/healthz`, { env, cwd: folder });
  return {
    ...prepared,
    url,
    dataDir: folder,
    pid: child.pid,
    stop: async () => {
      await child.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const declaration = (host: string) => ({
  apps: {
    bench: {
      name: 'Bench',
      providers: {
        local: {
          client_id: 'bench',
          custom: {
            name: 'Local',
            endpoints: { authorize: `http://${host}/oauth/authorize`, token: `http://${host}/oauth/token` },
            hosts: [host],
          },
        },
      },
    },
  },
});

/** Writes into the store what connecting would have written. */
async function prepare(
  env: Record<string, string>,
  folder: string,
  host: string,
): Promise<Pick<BuiltServer, 'key' | 'appId' | 'grantId'>> {
  const config = readConfig(env, folder);
  const { apps, providers } = await readDeclared(config.configFile);
  const [app, provider] = [apps[0], providers[0]];
  if (!app || !provider) throw new Error('the declaration has an app with a provider');
  const vault = createSealer(readKeyring(config, silent));
  const store = await openStore(config);
  const order = { appId: app.id, kind: 'rk', name: 'bench', scopes: ['proxy:execute'], expiresAt: null } as const;
  const { key } = await createKey(store, { ...order, signedOnly: false, cidrAllowlist: [] }, systemClock);
  const grant = grantRow(app.id, provider.id, host);
  const sealed = vault.seal(
    { appId: app.id, objectId: grant.id, generation: 1 },
    { access_token: new Secret(randomBytes(24).toString('base64url')) },
  );
  const vaultRow = { app_id: app.id, grant_id: grant.id, generation: 1, sealed, updated_at: grant.created_at };
  await store.grants.create(grant, vaultRow);
  await store.close();
  return { key: key.reveal(), appId: app.id, grantId: grant.id };
}

function grantRow(appId: string, configId: string, host: string): GrantRow {
  const now = systemClock.now();
  return {
    id: newId(),
    app_id: appId,
    principal: { type: 'system' },
    provider_id: 'local',
    flow_kind: 'authorization_code',
    config_id: configId,
    issuer: `http://${host}`,
    client_id: 'bench',
    hosts: [host],
    variables: {},
    account_key: null,
    account_identifier: null,
    account_display_name: null,
    inject_field: 'access_token',
    scopes: [],
    scope_mismatch: false,
    label: null,
    status: 'active',
    reason: null,
    token_expires_at: null,
    refreshable: false,
    policy: null,
    grant_expires_at: null,
    created_at: now,
    updated_at: now,
    last_used_at: null,
    revoked_at: null,
    revoke_reason: null,
    revoked_by: null,
    revocation: null,
  };
}
