import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { chooseNode } from './choose-node.mjs';
import { underLock } from './lock.mjs';

const pnpmVersion = '10.34.9';

/** Where fetched tools live, shared by every clone of one person. */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  // The XDG specification: a relative path is invalid and ignored.
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'alter');
}

/** @returns {Promise<{ executable: string, binFolder: string }>} */
export async function prepareNode() {
  const choice = chooseNode(process);
  if (choice.kind === 'none') throw new Error(choice.message);
  if (choice.kind === 'running') return { executable: process.execPath, binFolder: dirname(process.execPath) };
  const binFolder = join(await fetchPackage(choice.name, choice.version, 'bin/node'), 'bin');
  return { executable: join(binFolder, 'node'), binFolder };
}

/** @returns {Promise<{ script: string, binFolder: string }>} */
export async function preparePnpm() {
  const folder = await fetchPackage('pnpm', pnpmVersion, 'bin/pnpm.cjs');
  return { script: join(folder, 'bin', 'pnpm.cjs'), binFolder: join(dirname(folder), '.bin') };
}

/**
 * The folder of a registry package in the cache. A folder gets its name only when it is whole, so one left half-made by a
 * crash is never used; one that lost its `probe` file later is replaced.
 * @param {string} name
 * @param {string} version
 * @param {string} probe a file of the package that must be there
 * @returns {Promise<string>}
 */
export async function fetchPackage(name, version, probe) {
  const label = `${name.replace('@', '').replace('/', '-')}-${version}`;
  const home = join(cacheFolder(), label);
  const folder = join(home, 'node_modules', name);
  const isWhole = () => existsSync(join(folder, probe));
  if (isWhole()) return folder;
  await underLock(join(cacheFolder(), `${label}.lock`), () => {
    if (isWhole()) return;
    console.error(`Fetching ${name} ${version} into ${home}`);
    const unfinished = freshFolder(`.unfinished-${label}-`);
    npmInstall(`${name}@${version}`, unfinished);
    rmSync(home, { recursive: true, force: true });
    renameSync(unfinished, home);
    if (!isWhole()) throw new Error(`${name} ${version} has no ${probe}.`);
  });
  return folder;
}

/** An empty folder in the cache; what a broken-off attempt left under the same name goes. @param {string} prefix */
function freshFolder(prefix) {
  for (const left of readdirSync(cacheFolder())) {
    if (left.startsWith(prefix)) rmSync(join(cacheFolder(), left), { recursive: true, force: true });
  }
  const folder = join(cacheFolder(), `${prefix}${process.pid}`);
  mkdirSync(folder);
  return folder;
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
