import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson, mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

async function atCallback() {
  const person = new HttpPerson(line.vault);
  const token = await mint(line, { allowed_providers: ['meadow'] });
  const { session_id: sessionId } = await person.open(token);
  return { person, token, sessionId, callback: await person.answerOf(sessionId, 'meadow') };
}
const poll = async (token: string): Promise<unknown> =>
  (await line.post('/sdk/oauth/connect/session/poll', { session_token: token })).json();
const eventsOf = (sessionId: string) => line.rows('audit', { session_id: sessionId });
const grants = async () => (await line.rows('grants')).length;
const tokenCalls = () => line.providers['meadow']!.tokenCalls.length;

describe('a callback that meets a fault of ours', () => {
  it('is told to the person, the session and the audit, since the flow is used up', async () => {
    const { person, token, sessionId, callback } = await atCallback();
    replace(line.running.deps.providers, 'resolveConfig', () => Promise.reject(new Error('a fault')));
    const page = await person.visit(callback);
    expect(page.searchParams.get('id')).toBe(sessionId);
    expect((await person.look(sessionId)).last).toMatchObject({ outcome: 'failed', error: 'service_unavailable' });
    expect((await eventsOf(sessionId)).at(-1)).toMatchObject({
      event: 'connect.failed',
      decision: 'service_unavailable',
    });
    expect(await poll(token)).toEqual({ status: 'pending' });
  });

  it('is a page also when nothing can be written', async () => {
    const { person, callback } = await atCallback();
    replace(line.running.deps.store.audit, 'append', () => Promise.reject(new Error('the disk is full')));
    const page = await person.visit(callback);
    expect([page.pathname, page.searchParams.get('problem')]).toEqual(['/sdk/oauth/connect', 'service_unavailable']);
  });
});

describe('a start URL whose provider was reconfigured meanwhile', () => {
  it('is a page that says so', async () => {
    const { person, sessionId } = await atCallback();
    const asked = { session_id: sessionId, provider_id: 'meadow', consent: 'click' };
    const { start_url } = (await (await person.ask('POST', '/sdk/oauth/connect/flow', asked)).json()) as {
      start_url: string;
    };
    replace(line.running.deps.providers, 'resolveConfig', () => Promise.resolve(null));
    const page = await person.visit(new URL(start_url));
    expect(page.searchParams.get('problem')).toBe('provider_configuration_unavailable');
  });
});

describe('a person who leaves the page with nothing connected', () => {
  it('is on record once, however often they press Cancel', async () => {
    const { person, sessionId } = await atCallback();
    for (let n = 0; n < 2; n++)
      await person.ask('POST', '/sdk/oauth/connect/done', { session_id: sessionId, cancelled: true });
    const ends = (await eventsOf(sessionId)).filter(({ event }) => event === 'connect.failed');
    expect(ends).toMatchObject([
      {
        decision: 'access_denied',
        provider_id: 'meadow',
        principal: { type: 'user' },
        detail: { reason: 'cancelled' },
      },
    ]);
  });

  it('stays on the page when that cannot be recorded', async () => {
    const { person, sessionId } = await atCallback();
    replace(line.running.deps.store.audit, 'append', () => Promise.reject(new Error('the disk is full')));
    const refused = await person.ask('POST', '/sdk/oauth/connect/done', { session_id: sessionId, cancelled: true });
    expect(refused.status).toBeGreaterThanOrEqual(500);
    expect(await person.look(sessionId)).toMatchObject({ status: 'open' });
  });
});

describe('an answer of the provider that comes after the session was ended', () => {
  it('makes no grant: the app was told already that there is none', async () => {
    const { person, token, sessionId, callback } = await atCallback();
    await person.ask('POST', '/sdk/oauth/connect/done', { session_id: sessionId, cancelled: true });
    expect(await poll(token)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
    const before = [await grants(), tokenCalls()];
    await person.visit(callback);
    expect([await grants(), tokenCalls()]).toEqual(before);
    expect(await poll(token)).toMatchObject({ status: 'error', error: { error_code: 'connect_denied' } });
    expect((await eventsOf(sessionId)).at(-1)).toMatchObject({ event: 'connect.failed', decision: 'session_expired' });
  });
});
