/** The built server with one app, one key, one provider on loopback and one grant, as a process of its own. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDeclared } from '../packages/server/src/apps/file.ts';
import { createKey } from '../packages/server/src/callers/api-keys.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { systemClock } from '../packages/server/src/lib/clock.ts';
import { newId } from '../packages/server/src/lib/random.ts';
import { openStore, type GrantRow, type VaultRow } from '../packages/server/src/stores/index.ts';
import { readKeyring } from '../packages/server/src/vault/key-source.ts';
import { createSealer, type Sealer } from '../packages/server/src/vault/seal.ts';
import { Secret } from '../packages/server/src/vault/secret.ts';
import { grantRow as storedGrant } from '../test/contracts/store/rows.ts';
import { temporaryFolder } from './at-exit.ts';
import { freePort, startAndWait, type Running } from './child.ts';

/** What a server is started with, and what is in its store: one app, one key, one provider on loopback, one grant. */
export interface Setting {
  key: string;
  appId: string;
  grantId: string;
  dataDir: string;
  /** Null: the embedded store in `dataDir`. */
  storeUrl: string | null;
  env: Record<string, string>;
  /** Of the provider, `127.0.0.1:<port>`. */
  host: string;
  anotherGrant: GrantMaker;
  remove(): void;
}

/** Rows of another grant like the first, with a token of its own. */
export type GrantMaker = () => { grant: GrantRow; vault: VaultRow };

export interface BuiltServer extends Running, Setting {
  url: string;
}

const silent = { info: () => undefined, warn: () => undefined };
const bundle = fileURLToPath(new URL('../packages/server/dist/alter.js', import.meta.url));

/** @param storeUrl connection string of an empty database; null: the embedded store */
export async function startServer(upstreamPort: number, storeUrl: string | null = null): Promise<BuiltServer> {
  const setting = await makeSetting(upstreamPort, storeUrl);
  const running = await serve(setting);
  return {
    ...setting,
    ...running,
    stop: async () => {
      await running.stop();
      setting.remove();
    },
  };
}

/** One process; any number of them may serve one setting. */
export async function serve({ env, dataDir }: Setting): Promise<Running & { url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const options = { env: { ...env, ALTER_PORT: String(port) }, cwd: dataDir };
  return { url, ...(await startAndWait(process.execPath, [bundle], `${url}/healthz`, options)) };
}

/** Makes the folder and the store's first rows, as connecting would have written them. */
export async function makeSetting(upstreamPort: number, storeUrl: string | null): Promise<Setting> {
  const { folder, remove } = temporaryFolder('alter-bench-');
  const host = `127.0.0.1:${upstreamPort}`;
  writeFileSync(join(folder, 'alter.config.json'), JSON.stringify(declaration(host)));
  const env = {
    ALTER_MODE: 'development',
    ALTER_DATA_DIR: folder,
    ALTER_CONFIG: join(folder, 'alter.config.json'),
    ALTER_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ...(storeUrl === null ? {} : { ALTER_STORE_URL: storeUrl }),
  };
  const prepared = await prepare(env, folder, host);
  return { ...prepared, env, storeUrl, host, dataDir: folder, remove };
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

async function prepare(
  env: Record<string, string>,
  dataDir: string,
  host: string,
): Promise<Pick<Setting, 'key' | 'appId' | 'grantId' | 'anotherGrant'>> {
  const anotherGrant = await grantMaker({ env, dataDir, host });
  const first = anotherGrant();
  const store = await openStore(readConfig(env, dataDir));
  const appId = first.grant.app_id;
  const order = { appId, kind: 'rk', name: 'bench', scopes: ['proxy:execute'], expiresAt: null } as const;
  const { key } = await createKey(store, { ...order, signedOnly: false, cidrAllowlist: [] }, systemClock);
  await store.grants.create(first.grant, first.vault);
  await store.close();
  return { key: key.reveal(), appId, grantId: first.grant.id, anotherGrant };
}

/** Out of what can be sent to a thread. */
export async function grantMaker({
  env,
  dataDir,
  host,
}: Pick<Setting, 'env' | 'dataDir' | 'host'>): Promise<GrantMaker> {
  const config = readConfig(env, dataDir);
  const { apps, providers } = await readDeclared(config.configFile);
  const [app, provider] = [apps[0], providers[0]];
  if (!app || !provider) throw new Error('the declaration has an app with a provider');
  const sealer = createSealer(readKeyring(config, silent));
  return () => {
    const grant = grantRow(app.id, provider.id, host);
    return { grant, vault: vaultRow(sealer, grant) };
  };
}

function vaultRow(vault: Sealer, { app_id, id, created_at }: GrantRow): VaultRow {
  const token = new Secret(newId().replaceAll('-', ''));
  const sealed = vault.seal({ appId: app_id, objectId: id, generation: 1 }, { access_token: token });
  return { app_id, grant_id: id, generation: 1, sealed, updated_at: created_at };
}

/** A token that does not end: a refresh would be measured too. */
function grantRow(appId: string, configId: string, host: string): GrantRow {
  const now = systemClock.now();
  return storedGrant({
    app_id: appId,
    principal: { type: 'system' },
    provider_id: 'local',
    flow_kind: 'authorization_code',
    config_id: configId,
    issuer: `http://${host}`,
    client_id: 'bench',
    hosts: [host],
    account_key: null,
    account_identifier: null,
    account_display_name: null,
    scopes: [],
    scope_mismatch: false,
    label: null,
    token_expires_at: null,
    refreshable: false,
    policy: null,
    created_at: now,
    updated_at: now,
  });
}
