import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { underLock } from './lock.mjs';

/**
 * Installs what the lockfile names, unless that is what stands there. Silent unless it fails.
 * @param {string} root
 * @param {string} node
 * @param {string} pnpm its script
 */
export async function installWorkspace(root, node, pnpm) {
  if (isInstalled(root)) return;
  await underLock(lockFile(root), () => {
    if (isInstalled(root)) return;
    console.error('Installing dependencies');
    const flags = ['--frozen-lockfile', '--config.confirmModulesPurge=false'];
    const result = spawnSync(node, [pnpm, 'install', ...flags], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.error) throw result.error;
    if (result.status !== 0) throw new Error(`pnpm install failed:\n${result.stdout}${result.stderr}`);
    writeFileSync(stampFile(root), fingerprint(root));
  });
}

/** @param {string} root */
function isInstalled(root) {
  if (!existsSync(join(root, 'node_modules', '.modules.yaml')) || !existsSync(stampFile(root))) return false;
  return readFileSync(stampFile(root), 'utf8') === fingerprint(root);
}

/** Contents, not times: a checkout gives old files new times. @param {string} root */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.installed-lockfile');

/** Outside node_modules, which pnpm may remove as a whole. @param {string} root */
const lockFile = (root) =>
  join(tmpdir(), `alter-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
