/** No grant ends without its audit row, whatever fails or dies between the two. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { replace, restore } from '../../packages/server/test/flow/replace.ts';
import { recordEnds } from '../../packages/server/src/grants/record-end.ts';
import { StoreUnavailable } from '../../packages/server/src/stores/store.ts';
import { auditEvent } from '../contracts/store/rows.ts';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { appId, startLine, type Line } from '../harness/line.ts';
import type { Order } from './revoke-and-die.ts';

const clock = movableClock();
let line: Line;
beforeAll(async () => {
  line = await startLine({ clock });
});
afterEach(restore);
afterAll(() => line.close());

const store = () => line.running.deps.store;
const revoke = (grantId: string) => line.post(`/sdk/oauth/grants/${grantId}/revoke`, { reason: 'left the company' });
const recorded = (grantId: string) => line.rows('audit', { event: 'grant.revoked', grant_id: grantId });
const grantOf = (grantId: string) => store().grants.find(appId, grantId);
const sweep = async () => {
  clock.advance(minutes(1));
  await recordEnds(line.running.deps);
};

/** What becomes of the next `grant.revoked` row; later ones are written. */
function nextRow(fate: (append: () => Promise<void>) => Promise<void>): void {
  const { audit } = store();
  const { appendMissing } = audit;
  let left = 1;
  replace(audit, 'appendMissing', async (rows) => {
    const write = async () => {
      await appendMissing.call(audit, rows);
    };
    await (rows.some(({ event }) => event === 'grant.revoked') && left-- > 0 ? fate(write) : write());
    return rows.length;
  });
}
const fails = () => Promise.reject(new StoreUnavailable('the disk is full'));

async function revokeAndDie(grantId: string): Promise<Order['record']> {
  const { dataDir, storeUrl } = line.running.deps.config;
  const record = auditEvent({ app_id: appId, at: clock.now(), event: 'grant.revoked', grant_id: grantId });
  const order: Order = { store: { dataDir, storeUrl }, record };
  const file = join(import.meta.dirname, 'revoke-and-die.ts');
  const child = spawn(process.execPath, [file, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit'] });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  return record;
}

describe('a revocation whose audit row cannot be written', () => {
  it('is refused, ends the grant all the same, and is recorded once when it is asked again', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'alice' });
    nextRow(fails);
    expect((await revoke(grantId)).status).toBe(503);
    expect((await call(line, grantId)).status).toBe(403);
    expect(await recorded(grantId)).toEqual([]);

    const again = await revoke(grantId);
    expect([again.status, await again.json()]).toMatchObject([200, { success: true, grant_id: grantId }]);
    const grant = await grantOf(grantId);
    expect(await recorded(grantId)).toMatchObject([{ reason: 'left the company' }]);
    expect(grant?.unrecorded).toBeNull();
    expect((await revoke(grantId)).status).toBe(404);
  });

  it('is recorded once by the sweep when nobody asks again', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'bob' });
    nextRow(fails);
    expect((await revoke(grantId)).status).toBe(503);
    await sweep();
    await sweep();
    expect(await recorded(grantId)).toHaveLength(1);
    expect((await revoke(grantId)).status).toBe(404);
  });

  it('is not recorded twice when the row was written and the answer was lost', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'carol' });
    nextRow(async (write) => {
      await write();
      throw new StoreUnavailable('no answer');
    });
    expect((await revoke(grantId)).status).toBe(503);
    expect(await recorded(grantId)).toHaveLength(1);
    expect((await revoke(grantId)).status).toBe(200);
    expect(await recorded(grantId)).toHaveLength(1);
    expect((await grantOf(grantId))?.unrecorded).toBeNull();
  });

  it('is recorded once by many who ask again at the same time', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'dave' });
    nextRow(fails);
    await revoke(grantId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => revoke(grantId)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await recorded(grantId)).toHaveLength(1);
  });
});

describe('a process that dies between the end of a grant and its audit row', () => {
  it('leaves the row to the next sweep, which writes it once, under the same id', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'erin' });
    const { id } = await revokeAndDie(grantId);
    expect([(await call(line, grantId)).status, await recorded(grantId)]).toEqual([403, []]);
    await sweep();
    await store().sweep(clock.now() + minutes(60));
    await sweep();
    expect((await recorded(grantId)).map((row) => row['id'] ?? row['_id'])).toEqual([id]);
  });

  it('leaves it to whoever asks again, too', async () => {
    const { grantId } = await connectOverHttp(line, { login: 'frank' });
    const { id } = await revokeAndDie(grantId);
    expect((await revoke(grantId)).status).toBe(200);
    expect((await recorded(grantId)).map((row) => row['id'] ?? row['_id'])).toEqual([id]);
  });
});
