/** Where no mongod can be had: said once and loudly, skipped, never passed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findMongod, noMongod, noProgram } from '../mongod/find-mongod.ts';
import { filesOf, suites } from '../suites/suites.ts';
import { nothing } from '../suites/tally.ts';
import { runVitest } from '../suites/vitest-suite.ts';

const suite = (name: string) => suites.find((each) => each.name === name)!;
let folder: string;
/** Nothing on the PATH, nothing in the cache, and no Python to fetch one with. */
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alter-no-mongod-'));
  env = { PATH: folder, XDG_CACHE_HOME: folder, ALTER_TEST_MONGODB_URL: '', MONGOMS_SYSTEM_BINARY: '' };
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The registry's mongod and its cache are those of our own environment. */
function withoutAny(): { said: () => string[] } {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  return { said: () => [...error.mock.calls, ...log.mock.calls].flat().map(String) };
}

it('says in one line what to do', async () => {
  const { said } = withoutAny();
  expect(await findMongod()).toBeNull();
  expect(said().filter((line) => line === noMongod)).toHaveLength(1);
  expect(noMongod).toContain('put mongod 6.0 or newer on the PATH');
});

it('a suite that needs one counts each of its files as skipped, and runs none', async () => {
  const { said } = withoutAny();
  const files = filesOf(suite('faults')).length;
  expect(files).toBeGreaterThan(0);
  expect(await runVitest(suite('faults'), [])).toEqual({ ...nothing, skipped: files });
  expect(said().filter((line) => line.startsWith('skipped: '))).toEqual([
    `skipped: all ${String(files)} files of faults: there is no MongoDB, see above`,
  ]);
});

it('a suite on both stores runs on the embedded one, and its files on MongoDB are skipped', async () => {
  withoutAny();
  const tally = await runVitest(suite('e2e'), ['test/e2e/mix-up']);
  expect(tally.failed).toBe(0);
  expect(tally.passed).toBeGreaterThan(5);
  expect(tally.skipped).toBe(1);
});

it("the store's contract is skipped, with the reason", async () => {
  withoutAny();
  expect(await runVitest(suite('contract'), ['mongodb.test'])).toEqual({ ...nothing, skipped: 1 });
});

it('a server that runs already is not killed: what needs a program of its own is skipped, and never failed', async () => {
  const { said } = withoutAny();
  vi.stubEnv('ALTER_TEST_MONGODB_URL', 'mongodb://127.0.0.1:1/?replicaSet=theirs');
  const files = filesOf(suite('faults')).length;
  expect(await runVitest(suite('faults'), [])).toEqual({ ...nothing, skipped: files });
  expect(said()).toContain(noProgram);
  const tally = await runVitest(suite('unit'), ['stores/mongodb/background-builds']);
  expect(tally).toEqual({ ...nothing, skipped: tally.skipped });
  expect(tally.skipped).toBeGreaterThan(3);
});
