import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { underLock } from '../bootstrap/lock.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alter-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('lets one at a time in and leaves nothing behind, after an error too', async () => {
  const lock = join(folder, 'lock');
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  const failing = underLock(lock, () => Promise.reject(new Error('broken')));
  await Promise.all([expect(failing).rejects.toThrow('broken'), underLock(lock, work), underLock(lock, work)]);
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

it('takes over the lock of a process that died', async () => {
  const lock = join(folder, 'lock');
  writeFileSync(lock, String(spawnSync(process.execPath, ['--version']).pid));
  await expect(underLock(lock, () => 'done')).resolves.toBe('done');
});
