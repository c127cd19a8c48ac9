/** Lists and totals of one app with many grants: both stores give the same, and MongoDB looks at no more than it needs. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grants as table } from '../../../packages/server/src/stores/embedded/grant-table.ts';
import { openEmbedded } from '../../../packages/server/src/stores/index.ts';
import { grants as shape } from '../../../packages/server/src/stores/mongodb/documents/grant-shape.ts';
import { openMongodb } from '../../../packages/server/src/stores/mongodb/open-mongodb.ts';
import type { Stored } from '../../../packages/server/src/stores/mongodb/documents/shape.ts';
import type {
  GrantFilter,
  GrantPage,
  GrantRow,
  PageRequest,
  Store,
} from '../../../packages/server/src/stores/store.ts';
import { findMongod, noMongod } from '../../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../../tools/mongod/start-mongod.ts';
import { full } from '../../harness/seeded.ts';
import { examined } from './mongodb-crowd.ts';
import { Watch } from './mongodb-watch.ts';
import { grantRow, id, minute, t0 } from './rows.ts';

const size = full ? 100_000 : 3_000;
const batch = 1_000;
const app_id = id();
const at = t0 + 60 * minute;

/** Of fifty one each is marked as expired, revoked or in need of a person; of the rest a few are over, and half have an end. */
function numbered(n: number): GrantRow {
  const statuses = ['expired', 'revoked', 'needs_reauth'] as const;
  const status = statuses[n % 50] ?? 'active';
  const end = n % 100 === 7 ? at - minute : n % 2 === 0 ? null : at + minute;
  return grantRow({ app_id, status, created_at: t0 + (n >> 1), grant_expires_at: end });
}

const filters: readonly GrantFilter[] = [
  {},
  ...(['active', 'expired', 'revoked', 'needs_reauth', 'pending'] as const).map((status) => ({ status, at })),
  { status: 'expired', at, provider_id: 'github' },
  { status: 'revoked', at, provider_id: 'github' },
  { status: 'expired', at, provider_id: 'slack' },
  { needs_reconnect: true },
  { needs_reconnect: false },
  { live: true },
];

const found = await findMongod();
const folder = mkdtempSync(join(tmpdir(), 'alter-size-'));
const watch = new Watch();
let server: RunningMongod;
let client: MongoClient;
let database: string;
let stores: readonly Store[];

async function opened(): Promise<readonly Store[]> {
  const file = join(folder, 'alter.db');
  const both = [
    await openMongodb({ url: server.url(database), onCommand: watch.note }),
    await openEmbedded({ file }),
  ] as const;
  const grants = client.db(database).collection<Stored>('grants');
  const db = new DatabaseSync(file);
  const insert = db.prepare(table.insert);
  for (let begin = 0; begin < size; begin += batch) {
    const rows = Array.from({ length: batch }, (_, n) => numbered(begin + n));
    const more = ({ status }: GrantRow) => ({ live: status !== 'revoked', sealed_generation: 1 });
    await grants.insertMany(rows.map((row) => ({ ...shape.encode(row), ...more(row) })));
    db.exec('BEGIN');
    for (const row of rows) insert.run(...table.encode(row));
    db.exec('COMMIT');
  }
  db.close();
  return both;
}

const told = ({ rows, ...rest }: GrantPage) => ({ ids: rows.map((row) => row.id), ...rest });

if (!found) it('lists at size', (context) => context.skip(noMongod));
else
  describe(`lists of ${String(size)} grants`, () => {
    beforeAll(async () => {
      server = await startMongod(found);
      client = await MongoClient.connect(server.url('admin'));
      database = `alter-${randomUUID()}`;
      stores = await opened();
    }, 300_000);
    afterAll(async () => {
      await Promise.all(stores.map((store) => store.close()));
      await client.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('are the same in both stores, on the first page, a later one, and after a row', async () => {
      for (const filter of filters) {
        let after: PageRequest['after'] = null;
        for (const offset of [0, 30, 0]) {
          const page: PageRequest = { limit: 10, offset, after };
          const [one, other] = (await Promise.all(stores.map((store) => store.grants.list(app_id, filter, page)))) as [
            GrantPage,
            GrantPage,
          ];
          expect(told(one), JSON.stringify({ filter, page })).toEqual(told(other));
          after = offset === 30 ? (one.rows.at(-1) ?? null) : null;
        }
      }
    });

    it('look at no more documents and keys than they show and count', async () => {
      const asked = watch.queries();
      expect(asked.length).toBeGreaterThan(filters.length);
      for (const query of asked.filter(({ collection }) => collection === 'grants')) {
        const { documents, keys, wanted } = await examined(client.db(database), query);
        const most = Math.min(wanted, 10_000) * 1.1 + 20;
        // Those that no sweep has marked are looked over, in the index, whatever their provider.
        const over = query.hint === 'overdue' ? size / 100 : 0;
        const seen = `${query.shape}: ${documents}, ${keys}, ${wanted}`;
        expect([documents <= most, keys <= most + over], seen).toEqual([true, true]);
      }
    });
  });
