/** An index that takes its time, held up by a switch of the server that is there for tests, and two servers that start meanwhile. */
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../packages/cli/src/index.ts';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { startFleet, type Fleet } from '../harness/fleet.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { mongodProgram } from '../harness/mongod-program.ts';

let mongod: RunningMongod;
let client: MongoClient;
let fleet: Fleet;
const database = `alter-${randomUUID()}`;

beforeAll(async () => {
  mongod = await startMongod(await mongodProgram(), ['--setParameter', 'enableTestCommands=1']);
  client = await MongoClient.connect(mongod.url('admin'));
  fleet = await startFleet({ storeUrl: mongod.url(database), size: 2 });
});
afterAll(async () => {
  await hold('off');
  await fleet.close();
  await client.close();
  await mongod.stop();
});

const hold = (mode: 'alwaysOn' | 'off') =>
  client.db('admin').command({ configureFailPoint: 'hangAfterSettingUpIndexBuild', mode });
const places = [0, 1];

/** What `/readyz` of each server says. */
const readiness = () => Promise.all(fleet.members.map(async ({ url }) => (await fetch(`${url}/readyz`)).status));

async function alter(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const say = (words: string): void => void (said += `${words}\n`);
  const store = ['--store', mongod.url(database)];
  const code = await run([...args, ...store], { print: say, note: say, readInput: async () => '', env: {}, cwd: '/' });
  return { code, said };
}

it('neither the server that builds an index nor one that starts meanwhile is ready or serves before it is there', async () => {
  const { grantId } = await connectOverHttp(fleet);
  for (const member of fleet.members) await member.kill();
  const grants = client.db(database).collection('grants');
  await grants.dropIndex('account');
  await hold('alwaysOn');

  await fleet.replace(0);
  await expect.poll(() => grants.indexExists('account')).toBe(true);
  await fleet.replace(1);
  expect(await readiness()).toEqual([503, 503]);
  for (const place of places) {
    const answer = await fleet.on(place, () => call(fleet, grantId));
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: 'store_unavailable' }]);
  }
  const building = 'index "account" of "grants" is being built';
  expect(await alter('store', 'migrate', '--dry-run')).toEqual({ code: 0, said: `${building}\n` });
  expect(await alter('store', 'verify')).toMatchObject({ code: 1, said: expect.stringContaining(building) as string });
  expect(await readiness()).toEqual([503, 503]);

  await hold('off');
  await expect.poll(readiness).toEqual([200, 200]);
  for (const place of places) expect((await fleet.on(place, () => call(fleet, grantId))).status).toBe(200);
  expect((await alter('store', 'migrate', '--dry-run')).said).toContain('Nothing to do');
  for (const { logs } of fleet.members) expect(logs.join('\n')).toContain('the indexes are built');
});
