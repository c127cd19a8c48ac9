/** What makes a grant the same or another one, and what a session can ask of it. */
import { afterEach, describe, expect, it } from 'vitest';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
afterEach(async () => line.close());

const sealedOf = async (grantId: string) => (await line.rows('vault', { grant_id: grantId }))[0]?.['sealed'];
const whoIs = async (grantId: string) => ((await (await call(line, grantId)).json()) as { sub: string }).sub;

describe('connecting again', () => {
  it('keeps the grant id for the same account, with new tokens behind it', async () => {
    line = await startLine();
    const first = await connectOverHttp(line);
    const before = await sealedOf(first.grantId);
    expect(before).toBeDefined();
    const again = await connectOverHttp(line);

    expect(again.grantId).toBe(first.grantId);
    expect(again.view.result).toMatchObject({ grants: [{ operation: 'reauth' }] });
    expect(await sealedOf(first.grantId)).not.toEqual(before);
    expect(await whoIs(first.grantId)).toBe('alice');
  });

  it('makes a second grant for a second account, and each call acts as its own', async () => {
    line = await startLine();
    const alice = await connectOverHttp(line, { login: 'alice' });
    const bob = await connectOverHttp(line, { login: 'bob' });

    expect(bob.grantId).not.toBe(alice.grantId);
    expect(await whoIs(alice.grantId)).toBe('alice');
    expect(await whoIs(bob.grantId)).toBe('bob');
  });

  it('makes a grant of their own for another person of the app with the same account', async () => {
    line = await startLine();
    const one = await connectOverHttp(line);
    const other = await connectOverHttp(line, { session: { user: { reference: 'user-2' } } });
    expect(other.grantId).not.toBe(one.grantId);
  });

  it('never brings back a revoked grant', async () => {
    line = await startLine();
    const first = await connectOverHttp(line);
    await line.post(`/sdk/oauth/grants/${first.grantId}/revoke`, {});
    const again = await connectOverHttp(line);

    expect(again.grantId).not.toBe(first.grantId);
    expect(await (await call(line, first.grantId)).json()).toMatchObject({ error: 'grant_revoked' });
  });
});

describe('a session that repairs a grant', () => {
  it('renews it with the same account', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line);
    const repaired = await connectOverHttp(line, { session: { repair_grant_id: grantId } });
    expect(repaired.view.confirm).toBe('always');
    expect(repaired.view.result).toMatchObject({ grants: [{ grant_id: grantId, operation: 'reauth' }] });
  });

  it('refuses another account with `account_mismatch` and changes nothing', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line, { login: 'alice' });
    const before = await line.rows('grants');
    const sealed = await sealedOf(grantId);
    const repaired = await connectOverHttp(line, { login: 'mallory', session: { repair_grant_id: grantId } });

    expect(repaired.view.last).toMatchObject({ outcome: 'failed', error: 'account_mismatch' });
    expect(await line.rows('grants')).toEqual(before);
    expect(await sealedOf(grantId)).toEqual(sealed);
    expect(await whoIs(grantId)).toBe('alice');
  });

  it('refuses the handshake in place of the click', async () => {
    line = await startLine();
    const { grantId } = await connectOverHttp(line);
    const { person, sessionId } = await connectOverHttp(line, {
      login: 'mallory',
      session: { repair_grant_id: grantId, allowed_origin: 'http://localhost:1' },
    });
    const answer = await person.ask('POST', '/sdk/oauth/connect/flow', {
      session_id: sessionId,
      provider_id: 'meadow',
      consent: 'handshake',
    });
    expect(answer.status).toBe(400);
  });
});

describe('an app that confirms its grants', () => {
  it('cannot use one before it has, and can from then on', async () => {
    line = await startLine({ app: { confirm_grants: true } });
    const { grantId, view } = await connectOverHttp(line);
    expect(view.result).toMatchObject({ grants: [{ status: 'pending' }] });

    const early = await call(line, grantId);
    expect(early.status).toBe(403);
    expect(await early.json()).toMatchObject({ error: 'grant_pending', grant_id: grantId });
    expect(line.providers['meadow']!.calls).toEqual([]);

    const confirmed = await line.post(`/sdk/grants/${grantId}/confirm`, {});
    expect(await confirmed.json()).toMatchObject({ grant_id: grantId, status: 'active' });
    expect((await call(line, grantId)).status).toBe(200);
  });

  it("cannot confirm another app's", async () => {
    line = await startLine({ app: { confirm_grants: true } });
    const { grantId } = await connectOverHttp(line);
    expect((await line.post(`/sdk/grants/${grantId}/confirm`, {}, line.otherKey)).status).toBe(404);
    expect(await (await call(line, grantId)).json()).toMatchObject({ error: 'grant_pending' });
  });
});

describe('a grant policy', () => {
  it('ends the grant on time: the next call is refused and nothing is sent', async () => {
    const clock = movableClock();
    line = await startLine({ clock });
    const { grantId } = await connectOverHttp(line, { session: { grant_policy: { default_ttl_seconds: 1800 } } });
    clock.advance(minutes(29));
    expect((await call(line, grantId)).status).toBe(200);
    const { calls } = line.providers['meadow']!;
    const sent = calls.length;

    clock.advance(minutes(2));
    const late = await call(line, grantId);
    expect(late.status).toBe(403);
    expect(await late.json()).toMatchObject({ error: 'grant_expired', grant_id: grantId });
    expect(calls).toHaveLength(sent);
    const listed = await line.post('/sdk/grants/list', {});
    expect(await listed.json()).toMatchObject({ grants: [{ grant_id: grantId, status: 'expired' }] });
  });
});
