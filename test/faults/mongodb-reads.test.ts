/** What built servers ask of MongoDB while people connect, an app calls, and a grant ends: as the database itself records it. */
import { randomUUID } from 'node:crypto';
import { MongoClient, type Document } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { queriesOf } from '../contracts/store/mongodb-plans.ts';
import { rowsFor } from '../contracts/store/mongodb-watch.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { mongodProgram } from '../harness/mongod-program.ts';

const database = `alter-${randomUUID()}`;
let server: RunningMongod;
let client: MongoClient;
let fleet: Fleet;

beforeAll(async () => {
  server = await startMongod(await mongodProgram());
  client = await MongoClient.connect(server.url('admin'));
  fleet = await startFleet({ storeUrl: server.url(database), size: 2 });
});
afterAll(async () => {
  await fleet.close();
  await client.close();
  await server.stop();
});

it('every read on the way of a connect, a call, a list and a revocation is one of the table, with its concern', async () => {
  const db = client.db(database);
  await db.setProfilingLevel('all');
  const { grantId } = await connectOverHttp(fleet, { session: { user: { reference: 'ada' } } });
  expect((await call(fleet, grantId)).status).toBe(200);
  for (const status of ['active', 'expired', 'revoked']) {
    expect((await fleet.post('/sdk/grants/list', { status })).status).toBe(200);
  }
  expect((await fleet.post('/sdk/grants/list', { user: { reference: 'ada' } })).status).toBe(200);
  expect((await fleet.post('/sdk/grants/health', {})).status).toBe(200);
  expect((await fleet.post(`/sdk/oauth/grants/${grantId}/revoke`, {})).status).toBe(200);
  expect((await call(fleet, grantId)).status).toBe(403);
  await db.setProfilingLevel('off');

  const commands = (await db.collection('system.profile').find({ appName: 'alter' }).toArray())
    .map((profiled) => profiled['command'] as Document)
    .filter(({ find, aggregate }) => typeof (find ?? aggregate) === 'string');
  const asked = commands.flatMap((command) =>
    queriesOf(command).map((query) => ({
      query,
      concern: (command['readConcern'] as Document | undefined)?.['level'],
    })),
  );
  expect(new Set(asked.map(({ query }) => query.collection)).size).toBeGreaterThan(6);
  for (const { query, concern } of asked) {
    expect(
      rowsFor(query).map((row) => row.concern),
      query.shape,
    ).toEqual([concern]);
  }
});
