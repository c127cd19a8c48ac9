/**
 * Glewlwyd, an OpenID Connect server written in C, for tests: an authorization server that shares no line with ours. From
 * Debian's archive, unpacked into a folder of the cache; nothing is installed, and no rights are needed.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { underLock } from '../bootstrap/lock.mjs';
import { cacheFolder } from '../bootstrap/toolchain.mjs';

/** What a test that needs it says when it is skipped. */
export const noGlewlwyd =
  'NO GLEWLWYD, SO NOTHING WAS SHOWN AGAINST AN INDEPENDENT SERVER: on Debian or Ubuntu be online and run `apt-get update`, ' +
  'or unpack its packages with `dpkg-deb -x` into a folder and name that in ALTER_TEST_GLEWLWYD.';

/** A folder that holds `usr/bin/glewlwyd` and what it needs. Null, and one loud line, where it cannot be had. */
export async function findGlewlwyd(env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const named = env['ALTER_TEST_GLEWLWYD'];
  if (named !== undefined && named !== '') {
    if (!isWhole(named)) throw new Error(`ALTER_TEST_GLEWLWYD is "${named}", where there is no usr/bin/glewlwyd.`);
    return named;
  }
  const folder = process.platform === 'linux' ? await debianGlewlwyd() : null;
  if (folder === null) console.error(noGlewlwyd);
  return folder;
}

const isWhole = (folder: string): boolean => existsSync(join(folder, 'usr/bin/glewlwyd'));

async function debianGlewlwyd(): Promise<string | null> {
  const home = join(cacheFolder(), `glewlwyd-debian-${process.arch}`);
  if (isWhole(home)) return home;
  mkdirSync(cacheFolder(), { recursive: true });
  return underLock(`${home}.lock`, () => {
    if (isWhole(home)) return home;
    const unfinished = mkdtempSync(`${home}-unfinished-`);
    try {
      const failed = unpack(unfinished);
      if (failed !== null) {
        console.error(`Glewlwyd cannot be had from Debian's archive: ${failed}`);
        return null;
      }
      rmSync(home, { recursive: true, force: true });
      // The folder gets its name when what is in it is whole.
      renameSync(unfinished, home);
      return home;
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  });
}

/** Null when it went well, else what was said. apt checks what it fetches against the archive's signature. */
function unpack(folder: string): string | null {
  const plan = run('apt-get', ['install', '--simulate', '--no-install-recommends', 'glewlwyd'], folder);
  if (plan.failed !== null) return plan.failed;
  const wanted = [...plan.said.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name).filter(isNeeded);
  if (!wanted.includes('glewlwyd'))
    return 'it is installed already; its own folder is `/`: name that in ALTER_TEST_GLEWLWYD';
  console.error(`Fetching glewlwyd and ${String(wanted.length - 1)} libraries from Debian's archive into the cache`);
  const fetched = run('apt-get', ['download', ...new Set([...wanted, ...scripts])], folder);
  if (fetched.failed !== null) return fetched.failed;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    const unpacked = run('dpkg-deb', ['-x', file, '.'], folder);
    if (unpacked.failed !== null) return unpacked.failed;
    rmSync(join(folder, file));
  }
  if (!isWhole(folder)) return 'the packages hold no usr/bin/glewlwyd';
  mendPages(folder);
  return null;
}

/** Its pages are full of links, some to where they would be installed, and it serves no file behind one: copies do. */
function mendPages(folder: string): void {
  const pages = join(folder, 'usr/share/glewlwyd/webapp');
  for (const entry of readdirSync(pages, { recursive: true, withFileTypes: true })) {
    const link = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink() || !existsSync(link)) continue;
    const target = realpathSync(link);
    rmSync(link);
    copyFileSync(target, link);
  }
  const [settings] = globSync(join(folder, 'etc/glewlwyd/config-*.json/config.json'));
  rmSync(join(pages, 'config.json'), { force: true });
  copyFileSync(settings ?? join(folder, 'usr/share/glewlwyd/templates/config.json'), join(pages, 'config.json'));
}

/** What its pages load, whether or not this system has it installed. */
const scripts = ['libjs-jquery', 'libjs-popper.js', 'libjs-bootstrap4'];

/** Of what it depends on, the program and its shared libraries: it runs on SQLite here. */
const isNeeded = (name: string): boolean => /^glewlwyd/.test(name) || /^lib(?!js-).*(?<!-perl)$/.test(name);

function run(command: string, args: readonly string[], cwd: string): { failed: string | null; said: string } {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  if (error) return { failed: error.message, said: '' };
  return { failed: status === 0 ? null : stderr.trim(), said: stdout };
}
