import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { ciphertext, grantRow, outboxRow, revocation, vaultRow } from '../../../../test/contracts/store/rows.ts';
import { fileIn, openStoreIn, ownFolder } from './open-in-folder.ts';

const text = (mark: string) => `${mark} `.repeat(40);
const stored = (mark: string): string => Buffer.from(text(mark)).toString('base64').slice(0, 60);

/** Which of the store's files hold the ciphertext. */
const holding = (folder: string, mark: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(stored(mark)));

describe('embedded store: destroyed ciphertext', () => {
  it('is in none of the files when revoke() resolves, nor is any generation before it', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant, { sealed: ciphertext({ access_token: text('first') }) }));
    const second = vaultRow(grant, { generation: 2, sealed: ciphertext({ access_token: text('second') }) });
    await store.grants.renew(grant.app_id, grant.id, {}, second);
    expect(holding(folder, 'first')).not.toEqual([]);
    expect(holding(folder, 'second')).not.toEqual([]);

    await store.grants.revoke(grant.app_id, grant.id, revocation, null);
    expect(holding(folder, 'first')).toEqual([]);
    expect(holding(folder, 'second')).toEqual([]);
  });

  it('is gone for each of many grants that end at once', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grants = Array.from({ length: 60 }, () => grantRow());
    const sealed = ciphertext({ access_token: text('many') });
    await Promise.all(grants.map((grant) => store.grants.create(grant, vaultRow(grant, { sealed }))));
    await Promise.all(grants.map(({ app_id, id }) => store.grants.revoke(app_id, id, revocation, null)));
    expect(holding(folder, 'many')).toEqual([]);
  });

  it('dies with the row of the queue that told the provider', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant));
    const row = outboxRow(grant, { sealed: ciphertext({ refresh_token: text('queued') }) });
    await store.grants.revoke(grant.app_id, grant.id, revocation, row);
    expect(holding(folder, 'queued')).not.toEqual([]);
    await store.outbox.settle(row, 'confirmed');
    expect(holding(folder, 'queued')).toEqual([]);
  });

  it('does not hold up a revocation while another process reads, and goes when that one is done', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant, { sealed: ciphertext({ access_token: text('late') }) }));
    const other = new DatabaseSync(fileIn(folder), { readOnly: true });
    other.exec('BEGIN; SELECT count(*) FROM grants');
    const revoked = await store.grants.revoke(grant.app_id, grant.id, revocation, null);
    expect(revoked).toMatchObject({ status: 'revoked' });
    expect(holding(folder, 'late')).not.toEqual([]);
    other.close();
    await expect.poll(() => holding(folder, 'late'), { timeout: 20_000, interval: 100 }).toEqual([]);
  });

  it('is not left in the log of a process that was killed before it could empty it', async () => {
    const folder = ownFolder();
    const store = await openStoreIn(folder);
    const grant = grantRow();
    await store.grants.create(grant, vaultRow(grant, { sealed: ciphertext({ access_token: text('left') }) }));
    // Committed by another writer that empties no log: as if it had died there.
    const dying = new DatabaseSync(fileIn(folder));
    dying.exec('PRAGMA secure_delete = ON; DELETE FROM vault');
    expect(holding(folder, 'left')).toContain('alter.db-wal');
    await openStoreIn(folder);
    expect(holding(folder, 'left')).toEqual([]);
    dying.close();
    expect(existsSync(fileIn(folder))).toBe(true);
  });
});
