import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { chooseNode } from './choose-node.mjs';

const pnpmVersion = '10.34.9';

/** Where fetched tools live, shared by every clone of one person. */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  // The XDG specification: a relative path is invalid and ignored.
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'alter');
}

/** @returns {{ executable: string, binFolder: string }} */
export function prepareNode() {
  const choice = chooseNode(process);
  if (choice.kind === 'none') throw new Error(choice.message);
  if (choice.kind === 'running') return { executable: process.execPath, binFolder: dirname(process.execPath) };
  const binFolder = join(fetchPackage(choice.name, choice.version, 'bin/node'), 'bin');
  return { executable: join(binFolder, 'node'), binFolder };
}

/** @returns {{ script: string, binFolder: string }} */
export function preparePnpm() {
  const folder = fetchPackage('pnpm', pnpmVersion, 'bin/pnpm.cjs');
  return { script: join(folder, 'bin', 'pnpm.cjs'), binFolder: join(dirname(folder), '.bin') };
}

/**
 * The folder of a registry package in the cache. A folder gets its name only when it is whole, so one left half-made by a
 * crash is never used; one that lost its `probe` file later is replaced.
 * @param {string} name
 * @param {string} version
 * @param {string} probe a file of the package that must be there
 */
export function fetchPackage(name, version, probe) {
  const home = join(cacheFolder(), `${name.replace('@', '').replace('/', '-')}-${version}`);
  const folder = join(home, 'node_modules', name);
  if (existsSync(join(folder, probe))) return folder;

  mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = mkdtempSync(join(cacheFolder(), '.unfinished-'));
  try {
    console.error(`Fetching ${name} ${version} into ${home}`);
    npmInstall(`${name}@${version}`, unfinished);
    if (!existsSync(join(unfinished, 'node_modules', name, probe)))
      throw new Error(`${name} ${version} has no ${probe}.`);
    putInPlace(unfinished, home, join(folder, probe));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} unfinished
 * @param {string} home
 * @param {string} probe
 */
function putInPlace(unfinished, home, probe) {
  try {
    rmSync(home, { recursive: true, force: true });
    renameSync(unfinished, home);
  } catch (error) {
    // Another process was quicker: its folder is as good as ours.
    if (!existsSync(probe)) throw error;
  }
}

/**
 * @param {string} spec
 * @param {string} prefix
 */
function npmInstall(spec, prefix) {
  const script = process.env['npm_execpath'] ?? '';
  const [file, first] = /npm-cli\.js$/.test(script) ? [process.execPath, [script]] : ['npm', []];
  const flags = ['--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const result = spawnSync(file, [...first, 'install', ...flags, spec], {
    // Not in the workspace: npm would read its package.json and .npmrc.
    cwd: prefix,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error) throw new Error(`npm could not be started (${result.error.message}). Install npm and try again.`);
  if (result.status !== 0) throw new Error(`npm could not install ${spec}:\n${result.stdout}${result.stderr}`);
}
