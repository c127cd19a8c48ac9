import { spawn, type ChildProcess } from 'node:child_process';
import { forwardSignals } from './bootstrap/foreground.mjs';
import { root } from './root.ts';

export interface Outcome {
  /** Exit code; -1 when it was ended by a signal, by the deadline too. */
  code: number;
  /** What it printed, both streams in order; empty when it was shown instead. */
  output: string;
  timedOut: boolean;
}

export interface ProgramOptions {
  /** `show` prints as it comes, `keep` collects. */
  output: 'show' | 'keep';
  env?: Record<string, string>;
  /** Milliseconds; then SIGTERM, and SIGKILL ten seconds later. */
  deadlineMs?: number;
}

const killAfterMs = 10_000;

/** Runs one program in the clone, without input, and waits for it; our own SIGINT and SIGTERM are handed on to it. */
export async function program(file: string, args: readonly string[], options: ProgramOptions): Promise<Outcome> {
  const stdio =
    options.output === 'show' ? (['ignore', 'inherit', 'inherit'] as const) : (['ignore', 'pipe', 'pipe'] as const);
  const child: ChildProcess = spawn(file, args, {
    cwd: root,
    stdio: [...stdio],
    env: { ...process.env, ...options.env },
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const stopForwarding = forwardSignals(child);
  const deadline = enforceDeadline(child, options.deadlineMs);
  try {
    const code = await ended(child);
    return { code, output: Buffer.concat(chunks).toString('utf8'), timedOut: deadline.passed() };
  } finally {
    deadline.cancel();
    const signal = stopForwarding();
    // Who asked the child to stop asked us: nothing may follow it.
    if (signal !== null) process.kill(process.pid, signal);
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? -1);
    });
  });
}

function enforceDeadline(child: ChildProcess, deadlineMs: number | undefined): { passed(): boolean; cancel(): void } {
  if (deadlineMs === undefined) return { passed: () => false, cancel: () => undefined };
  let passed = false;
  let kill: NodeJS.Timeout | undefined;
  const terminate = setTimeout(() => {
    passed = true;
    child.kill('SIGTERM');
    kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  }, deadlineMs);
  const cancel = (): void => {
    clearTimeout(terminate);
    clearTimeout(kill);
  };
  return { passed: () => passed, cancel };
}
