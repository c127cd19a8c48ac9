/** Somebody with the database file, but without the key, moves ciphertext about: it opens nowhere else. */
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { uuidV5 } from '@alter/server';
import { otherAppId, startLine, type Line } from '../harness/line.ts';

let line: Line;
let alice: string;
let bob: string;

beforeEach(async () => {
  await line?.close();
  line = await startLine();
  alice = (await connectOverHttp(line, { login: 'alice' })).grantId;
  bob = (await connectOverHttp(line, { login: 'bob', session: { user: { reference: 'user-2' } } })).grantId;
});
afterAll(async () => line.close());

/** The call fails, nothing leaves for the provider, and the answer says nothing about why. */
async function expectClosed(grantId: string, key = line.key): Promise<void> {
  const { calls } = line.providers['meadow']!;
  const sent = calls.length;
  const answer = await call(line, grantId, {}, key);
  expect(answer.status).toBe(500);
  expect(answer.headers.get('x-alter-outcome')).toBe('alter');
  const body = (await answer.json()) as { error: string; sent: boolean };
  expect(body).toMatchObject({ error: 'internal_error', sent: false });
  expect(JSON.stringify(body)).not.toMatch(/seal|cipher|decrypt|AAD/i);
  expect(calls).toHaveLength(sent);
  const rows = line.rows("SELECT decision FROM audit WHERE grant_id = ? AND event = 'request.concluded'", grantId);
  expect(rows.at(-1)).toEqual({ decision: 'internal_error' });
}

const sealedOf = (db: DatabaseSync, grantId: string) =>
  db.prepare('SELECT sealed, generation FROM vault WHERE grant_id = ?').get(grantId) as {
    sealed: string;
    generation: number;
  };

describe("a grant's ciphertext", () => {
  it("does not open in another grant's row: the call fails closed and no token is sent", async () => {
    await line.restart((db) => {
      const { sealed, generation } = sealedOf(db, bob);
      db.prepare('UPDATE vault SET sealed = ?, generation = ? WHERE grant_id = ?').run(sealed, generation, alice);
    });
    await expectClosed(alice);
    expect(await (await call(line, bob)).json()).toMatchObject({ sub: 'bob' });
  });

  it('does not open under another generation, so an old token cannot be put back', async () => {
    await line.restart((db) => {
      db.prepare('UPDATE vault SET generation = generation + 1 WHERE grant_id = ?').run(alice);
    });
    await expectClosed(alice);
  });

  it('does not open as another of its own fields', async () => {
    await line.restart((db) => {
      const { sealed } = sealedOf(db, alice);
      const { fields, ...rest } = JSON.parse(sealed) as { fields: Record<string, unknown> };
      const moved = { ...fields, access_token: fields['refresh_token'] };
      expect(moved.access_token).toBeDefined();
      db.prepare('UPDATE vault SET sealed = ? WHERE grant_id = ?').run(
        JSON.stringify({ ...rest, fields: moved }),
        alice,
      );
    });
    await expectClosed(alice);
  });

  it("does not open in a row of another app, with that app's own config and key", async () => {
    await line.restart((db) => {
      db.prepare('UPDATE grants SET app_id = ?, config_id = ?').run(otherAppId, uuidV5(otherAppId, 'meadow'));
      db.prepare('UPDATE vault SET app_id = ?').run(otherAppId);
    });
    await expectClosed(alice, line.otherKey);
  });

  it('still opens where it belongs after a restart', async () => {
    await line.restart(() => undefined);
    expect(await (await call(line, alice)).json()).toMatchObject({ sub: 'alice' });
  });
});
