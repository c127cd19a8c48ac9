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
  pid: number;
  /** What it logged last, for a message. */
  logTail(): string;
  /** Ends it as a power cut would. Its data stays until `stop`. */
  kill(): void;
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

/** Its input ends when we do, however we end: so nothing is left running, and no folder of 300 MB. */
const guard = `
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
pid=$!
echo $pid
read -r _ || :
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
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
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.unref();
  const pid = Number(line);
  return {
    address: `127.0.0.1:${port}`,
    pid,
    logTail: () => readFileSync(join(folder, 'log'), 'utf8').slice(-2000),
    kill: () => void process.kill(pid, 'SIGKILL'),
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
