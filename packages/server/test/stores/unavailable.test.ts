import { randomUUID } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { auditEvent, keyRow } from '../../../../test/contracts/store/rows.ts';
import { auditFileOf, Connection } from '../../src/stores/embedded/connection.ts';
import { failureOf } from '../../src/stores/embedded/failure.ts';
import { openEmbedded, openStore, StoreUnavailable } from '../../src/stores/index.ts';
import { fileIn, openStoreIn, ownFolder, runFixtureInSpace } from './open-in-folder.ts';

interface Report {
  appended: number;
  refused: string;
  ready: string;
  stored: number;
}

describe('embedded store: when it cannot work', () => {
  it('refuses every waiting and later call once its writer is gone', async () => {
    let worker: Worker | undefined;
    const store = await openStoreIn(ownFolder(), {
      startWorker: (file, options) => (worker = new Worker(file, options)),
    });
    const row = keyRow();
    await store.keys.create(row);
    const waiting = Array.from({ length: 20 }, () => store.audit.append([auditEvent()]));
    const settled = Promise.allSettled(waiting);
    await worker?.terminate();
    for (const outcome of await settled) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StoreUnavailable);
    }
    await expect(store.ready()).rejects.toThrow(StoreUnavailable);
    await expect(store.ready()).rejects.toThrow('its writer stopped');
    await expect(store.keys.create(keyRow())).rejects.toThrow(StoreUnavailable);
    await expect(store.keys.findByHash(row.hash)).rejects.toThrow(StoreUnavailable);
    await store.close();
  });

  it('rejects a call that the writer never answered', async () => {
    let worker: Worker | undefined;
    const store = await openStoreIn(ownFolder(), {
      startWorker: (file, options) => (worker = new Worker(file, options)),
    });
    const asked = store.audit.append([auditEvent()]);
    // In the same turn: the message was not even sent.
    void worker?.terminate();
    await expect(asked).rejects.toThrow(StoreUnavailable);
  });

  it('says that the disk takes no more, keeps what it acknowledged, and is not ready', async () => {
    const folder = ownFolder();
    const app = randomUUID();
    const printed = await runFixtureInSpace(2048, 'fill-the-disk.ts', fileIn(folder), app);
    const report = JSON.parse(printed) as Report;
    expect(report.refused).toMatch(/^StoreUnavailable: the store cannot be used: .*\(SQLite \d+: /);
    expect(report.ready).toMatch(/^StoreUnavailable: /);
    expect(report.appended).toBeGreaterThan(100);
    expect(report.stored).toBe(report.appended);
    const store = await openStoreIn(folder);
    await store.ready();
    expect(await store.audit.chain(app, 'embedded', report.appended - 1, 10)).toHaveLength(1);
  });

  it('refuses a place where it cannot make its file', async () => {
    await expect(openStore({ dataDir: '/dev/null/alter' })).rejects.toThrow(StoreUnavailable);
  });

  it('says whose fault a failure is: the file, the row, or a mistake of ours', async () => {
    const folder = ownFolder();
    await openStoreIn(folder);
    const failure = (mode: 'read' | 'write', sql: string) => {
      const connection = new Connection(fileIn(folder), mode);
      try {
        return connection.run(sql);
      } catch (error) {
        return failureOf(error);
      } finally {
        connection.close();
      }
    };
    expect(failure('read', 'DELETE FROM keys')).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('the database file is read-only') as string,
    });
    expect(failure('write', 'INSERT INTO heartbeat (one, at) VALUES (2, 0)')).toMatchObject({ kind: 'refused' });
    expect(failure('write', 'DELETE FROM nowhere')).toMatchObject({ kind: 'fault' });
  });

  it('does not begin a new audit where the old one is gone: it says which file is missing', async () => {
    const folder = ownFolder();
    await (await openEmbedded({ file: fileIn(folder) })).close();
    rmSync(auditFileOf(fileIn(folder)));
    await expect(openEmbedded({ file: fileIn(folder) })).rejects.toThrow(
      /^the store cannot be used: .*alter\.db is there, and .*alter-audit\.db, which holds its audit record, is not\./,
    );
    writeFileSync(auditFileOf(fileIn(folder)), '');
    await (await openEmbedded({ file: fileIn(folder) })).close();
  });

  it('makes folder and files for their owner only', async () => {
    const dataDir = join(ownFolder(), 'deep', 'data');
    const store = await openStore({ dataDir });
    await store.ready();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const name of ['alter', 'alter-audit'].flatMap((one) => [`${one}.db`, `${one}.db-wal`, `${one}.db-shm`])) {
      expect(statSync(join(dataDir, name)).mode & 0o777, name).toBe(0o600);
    }
    await store.close();
  });
});
