/** The whole line on real parts, in this process: authorization server, vault on either store, an app's key. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, declare, readConfig, start, systemClock, type Running } from '@alter/server';
import { inject } from 'vitest';
import { appId, declarationOf, makeKey, otherAppId, secretsOf, startProviders } from './apps.ts';
import type { DeclaredApp, GivenProviders, Providers } from './apps.ts';
import { freePort } from './free-port.ts';
import type { SharedMongod } from './shared-mongod.ts';
import { storedInFile } from './stored-embedded.ts';
import { storedInMongodb } from './stored-mongodb.ts';
import type { Stored } from './stored.ts';
import { sinkOf } from './log-sink.ts';

export { appId, otherAppId, secretOf } from './apps.ts';

export interface LineOptions extends DeclaredApp {
  /** Custom providers by id; each gets its own authorization server. */
  providers?: GivenProviders;
  /** Environment of the vault beside what the harness sets. */
  env?: Readonly<Record<string, string>>;
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
  providers: Providers;
  /** Every log line so far. */
  logs: string[];
  /** What the vault has stored, on whichever store this run of the tests is. */
  stored: Stored;
  rows: Stored['rows'];
  /** A signed-off call with the app's key. */
  post(path: string, body: unknown, key?: string): Promise<Response>;
  /** Stops the vault, lets a test change what is stored, and starts it again on the same address. */
  restart(change?: (stored: Stored) => Promise<void>): Promise<void>;
  /** A second service on the same store, as another process would be; it stops with the first. @returns its address */
  startBeside(): Promise<string>;
  close(): Promise<void>;
}

export async function startLine(options: LineOptions = {}): Promise<Line> {
  const port = await freePort();
  const vault = `http://${options.vaultHost ?? 'localhost'}:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'alter-line-'));
  const given = options.providers ?? { meadow: { name: 'Meadow' } };
  const providers = await startProviders(given, vault);
  Object.assign(process.env, secretsOf(given));
  const declared = declare(declarationOf(given, providers, options), join(dataDir, 'alter.config.json'));
  const stored = await storedFor(dataDir);
  const env = {
    ALTER_MODE: 'development',
    ALTER_PORT: String(port),
    ALTER_PUBLIC_URL: vault,
    ALTER_DATA_DIR: dataDir,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_DRAIN_MS: '2000',
    ALTER_LOG_LEVEL: 'debug',
    ...stored.env,
    ...options.env,
  };
  const logs: string[] = [];
  const config = readConfig(env, dataDir);
  const { clock = systemClock } = options;
  const startVault = () => start({ config, declared, clock, log: createLog(config, sinkOf(logs)) });
  let running = await startVault();
  const beside: Running[] = [];
  const { key } = await makeKey(running.deps.store, appId);
  const { key: otherKey } = await makeKey(running.deps.store, otherAppId);
  return {
    vault,
    key,
    otherKey,
    get running() {
      return running;
    },
    stored,
    rows: stored.rows,
    async restart(change) {
      await running.stop();
      await change?.(stored);
      running = await startVault();
    },
    providers,
    logs,
    post: (path, body, by = key) =>
      fetch(vault + path, {
        method: 'POST',
        headers: { 'x-api-key': by, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async startBeside() {
      const second = await start({
        config: { ...config, port: 0 },
        declared,
        clock,
        log: createLog(config, sinkOf(logs)),
      });
      beside.push(second);
      return second.url;
    },
    async close() {
      await Promise.all([running, ...beside].map((one) => one.stop()));
      for (const provider of Object.values(providers)) await provider.close();
      await stored.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What this run of the tests is on. Outside the suites that run on MongoDB nothing is provided: then it is the embedded store. */
export async function storedFor(dataDir: string): Promise<Stored> {
  if ((inject('store') as string | undefined) !== 'mongodb') return storedInFile(dataDir);
  const { url, folder }: SharedMongod = inject('sharedMongod');
  const own = url.replace('placeholder', `alter-${randomUUID()}`);
  return storedInMongodb(own, folder === null ? [dataDir] : [dataDir, folder]);
}
