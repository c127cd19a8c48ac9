/** Processes that a bench starts, watches and ends. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { atExit } from './at-exit.ts';

export interface Running {
  pid: number;
  stop(): Promise<void>;
}

/** Starts a program and waits until `url` answers, whatever it answers. */
export async function startAndWait(
  command: string,
  args: readonly string[],
  url: string,
  options: SpawnOptions = {},
): Promise<Running> {
  // The log goes where a server's log goes to be thrown away: it is written all the same.
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  child.once(
    'exit',
    atExit(() => child.kill('SIGTERM')),
  );
  await answers(url, child);
  return { pid: child.pid ?? 0, stop: () => stop(child) };
}

/**
 * Starts a file of this folder as what it is without its types: the loader that strips them would stay in memory and be
 * counted. Its arguments are the last of `process.argv`.
 */
export function startProgram(name: string, args: readonly number[]): Promise<Running> {
  const file = new URL(name, import.meta.url);
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const url = `http://127.0.0.1:${args[0] ?? 0}/`;
  const all = ['--input-type=module', '-e', code, '--', ...args.map(String)];
  return startAndWait(process.execPath, all, url, { cwd: fileURLToPath(new URL('.', import.meta.url)) });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode} before it answered`);
    const answered = await fetch(url).then(
      async (answer) => (await answer.arrayBuffer(), true),
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${url} did not answer`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Peak resident memory in MB, since the start or the last {@link forgetPeak}. */
export const peakMb = (pid: number): number => memoryMb(pid, 'VmHWM');
export const residentMb = (pid: number): number => memoryMb(pid, 'VmRSS');

function memoryMb(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The kernel starts the peak anew from what is resident now: start-up is not what is measured. */
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');
