/** The same tests on either store. Without a mongod those on MongoDB are skipped. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { findMongod, noMongod } from '../../../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../../../tools/mongod/start-mongod.ts';

/** @param tests given what names a fresh database for each test; null: a file */
export function onBothStores(tests: (place: () => string | null) => void): void {
  describe('on the embedded store', () => {
    tests(() => null);
  });
  describe('on MongoDB', () => {
    let database: RunningMongod | null = null;
    beforeAll(async () => {
      const found = await findMongod();
      if (found) database = await startMongod(found);
    }, 300_000);
    afterAll(() => database?.stop());
    beforeEach((context) => {
      if (!database) context.skip(noMongod);
    });
    tests(() => database?.url(`alter-${randomUUID()}`) ?? null);
  });
}
