/** What starting costs: the built server alone, against an empty Node HTTP server started in the same run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../packages/server/dist/alter.js', import.meta.url));
const empty = `require('node:http').createServer((q, r) => r.end('ok')).listen(process.env.ALTER_PORT, '127.0.0.1')`;

export default async function start({ full }: { full: boolean }) {
  const rounds = full ? 25 : 9;
  const cold: number[] = [];
  const bare: number[] = [];
  const rss: number[] = [];
  const bareRss: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = await measure([bundle]);
    const baseline = await measure(['-e', empty]);
    cold.push(ours.ms);
    rss.push(ours.rss);
    bare.push(baseline.ms);
    bareRss.push(baseline.rss);
  }
  const rows: [string, number[], number[]][] = [
    ['ready after (ms)', cold, bare],
    ['idle memory (MB)', rss, bareRss],
  ];
  const table = rows.map(([name, values, base]) => {
    const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
    return `${name.padEnd(18)} median ${median(values).toFixed(0).padStart(4)}   range ${range.padEnd(9)}   empty Node server ${median(base).toFixed(0)}`;
  });
  return {
    figures: {
      cold_ms: median(cold),
      idle_rss_mb: median(rss),
      node_cold_ms: median(bare),
      node_rss_mb: median(bareRss),
    },
    table: [`${rounds} starts each, interleaved`, ...table].join('\n'),
  };
}

/** From spawn to the first answer; memory two seconds later. */
async function measure(args: string[]): Promise<{ ms: number; rss: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'alter-bench-start-'));
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    ALTER_MODE: 'development',
    ALTER_PORT: String(port),
    ALTER_DATA_DIR: dataDir,
  };
  const begun = performance.now();
  const child = spawn(process.execPath, args, { env, cwd: dataDir, stdio: 'ignore' });
  try {
    await answers(`http://127.0.0.1:${port}/healthz`, child);
    const ms = performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { ms, rss: residentMb(child) };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it answered`);
    const answered = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${url} did not answer`);
}

function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
