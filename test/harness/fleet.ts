/** Several built servers, each a process of its own, on one store behind a balancer: one service, as in production. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Store } from '@alter/server';
import { openDesk, type Desk } from '@alter/server/operator';
import { inRoot } from '../../tools/root.ts';
import { appId, declarationOf, makeKey, otherAppId, secretsOf, startProviders } from './apps.ts';
import type { DeclaredApp, GivenProviders, Providers } from './apps.ts';
import { startRoundRobin, type RoundRobin } from './round-robin.ts';
import { storedInMongodb } from './stored-mongodb.ts';
import type { Stored } from './stored.ts';

export interface FleetOptions extends DeclaredApp {
  /** Connection string of the database that all members share. */
  storeUrl: string;
  /** Members to begin with; four unless said otherwise. */
  size?: number;
  /** Custom providers by id; each gets its own authorization server. */
  providers?: GivenProviders;
  /** Environment of every member beside what the harness sets. */
  env?: Readonly<Record<string, string>>;
}

/** One process of the built server. */
export interface Member {
  /** Its own address, past the balancer. */
  readonly url: string;
  readonly pid: number;
  /** Every line of its log so far. */
  readonly logs: readonly string[];
  /** Its exit code once it is gone, however it went; 137 after SIGKILL. */
  readonly ended: Promise<number | null>;
  /** SIGKILL, as a power cut; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code when it has drained. */
  stop(): Promise<number | null>;
}

export interface Fleet {
  /** The balancer's address, which is the public one of all members. */
  vault: string;
  balancer: RoundRobin;
  members: readonly Member[];
  providers: Providers;
  /** Of the first app, and the id that revokes it. */
  key: string;
  keyId: string;
  /** Of the other app. */
  otherKey: string;
  /** What an operator's tool works with beside the servers, on their settings and their store. */
  desk: Desk;
  /** The desk's. */
  store: Store;
  /** The same store, past the service. */
  stored: Stored;
  /** A call with the app's key, to whichever member is next. */
  post(path: string, body: unknown, key?: string): Promise<Response>;
  /** While `act` runs, every request through the balancer goes to this member. */
  on<T>(place: number, act: () => Promise<T>): Promise<T>;
  /** Starts a new process in the place of one that was killed or stopped. */
  replace(place: number): Promise<Member>;
  /** Ends every process, and removes the database. */
  close(): Promise<void>;
}

/** Far beyond what any client waits: an answer that has not come by then does not come, and the test ends. */
const answerMs = 60_000;

export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { storeUrl, size = 4, providers: given = { meadow: { name: 'Meadow' } } } = options;
  const balancer = await startRoundRobin();
  const vault = `http://localhost:${balancer.port}`;
  const folder = mkdtempSync(join(tmpdir(), 'alter-fleet-'));
  const providers = await startProviders(given, vault);
  Object.assign(process.env, secretsOf(given));
  const configFile = join(folder, 'alter.config.json');
  writeFileSync(configFile, JSON.stringify(declarationOf(given, providers, options)));
  const env = {
    PATH: process.env['PATH'],
    ALTER_MODE: 'development',
    ALTER_PORT: '0',
    ALTER_PUBLIC_URL: vault,
    ALTER_DATA_DIR: folder,
    ALTER_CONFIG: configFile,
    ALTER_STORE_URL: storeUrl,
    ALTER_ENCRYPTION_KEYS: `tests:${randomBytes(32).toString('base64')}`,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_DRAIN_MS: '2000',
    ALTER_LOG_LEVEL: 'debug',
    ...secretsOf(given),
    ...options.env,
  };
  // All at once: that several begin on an empty database is part of it.
  const members = await Promise.all(Array.from({ length: size }, () => startMember(env, folder)));
  balancer.targets.push(...members.map(({ url }) => new URL(url)));
  const desk = await openDesk({ env, cwd: folder, warn: () => undefined });
  const store = await desk.store();
  const { id: keyId, key } = await makeKey(store, appId);
  const { key: otherKey } = await makeKey(store, otherAppId);
  const stored = await storedInMongodb(storeUrl, [folder]);
  return {
    vault,
    balancer,
    members,
    providers,
    key,
    keyId,
    otherKey,
    desk,
    store,
    stored,
    post: (path, body, by = key) =>
      fetch(vault + path, {
        method: 'POST',
        headers: { 'x-api-key': by, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerMs),
      }),
    async on(place, act) {
      balancer.pin(place);
      try {
        return await act();
      } finally {
        balancer.pin(null);
      }
    },
    async replace(place) {
      const member = await startMember(env, folder);
      members[place] = member;
      balancer.targets[place] = new URL(member.url);
      return member;
    },
    async close() {
      await balancer.close();
      await Promise.all(members.map((member) => member.kill()));
      for (const provider of Object.values(providers)) await provider.close();
      await desk.close();
      await stored.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The program goes when its input ends, however we end. */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
pid=$!
echo "pid $pid"
{ read -r _ <&3; kill -9 $pid; } 2>/dev/null &
wait $pid
`;

/** @throws with its log when it does not come up */
export async function startMember(env: NodeJS.ProcessEnv, cwd: string): Promise<Member> {
  const program = [process.execPath, inRoot('packages/server/dist/alter.js')];
  const child = spawn('sh', ['-c', guard, 'sh', ...program], {
    env,
    cwd,
    stdio: 'pipe',
    // Of its own group: a signal to all of ours must not end the guard before it has ended the program.
    detached: true,
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const logs: string[] = [];
  const { pid, url } = await listening(child, logs);
  return {
    url,
    pid,
    logs,
    ended: exited.then(([code]) => code),
    async kill() {
      child.stdin.end();
      await exited;
    },
    async stop() {
      if (child.exitCode === null) process.kill(pid, 'SIGTERM');
      const [code] = await exited;
      child.stdin.end();
      return code;
    },
  };
}

/** What it says when it is ready; its log goes on into `logs`. */
function listening(child: ChildProcess, logs: string[]): Promise<{ pid: number; url: string }> {
  return new Promise((resolve, reject) => {
    let pid = 0;
    const keep = (line: string): void => {
      const started = /^pid (\d+)$/.exec(line);
      if (started) {
        pid = Number(started[1]);
        return;
      }
      logs.push(line);
      const said = /"url":"([^"]+)".*"msg":"listening"/.exec(line);
      if (said) resolve({ pid, url: said[1]! });
    };
    for (const stream of [child.stdout!, child.stderr!]) createInterface(stream).on('line', keep);
    child.once('exit', (code) => {
      reject(new Error(`a member ended with ${String(code)} before it listened:\n${logs.join('\n')}`));
    });
  });
}
