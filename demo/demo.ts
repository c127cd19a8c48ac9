/** Starts the demo's four parts: sign-in provider with its API, vault, key, and the app's page. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createKey, openStore, sha256, systemClock, uuidV5 } from '@alter/server';
import { defaultKeyScopes } from '@alter/protocol';
import { startProvider } from '../test/provider/provider.ts';
import { createDemo } from './server.ts';

export interface DemoOptions {
  /** Holds the store, the development key and the app's API key. */
  dataDir: string;
  /** Connection string of a MongoDB; without it the store is a file in `dataDir`. */
  storeUrl?: string | null;
  /** Wanted ports; a busy one is replaced by a free one. */
  ports?: { vault: number; app: number; provider: number };
  /** Where the vault's log lines go. */
  log: 'inherit' | 'ignore';
}

export interface Demo {
  app: string;
  vault: string;
  provider: string;
  keyFile: string;
  stop(): Promise<void>;
}

const bundle = fileURLToPath(new URL('../packages/server/dist/alter.js', import.meta.url));
const appId = 'a17e2000-0000-4000-8000-00000000de30';
const providerId = 'meadow';

export async function startDemo({
  dataDir,
  storeUrl = null,
  ports = { vault: 4400, app: 4401, provider: 4402 },
  log,
}: DemoOptions): Promise<Demo> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const vault = `http://localhost:${await usable(ports.vault)}`;
  const clientSecret = 'local-demo-secret-worth-nothing-elsewhere';
  const provider = await startProvider({
    name: 'Meadow',
    port: await usable(ports.provider),
    suggestedLogin: 'demo',
    accessTtl: 300,
    clients: [
      {
        client_id: 'acme-reports',
        client_name: 'Acme Reports',
        client_secret: clientSecret,
        redirect_uris: [`${vault}/oauth/callback/${uuidV5(appId, providerId)}`],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
  });
  const keyFile = join(dataDir, 'api-key');
  const key = await apiKey({ dataDir, storeUrl }, keyFile);
  const server = await startVault(vault, { dataDir, storeUrl }, provider, clientSecret, log);
  const app = createDemo({ vault, key, api: provider.issuer, provider: providerId });
  app.listen(await usable(ports.app), '127.0.0.1');
  await once(app, 'listening');
  return {
    app: `http://localhost:${(app.address() as AddressInfo).port}`,
    vault,
    provider: provider.issuer,
    keyFile,
    async stop() {
      app.close();
      app.closeAllConnections();
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
      await provider.close();
    },
  };
}

interface Place {
  dataDir: string;
  storeUrl: string | null;
}

/**
 * Made at the first start and kept in a file that only its owner reads, so that the next start has it too. Another store does
 * not know it, and gets one of its own.
 */
async function apiKey(place: Place, file: string): Promise<string> {
  const store = await openStore(place);
  try {
    const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    if (kept !== '' && (await store.keys.findByHash(sha256(kept)))) return kept;
    const order = {
      appId,
      kind: 'rk',
      name: 'demo',
      scopes: defaultKeyScopes,
      expiresAt: null,
      signedOnly: false,
    } as const;
    const { key } = await createKey(store, { ...order, cidrAllowlist: [] }, systemClock);
    writeFileSync(file, `${key.reveal()}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
    return key.reveal();
  } finally {
    await store.close();
  }
}

async function startVault(
  vault: string,
  { dataDir, storeUrl }: Place,
  provider: { issuer: string; host: string },
  clientSecret: string,
  log: DemoOptions['log'],
): Promise<ChildProcess> {
  const declared = {
    apps: {
      demo: {
        id: appId,
        name: 'Acme Reports',
        providers: {
          [providerId]: {
            client_id: 'acme-reports',
            client_secret: { env: 'ALTER_DEMO_SECRET' },
            scopes: ['openid', 'email', 'profile', 'offline_access', 'read', 'write'],
            custom: {
              name: 'Meadow',
              issuer: provider.issuer,
              hosts: [provider.host],
              scope_words: { read: 'read your notes', write: 'write notes as you' },
            },
          },
        },
      },
    },
  };
  const file = join(dataDir, 'alter.config.json');
  writeFileSync(file, JSON.stringify(declared, null, 2));
  const env = {
    PATH: process.env['PATH'],
    ALTER_MODE: 'development',
    ALTER_PORT: new URL(vault).port,
    ALTER_DATA_DIR: dataDir,
    ALTER_CONFIG: file,
    ...(storeUrl === null ? {} : { ALTER_STORE_URL: storeUrl }),
    ALTER_DEMO_SECRET: clientSecret,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_LOG_LEVEL: 'warn',
    ALTER_DRAIN_MS: '3000',
  };
  const child = spawn(process.execPath, [bundle], {
    env,
    cwd: dataDir,
    stdio: ['ignore', log, 'inherit'],
    detached: true,
  });
  for (let attempt = 0; attempt < 400; attempt++) {
    if (child.exitCode !== null) throw new Error('the vault did not start: see above');
    if (
      await fetch(`${vault}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return child;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  child.kill('SIGKILL');
  throw new Error('the vault did not become ready in ten seconds');
}

/** The port itself when it is free, else another. */
async function usable(port: number): Promise<number> {
  for (const candidate of [port, 0]) {
    const probe = createServer();
    const found = await new Promise<number | null>((resolve) => {
      probe.once('error', () => resolve(null));
      probe.listen(candidate, '127.0.0.1', () => resolve((probe.address() as AddressInfo).port));
    });
    await new Promise((resolve) => probe.close(resolve));
    if (found !== null) return found;
  }
  throw new Error('there is no free port on 127.0.0.1');
}
