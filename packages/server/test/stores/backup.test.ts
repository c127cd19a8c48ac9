import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditEvent, grantRow, vaultRow } from '../../../../test/contracts/store/rows.ts';
import { chainStart, checkChain } from '../../src/audit/chain.ts';
import { auditFileOf } from '../../src/stores/embedded/connection.ts';
import { openStoreIn, ownFolder } from './open-in-folder.ts';

describe('embedded store: backup', () => {
  it('copies one moment of a store that goes on writing, for its owner only', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const [app_id, copy] = [randomUUID(), join(folder, 'copy.db')];
    const grant = grantRow({ app_id });
    await store.grants.create(grant, vaultRow(grant));
    for (let n = 0; n < 50; n++) await store.audit.append([auditEvent({ app_id })]);

    let writing = true;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) await store.audit.append([auditEvent({ app_id })]);
    });
    await store.backup(copy);
    writing = false;
    await Promise.all(writers);

    for (const file of [copy, auditFileOf(copy)]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
    const restored = await openStoreIn(folder, { file: copy });
    const rows = await restored.audit.chain(app_id, 'embedded', 0, 100_000);
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(checkChain(rows, { sequence: 0, hash: chainStart(app_id, 'embedded') }).kind).toBe('whole');
    expect(await restored.grants.find(app_id, grant.id)).toEqual(grant);
    expect((await restored.vault.read(app_id, grant.id))?.generation).toBe(1);
  });

  it('refuses a file that exists and leaves it as it was', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const taken = join(folder, 'taken');
    writeFileSync(taken, 'mine');
    await expect(store.backup(taken)).rejects.toThrow(/exist/);
    expect(readFileSync(taken, 'utf8')).toBe('mine');
  });

  it('leaves no half of a copy when the audit of another is in its place', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const copy = join(folder, 'copy.db');
    writeFileSync(auditFileOf(copy), 'another');
    await expect(store.backup(copy)).rejects.toThrow(/exist/);
    expect(existsSync(copy)).toBe(false);
    expect(readFileSync(auditFileOf(copy), 'utf8')).toBe('another');
  });

  it('leaves no file where it could not copy', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const nowhere = join(folder, 'no such folder', 'copy.db');
    await expect(store.backup(nowhere)).rejects.toThrow();
    expect(existsSync(nowhere)).toBe(false);
  });
});
