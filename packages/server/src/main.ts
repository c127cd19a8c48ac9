/** The process: reads the settings, wires the parts, listens, and drains on SIGTERM. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync } from 'node:fs';
import { pino, type DestinationStream, type Logger } from 'pino';
import { createApp } from './app.ts';
import { createAppDirectory } from './apps/directory.ts';
import { readDeclared, type Declared } from './apps/file.ts';
import { loggedError } from './audit/logged-error.ts';
import { createGate } from './callers/gate.ts';
import { closeInTime } from './process/closing.ts';
import { ConfigMistakes, readConfig, type Config } from './config.ts';
import type { EgressOptions } from './egress/egress.ts';
import { createEgress } from './egress/send.ts';
import { createDevicePolling } from './flow/device-polling.ts';
import { createRequestStation } from './flow/request.ts';
import { createRevocations } from './flow/revocation.ts';
import { createWatchers } from './flow/watchers.ts';
import { faultAt } from './grants/refresh/faults.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import { createDrain } from './middleware/drain.ts';
import { answerUnreadable } from './middleware/unreadable.ts';
import { readFiles } from './pages/files.ts';
import type { Catalog } from './providers/catalog.ts';
import { createDirectory } from './providers/directory.ts';
import type { Deps } from './state.ts';
import { openStore } from './stores/index.ts';
import { soleSweep } from './stores/sole-sweep.ts';
import { sweepAll } from './process/sweep-all.ts';
import { keepObjectsYoung } from './process/young-objects.ts';
import { readKeyring } from './vault/key-source.ts';
import { createSealer } from './vault/seal.ts';

/** Expired rows are swept this often, by one of all processes; no read depends on it. */
const sweepMs = 60_000;
const sweepSpacingMs = 50_000;
/** What discovery at start may take; a server that does not answer is asked again this often. */
const discoveryMs = 10_000;
const rediscoverMs = 30_000;
/** The end of the drain, in which nothing is waited for but what has to be written; at most half of it, and never less. */
const closingMs = 5_000;
const leastClosingMs = 1_000;

export interface Running {
  /** Where it listens. */
  readonly url: string;
  readonly deps: Deps;
  /** Refuses new requests, lets those in flight finish, closes the store. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartOptions {
  config: Config;
  declared: Declared;
  log?: Logger;
  clock?: Clock;
  /** For tests: leads connections elsewhere, and other entries than the catalog's. */
  network?: Pick<EgressOptions, 'resolve' | 'dialer'>;
  catalog?: Catalog;
}

/** Starts the service. @throws ConfigMistakes, or the store's own error when it cannot be opened */
export async function start({
  config,
  declared,
  log = createLog(config),
  clock = systemClock,
  network = {},
  catalog,
}: StartOptions): Promise<Running> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const shutdown = new AbortController();
  const vault = createSealer(readKeyring(config, log));
  const store = await openStore(config, {
    log: { info: (words) => log.info(words), error: (words) => log.error(words) },
  });
  const egress = createEgress({ ...config, ...network });
  const providers = await createDirectory({
    files: declared.providers,
    store,
    vault,
    fetch: egress.fetch,
    signal: AbortSignal.any([shutdown.signal, AbortSignal.timeout(discoveryMs)]),
    onProblem: (words) => log.warn(words),
    ...(catalog ? { catalog } : {}),
  });
  const apps = createAppDirectory(declared.apps);
  const deps: Deps = { config, clock, log, store, vault, egress, apps, providers, shutdown: shutdown.signal };
  const gate = createGate(deps);
  const calls = createRequestStation(deps, faultAt(config.unsafeRefreshFault));
  const drain = createDrain();
  const watchers = createWatchers(deps);
  const polling = createDevicePolling(deps, watchers);
  const revocations = createRevocations(deps);
  const app = createApp(deps, { gate, calls, files: readFiles(), watchers, polling, revocations, drain });
  const server = createServer(app.callback());
  // Ours are longer than a balancer's usual 60 s, so that it never writes into a connection we just closed.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.requestTimeout = 0;
  server.on('clientError', answerUnreadable(log));
  await listen(server, config);
  revocations.start();
  calls.opener.recover().then(
    (met) => {
      if (met > 0) log.info({ refreshes: met }, 'met the refreshes that an earlier process had left open');
    },
    (cause: unknown) => {
      if (!shutdown.signal.aborted) log.warn({ err: cause }, 'open refreshes could not be met');
    },
  );
  const sweeper = setInterval(() => void sweep(deps), sweepMs).unref();
  const rediscoverer = setInterval(() => {
    const signal = AbortSignal.any([shutdown.signal, AbortSignal.timeout(discoveryMs)]);
    providers.rediscover(signal).then(
      (missing) => {
        if (missing === 0) clearInterval(rediscoverer);
      },
      (cause: unknown) => log.warn({ err: cause }, 'providers could not be discovered'),
    );
  }, rediscoverMs).unref();
  const url = `http://${urlHost(config.host)}:${(server.address() as AddressInfo).port}`;
  log.info(
    { url, public_url: config.publicUrl.origin, mode: config.mode, apps: declared.apps.map((one) => one.slug) },
    'listening',
  );

  await sayCallbacks(deps).catch((cause: unknown) =>
    log.warn({ err: cause }, 'the callback URLs cannot be listed yet'),
  );

  let stopping: Promise<void> | null = null;
  const stop = async () => {
    log.info({ drain_ms: config.drainMs }, 'draining');
    drain.begin();
    watchers.close();
    clearInterval(sweeper);
    clearInterval(rediscoverer);
    const began = clock.monotonic();
    const left = (): number => Math.max(leastClosingMs, config.drainMs - (clock.monotonic() - began));
    const reserved = Math.min(closingMs, config.drainMs / 2);
    const cut = setTimeout(() => {
      shutdown.abort();
      server.closeAllConnections();
    }, config.drainMs - reserved);
    await drained(server);
    const work = [
      { name: 'codes that are asked about', close: () => polling.close() },
      { name: 'revocations', close: () => revocations.stop() },
      { name: 'refreshes, last uses of grants', close: () => calls.close() },
      { name: 'last uses of keys', close: () => gate.close() },
    ];
    await closeInTime(work, left() - reserved / 2, log);
    clearTimeout(cut);
    const last = [
      { name: 'connections to providers', close: () => egress.close() },
      { name: 'store', close: () => store.close() },
    ];
    await closeInTime(last, left(), log);
    log.info('stopped');
  };
  return { url, deps, stop: () => (stopping ??= stop()) };
}

/** What an operator registers at each provider, and what was never run against the real one. */
async function sayCallbacks({ apps, providers, config, log }: Deps): Promise<void> {
  for (const app of apps.list()) {
    for (const provider of await providers.list(app.id)) {
      log.info(
        {
          app: app.slug,
          provider: provider.config.providerId,
          callback_url: `${config.publicUrl.origin}${provider.callbackPath}`,
          run_against_the_real_provider: provider.entry.verified,
        },
        'provider',
      );
    }
  }
}

async function listen(server: Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

const urlHost = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host);

/** Idle connections close at once; busy ones when their answer is done. */
function drained(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function sweep(deps: Deps): Promise<void> {
  const { leases } = deps.store;
  try {
    const all = { leases, sweep: (now: number) => sweepAll(deps, now) };
    const rows = await soleSweep(all, deps.clock.now(), sweepSpacingMs);
    if (rows) deps.log.debug({ rows }, 'swept');
  } catch (cause) {
    deps.log.warn({ err: cause }, 'expired rows could not be swept');
  }
}

export function createLog(config: Config, destination?: DestinationStream): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: loggedError },
    },
    destination,
  );
}

/** The command: `node dist/alter.js`. */
async function main(): Promise<void> {
  keepObjectsYoung();
  const config = readConfig();
  const declared = await readDeclared(config.configFile);
  const running = await start({ config, declared });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)));
  }
}

if (import.meta.main) {
  main().catch((cause: unknown) => {
    process.stderr.write(
      cause instanceof ConfigMistakes
        ? `${cause.message}\n`
        : `Alter could not start: ${String((cause as Error).stack ?? cause)}\n`,
    );
    process.exit(1);
  });
}
