import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyRow, t0 } from '../../../../test/contracts/store/rows.ts';
import { chainStart, checkChain } from '../../src/audit/chain.ts';
import { fileIn, openStoreIn, ownFolder, runFixture } from './open-in-folder.ts';

describe('embedded store: several processes on one file', () => {
  it('keeps one chain and claims each nonce once while two write at once', async () => {
    const folder = ownFolder();
    const [app, key] = [randomUUID(), randomUUID()];
    const store = await openStoreIn(folder);
    const write = () => runFixture('write-beside.ts', fileIn(folder), app, key, '200');
    const claimed = (await Promise.all([write(), write()])).map(Number);
    expect(claimed[0]! + claimed[1]!).toBe(200);

    const rows = await store.audit.chain(app, 'embedded', 0, 1000);
    expect(rows).toHaveLength(400);
    expect(checkChain(rows, { sequence: 0, hash: chainStart(app, 'embedded') }).kind).toBe('whole');
    expect(rows.filter(({ row }) => row.decision === 'replayed')).toHaveLength(200);
  });

  it('sees on the very next read that another process revoked a key', async () => {
    const folder = ownFolder();
    const [server, commandLine] = [await openStoreIn(folder), await openStoreIn(folder)];
    const row = keyRow();
    await server.keys.create(row);
    for (let n = 0; n < 100; n++) await server.keys.findByHash(row.hash);
    await commandLine.keys.revoke(row.app_id, row.id, t0);
    expect((await server.keys.findByHash(row.hash))?.revoked_at).toBe(t0);
  });
});
