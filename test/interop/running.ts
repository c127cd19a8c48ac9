/** A program that a test talks with: its output as it comes, and its end. */
import { spawn } from 'node:child_process';

export interface RunningProgram {
  /** The next text that matches, each place of the output used once. @throws when the program ends before */
  next(pattern: RegExp): Promise<string>;
  /** All of standard output. @throws with both streams when it failed */
  output(): Promise<string>;
}

export interface RunOptions {
  cwd: string;
  /** The whole environment beside PATH and HOME. */
  env: Readonly<Record<string, string>>;
}

/** Longest run, in milliseconds. */
const deadlineMs = 100_000;

export function runProgram(file: string, args: readonly string[], { cwd, env }: RunOptions): RunningProgram {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(file, args, {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
  });
  let output = '';
  let errors = '';
  let used = 0;
  let ended = false;
  let wake = Promise.withResolvers<unknown>();
  const changed = () => {
    wake.resolve(undefined);
    wake = Promise.withResolvers();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    changed();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const end = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      ended = true;
      if (code === 0) resolve(output);
      else reject(new Error(`${file} ${args.join(' ')} ended with ${String(code)}\n${output}\n${errors}`));
      changed();
    });
  });
  end.catch(() => undefined);
  return {
    async next(pattern) {
      for (;;) {
        const found = pattern.exec(output.slice(used));
        // Only what a line break follows has come whole.
        if (found && output.indexOf('\n', used + found.index) >= 0) {
          used += found.index + found[0].length;
          return found[0];
        }
        if (ended) throw new Error(`nothing more matches ${String(pattern)} in:\n${await end}`);
        await wake.promise;
      }
    },
    output: () => end,
  };
}
