/** The time that a session gave a grant runs out: what is on record, and what becomes of its tokens. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { movableClock, minutes } from '../../../../test/harness/clock.ts';
import { appId, startLine, type Line } from '../../../../test/harness/line.ts';
import { call, connectOverHttp, HttpPerson, mint } from '../../../../test/harness/http-person.ts';
import { expireGrants } from '../../src/grants/expire.ts';
import { StoreUnavailable } from '../../src/stores/store.ts';
import { replace, restore } from '../flow/replace.ts';

const clock = movableClock();
let line: Line;
beforeAll(async () => {
  line = await startLine({ clock });
});
afterAll(() => line.close());

const limited = { session: { grant_policy: { max_ttl_seconds: 60 } } };
const timeOut = async (login: string) => {
  const connected = await connectOverHttp(line, { login, ...limited });
  clock.advance(minutes(2));
  return connected;
};
const expire = () => expireGrants(line.running.deps);
const rowOf = (grantId: string) => line.running.deps.store.grants.find(appId, grantId);
const events = (grantId: string) => line.rows('audit', { event: 'grant.expired', grant_id: grantId });

describe('a grant whose own time is over', () => {
  it('is refused at once, becomes `expired` at the next sweep, and that is on record once', async () => {
    const { grantId } = await timeOut('alice');
    const refused = await call(line, grantId);
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: 'grant_expired' }]);
    expect([(await rowOf(grantId))?.status, await events(grantId)]).toEqual(['active', []]);
    expect([await expire(), await expire()]).toEqual([1, 0]);
    const grant = await rowOf(grantId);
    expect(grant?.status).toBe('expired');
    const [event, ...more] = await events(grantId);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ principal: grant?.principal, provider_id: 'meadow' });
    expect(event?.['detail']).toEqual({ grant_expires_at: new Date(grant?.grant_expires_at ?? 0).toISOString() });
    expect(await (await call(line, grantId)).json()).toMatchObject({ error: 'grant_expired' });
  });

  it('that ends at the same hour as before, since its session was opened before it, ends then and there, on record once more', async () => {
    const first = clock.now() + minutes(1);
    const session = { grant_policy: { expires_at: new Date(first).toISOString() } };
    const { grantId } = await connectOverHttp(line, { login: 'erin', session });
    const late = new HttpPerson(line.vault);
    const { session_id } = await late.open(await mint(line, { allowed_providers: ['meadow'], ...session }));
    const back = await late.answerOf(session_id, 'meadow', { login: 'erin' });
    clock.advance(minutes(2));
    expect(await expire()).toBe(1);
    const came = clock.now();
    await late.visit(back);
    const again = await rowOf(grantId);
    expect(again?.status).toBe('active');
    expect(again?.grant_expires_at).toBeGreaterThanOrEqual(came);
    expect(await (await call(line, grantId)).json()).toMatchObject({ error: 'grant_expired' });
    expect(await expire()).toBe(1);
    const ends = (await events(grantId)).map(({ at }) => Number(at)).sort();
    expect(ends).toEqual([first, again?.grant_expires_at]);
  });

  it('keeps its tokens sealed: the same account brings it back, and revoking destroys them', async () => {
    const { grantId } = await timeOut('bob');
    await expire();
    const before = await line.running.deps.store.vault.read(appId, grantId);
    expect(before).not.toBeNull();
    const again = await connectOverHttp(line, { login: 'bob', ...limited });
    expect(again.grantId).toBe(grantId);
    expect((await call(line, grantId)).status).toBe(200);

    clock.advance(minutes(2));
    await expire();
    expect((await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {})).status).toBe(200);
    expect(await line.rows('vault', { grant_id: grantId })).toEqual([]);
  });

  it('is left alone when the person connects again between the look and the end', async () => {
    const { grantId } = await timeOut('carol');
    const { grants } = line.running.deps.store;
    const { timedOut } = grants;
    replace(grants, 'timedOut', async (...which) => {
      const found = await timedOut(...which);
      await connectOverHttp(line, { login: 'carol', ...limited });
      return found;
    });
    expect(await expire().finally(restore)).toBe(0);
    expect((await call(line, grantId)).status).toBe(200);
  });

  it('stays as it is while the audit row cannot be written, and ends at the next sweep', async () => {
    const { grantId } = await timeOut('dave');
    replace(line.running.deps.store.audit, 'appendMissing', () => Promise.reject(new StoreUnavailable('full')));
    await expect(expire().finally(restore)).rejects.toThrow('full');
    expect((await rowOf(grantId))?.status).toBe('active');
    expect(await expire()).toBeGreaterThan(0);
    expect([(await rowOf(grantId))?.status, (await events(grantId)).length]).toEqual(['expired', 1]);
  });
});

describe('an app that confirms what persons connect', () => {
  it('is asked again when a grant that it never confirmed comes back after its time', async () => {
    const confirming = await startLine({ clock, app: { confirm_grants: true } });
    try {
      const { grantId } = await connectOverHttp(confirming, limited);
      clock.advance(minutes(2));
      await expireGrants(confirming.running.deps);
      await connectOverHttp(confirming, limited);
      expect(await (await call(confirming, grantId)).json()).toMatchObject({ error: 'grant_pending' });
    } finally {
      await confirming.close();
    }
  });
});
