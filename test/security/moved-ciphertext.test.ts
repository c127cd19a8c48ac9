/** Somebody with the database file, but without the key, moves ciphertext about: it opens nowhere else. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { uuidV5 } from '@alter/server';
import { otherAppId, startLine, type Line } from '../harness/line.ts';
import type { Stored } from '../harness/stored.ts';

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
  expect(answer.status).toBe(403);
  expect(answer.headers.get('x-alter-outcome')).toBe('alter');
  const body = (await answer.json()) as { error: string; sent: boolean };
  expect(body).toMatchObject({ error: 'credential_revoked', sent: false });
  // Ids are hexadecimal, and one in forty answers has "aad" in them.
  expect(JSON.stringify(body).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '')).not.toMatch(/seal|cipher|decrypt|AAD/i);
  expect(calls).toHaveLength(sent);
  const rows = await line.rows('audit', { event: 'request.concluded', grant_id: grantId });
  expect(rows.at(-1)).toMatchObject({ decision: 'credential_revoked' });
  expect(await line.rows('grants', { id: grantId })).toMatchObject([{ status: 'error', reason: 'unreadable' }]);
}

async function sealedOf(stored: Stored, grantId: string) {
  const [row] = await stored.rows('vault', { grant_id: grantId });
  return row as { sealed: { fields: Record<string, unknown> }; generation: number };
}

describe("a grant's ciphertext", () => {
  it("does not open in another grant's row: the call fails closed and no token is sent", async () => {
    await line.restart(async (stored) => {
      const { sealed, generation } = await sealedOf(stored, bob);
      await stored.change('vault', { grant_id: alice }, { sealed, generation });
    });
    await expectClosed(alice);
    expect(await (await call(line, bob)).json()).toMatchObject({ sub: 'bob' });
  });

  it('does not open under another generation, so an old token cannot be put back', async () => {
    await line.restart(async (stored) => {
      const { generation } = await sealedOf(stored, alice);
      await stored.change('vault', { grant_id: alice }, { generation: generation + 1 });
    });
    await expectClosed(alice);
  });

  it('does not open as another of its own fields', async () => {
    await line.restart(async (stored) => {
      const { sealed } = await sealedOf(stored, alice);
      const moved = { ...sealed.fields, access_token: sealed.fields['refresh_token'] };
      expect(moved.access_token).toBeDefined();
      await stored.change('vault', { grant_id: alice }, { sealed: { ...sealed, fields: moved } });
    });
    await expectClosed(alice);
  });

  it("does not open in a row of another app, with that app's own config and key", async () => {
    await line.restart(async (stored) => {
      await stored.change('grants', {}, { app_id: otherAppId, config_id: uuidV5(otherAppId, 'meadow') });
      await stored.change('vault', {}, { app_id: otherAppId });
    });
    await expectClosed(alice, line.otherKey);
  });

  it('still opens where it belongs after a restart', async () => {
    await line.restart();
    expect(await (await call(line, alice)).json()).toMatchObject({ sub: 'alice' });
  });
});
