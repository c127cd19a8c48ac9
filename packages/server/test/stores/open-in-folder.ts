import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { openEmbedded, type EmbeddedOptions, type EmbeddedStore } from '../../src/stores/index.ts';

/** A folder that goes with the test. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'alter-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store that is closed with the test. */
export async function openStoreIn(folder: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedStore> {
  const store = await openEmbedded({ file: fileIn(folder), ...options });
  onTestFinished(() => store.close());
  return store;
}

export const fileIn = (folder: string): string => join(folder, 'alter.db');

const fixture = (name: string): string => join(import.meta.dirname, 'fixtures', name);

/** Runs a fixture to its end; resolves with what it printed. */
export async function runFixture(name: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [fixture(name), ...args])).stdout;
}

/** The same in a process that cannot write a file beyond `kilobytes`: what a full disk is to a program. */
export async function runFixtureInSpace(kilobytes: number, name: string, ...args: string[]): Promise<string> {
  const script = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`;
  return (await promisify(execFile)('bash', ['-c', script, 'bash', process.execPath, fixture(name), ...args])).stdout;
}

/** Starts a fixture that does not end by itself. */
export function startFixture(name: string, ...args: string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [fixture(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
