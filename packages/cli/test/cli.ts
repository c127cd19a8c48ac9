/** Runs the program in a folder of its own: as a child process, or in this one where only its words are looked at. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../src/index.ts';

export const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Folder {
  path: string;
  file(name: string, text: string): string;
  alter(args: readonly string[], more?: { input?: string; env?: Record<string, string> }): Promise<Ran>;
  /** In this process: for what ends before anything is opened. */
  words(args: readonly string[]): Promise<Ran>;
  /** Runs with `--json` and parses. */
  json<T>(args: readonly string[]): Promise<T>;
  remove(): void;
}

export function makeFolder(config: object): Folder {
  const path = mkdtempSync(join(tmpdir(), 'alter-cli-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(path, name), text, { mode: 0o600 });
    return join(path, name);
  };
  file('alter.config.json', JSON.stringify(config));
  const alter: Folder['alter'] = (args, { input = '', env = {} } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, ...args], {
        cwd: path,
        env: { PATH: process.env['PATH'], ALTER_MODE: 'development', ...env },
      });
      const ran: Ran = { code: null, stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.stdout += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.stderr += text));
      child.on('error', reject).on('close', (code) => resolve({ ...ran, code }));
      child.stdin.end(input);
    });
  return {
    path,
    file,
    alter,
    async words(args) {
      const ran: Ran = { code: null, stdout: '', stderr: '' };
      const code = await run(args, {
        print: (line) => (ran.stdout += `${line}\n`),
        note: (line) => (ran.stderr += `${line}\n`),
        readInput: async () => '',
        env: { ALTER_MODE: 'development' },
        cwd: path,
      });
      return { ...ran, code };
    },
    async json<T>(args: readonly string[]) {
      const ran = await alter([...args, '--json']);
      if (ran.code !== 0) throw new Error(`alter ${args.join(' ')} ended with ${String(ran.code)}: ${ran.stderr}`);
      return JSON.parse(ran.stdout) as T;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
