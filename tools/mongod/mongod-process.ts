/** One mongod on loopback, with a data folder that goes with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface MongodProcess {
  /** `127.0.0.1:<port>` */
  address: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** Everything it keeps on disk, its log too. */
  folder: string;
  /** What it logged last, for a message. */
  logTail(): string;
  /** Ends it as a power cut would. Its data stays until `stop`. */
  kill(): void;
  /** Lets it hang: connections stay open and nothing answers, until `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same data and port, which ends one that still runs. It answers a little later. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const flags = [
  '--bind_ip',
  '127.0.0.1',
  '--wiredTigerCacheSizeGB',
  '0.25',
  '--oplogSize',
  '128',
  '--setParameter',
  'diagnosticDataCollectionEnabled=false',
  // Tests have clocks of their own: what is over by the machine's is not over.
  '--setParameter',
  'ttlMonitorEnabled=false',
];

/**
 * Each line of its input starts the program, after ending the one before. The input ends when we do, however we end: so
 * nothing is left running, and no folder of 300 MB.
 */
const guard = `
folder=$1; shift
pid=
end() { [ -z "$pid" ] || { kill -9 $pid; wait $pid; } 2>/dev/null; }
while read -r _; do
  end
  "$@" >>"$folder/log" 2>&1 </dev/null &
  pid=$!
  echo $pid
done
end
rm -rf "$folder"
`;

/** @param extra further flags, e.g. `--replSet` */
export async function startMongodProcess(program: string, extra: readonly string[] = []): Promise<MongodProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-mongod-'));
  const port = await freePort();
  const command = [program, '--dbpath', folder, '--port', String(port), ...flags, ...extra];
  const child = spawn('sh', ['-c', guard, 'sh', folder, ...command], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Of its own group: a Ctrl-C at the terminal must not end the guard before it has cleaned up.
    detached: true,
  });
  const exited = once(child, 'exit');
  const started = createInterface(child.stdout);
  const start = async (): Promise<number> => {
    const line = once(started, 'line');
    child.stdin.write('start\n');
    const [pid] = (await line) as [string];
    return Number(pid);
  };
  let pid = await start();
  child.unref();
  return {
    address: `127.0.0.1:${port}`,
    get pid() {
      return pid;
    },
    folder,
    logTail: () => readFileSync(join(folder, 'log'), 'utf8').slice(-2000),
    kill: () => void process.kill(pid, 'SIGKILL'),
    pause: () => void process.kill(pid, 'SIGSTOP'),
    resume: () => void process.kill(pid, 'SIGCONT'),
    async restart() {
      pid = await start();
    },
    async stop() {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
