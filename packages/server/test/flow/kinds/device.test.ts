/** The device authorization grant (RFC 8628), against a server whose answers each test decides. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectView } from '@alter/protocol';
import { HttpPerson, mint } from '../../../../../test/harness/http-person.ts';
import { otherAppId, startLine, type Line } from '../../../../../test/harness/line.ts';
import { createKey } from '../../../src/callers/api-keys.ts';
import { pauseAfter } from '../../../src/flow/device-polling.ts';
import { replace, restore } from '../replace.ts';
import { startSmallServer, type Reply, type SmallServer } from './small-server.ts';

let server: SmallServer;
let line: Line;
/** What the device authorization endpoint says. */
let begin: Reply;
/** What the token endpoint says, in order; the last one again and again. */
let answers: Reply[];

const granted: Reply = {
  json: {
    access_token: 'device-access-token',
    token_type: 'bearer',
    expires_in: 3600,
    refresh_token: 'device-refresh',
  },
};
const error = (code: string, status = 400): Reply => ({ status, json: { error: code } });
const pending = error('authorization_pending');

const authorization = () => ({
  device_code: 'secret-device-code-0123456789',
  user_code: 'WDJB-MJHT',
  verification_uri: `${server.origin}/device`,
  verification_uri_complete: `${server.origin}/device?user_code=WDJB-MJHT`,
  expires_in: 600,
  interval: 1,
});

beforeAll(async () => {
  server = await startSmallServer(({ url }) => {
    if (url.pathname === '/begin') return begin;
    if (url.pathname === '/me') return { json: { sub: 'alice', email: 'alice@example.com' } };
    if (url.pathname !== '/token') return { json: { ok: true } };
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? pending;
  });
  process.env['ALTER_TEST_SECRET_tv'] = 'client-secret-of-tv-0123456789';
  const endpoints = {
    authorize: `${server.origin}/authorize`,
    token: `${server.origin}/token`,
    device: `${server.origin}/begin`,
    userinfo: `${server.origin}/me`,
  };
  line = await startLine({
    catalog: {
      tv: {
        client_id: 'tv',
        client_secret: { env: 'ALTER_TEST_SECRET_tv' },
        scopes: ['read'],
        custom: { name: 'TV', hosts: [server.host], flow_kinds: ['device_code'], endpoints },
      },
    },
  });
});
afterAll(async () => {
  await line.close();
  await server.close();
});

async function begun(...script: Reply[]) {
  begin = { json: authorization() };
  answers = script;
  const person = new HttpPerson(line.vault);
  const token = await mint(line, { allowed_providers: ['tv'] });
  const { session_id: id } = await person.open(token);
  return { person, token, id, view: await click(person, id) };
}

async function click(person: HttpPerson, id: string): Promise<ConnectView> {
  const asked = { session_id: id, provider_id: 'tv', consent: 'click' };
  const answer = await person.ask('POST', '/sdk/oauth/connect/flow', asked);
  const body = (await answer.json()) as { start_url: string | null; view: ConnectView };
  if (!answer.ok) throw new Error(JSON.stringify(body));
  expect(body.start_url).toBeNull();
  return body.view;
}

/** As the page does: it waits for news of this session at our server. */
async function news(person: HttpPerson, { session_id, sequence }: ConnectView): Promise<ConnectView> {
  for (;;) {
    const answer = await person.ask('POST', '/sdk/oauth/connect/resume', { session_id, seen: sequence });
    const view = (await answer.json()) as ConnectView;
    if (view.sequence !== sequence) return view;
  }
}
const poll = async (token: string): Promise<unknown> =>
  (await line.post('/sdk/oauth/connect/session/poll', { session_token: token })).json();

describe('a code to enter', () => {
  it('is shown, also after a reload, and the device code is nowhere', async () => {
    const { person, id, view } = await begun(pending);
    const { device_code, user_code, verification_uri, verification_uri_complete } = authorization();
    const shown = { provider_id: 'tv', user_code, verification_uri, verification_uri_complete };
    expect(view.code).toMatchObject(shown);
    const again = await person.look(id);
    expect(again.code).toMatchObject(shown);
    expect(JSON.stringify([view, again, line.logs, await line.rows('audit', {})])).not.toContain(device_code);
    await person.ask('POST', '/sdk/oauth/connect/done', { session_id: id, cancelled: true });
  });

  it('is asked about by the server until the person has entered it; page and back end are told', async () => {
    const { person, token, view } = await begun(pending, pending, granted);
    expect(await poll(token)).toEqual({ status: 'pending' });
    const done = await news(person, view);
    expect(done.result).toMatchObject({ type: 'alter_connect_success', grants: [{ provider: 'tv' }] });
    expect(done.code).toBeNull();
    expect(await poll(token)).toMatchObject({
      status: 'completed',
      grants: [{ provider_id: 'tv', operation: 'creation', account_identifier: 'alice@example.com' }],
    });
    const grant = done.result?.type === 'alter_connect_success' ? done.result.grants[0] : undefined;
    const url = `${server.origin}/api`;
    const answer = await line.post('/request', { method: 'GET', url, grant_id: grant?.grant_id });
    expect(answer.status).toBe(200);
    expect(server.asked.at(-1)?.authorization).toBe('Bearer device-access-token');
  });

  it.each([
    ['access_denied', { outcome: 'declined', error: 'access_denied' }],
    ['expired_token', { outcome: 'failed', error: 'code_expired' }],
    ['invalid_client', { outcome: 'failed', error: 'invalid_client' }],
    ['invalid_grant', { outcome: 'failed', error: 'token_exchange_failed' }],
  ])('ends with the provider’s `%s`, in our words, and nothing is stored', async (code, last) => {
    const before = (await line.rows('grants', {})).length;
    const { person, view } = await begun(error(code));
    expect((await news(person, view)).last).toMatchObject(last);
    expect(await line.rows('grants', {})).toHaveLength(before);
  });

  it('outlives an answer that did not come', async () => {
    const { person, view } = await begun(error('temporarily_unavailable', 503), granted);
    expect((await news(person, view)).result).toMatchObject({ type: 'alter_connect_success' });
  });

  it('is not asked about any more when the person has cancelled', async () => {
    const { person, id } = await begun(pending);
    await person.ask('POST', '/sdk/oauth/connect/done', { session_id: id, cancelled: true });
    answers = [granted];
    const before = (await line.rows('grants', {})).length;
    expect((await person.look(id)).result).toMatchObject({ type: 'alter_connect_error' });
    await line.restart();
    expect(await line.rows('grants', {})).toHaveLength(before);
  });

  it('is taken over by whoever looks at the session after the process is gone', async () => {
    const { person, token, id, view } = await begun(pending);
    await line.restart();
    answers = [granted];
    expect(await poll(token)).toEqual({ status: 'pending' });
    expect((await news(person, view)).result).toMatchObject({ type: 'alter_connect_success' });
    expect((await person.look(id)).status).toBe('final');
  });

  it('is not taken up because another app holds the session’s token', async () => {
    const { person, token, id } = await begun(pending);
    await line.restart();
    const { leases } = line.running.deps.store;
    const { acquire } = leases;
    const taken: string[] = [];
    replace(leases, 'acquire', (appId, name, ...how) => {
      taken.push(name);
      return acquire(appId, name, ...how);
    });
    const order = { kind: 'rk', name: 'other', expiresAt: null, signedOnly: false, cidrAllowlist: [] } as const;
    const scopes = ['connect:initiate'] as const;
    const { key } = await createKey(
      line.running.deps.store,
      { ...order, appId: otherAppId, scopes: [...scopes], cidrAllowlist: [] },
      line.running.deps.clock,
    );
    const answer = await line.post('/sdk/oauth/connect/session/poll', { session_token: token }, key.reveal());
    expect(await answer.json()).toEqual({ status: 'expired' });
    expect(taken.filter((name) => name.startsWith('device/'))).toEqual([]);
    restore();
    await person.ask('POST', '/sdk/oauth/connect/done', { session_id: id, cancelled: true });
  });

  it('belongs to the browser that began: another one sees nothing of it', async () => {
    const { token, id } = await begun(pending);
    const stranger = new HttpPerson(line.vault);
    await expect(stranger.open(token)).rejects.toThrow('other_browser');
    await expect(stranger.look(id)).rejects.toThrow('other_browser');
  });
});

describe('a provider that will not begin', () => {
  it.each([
    ['unauthorized_client', error('unauthorized_client'), 'unauthorized_client'],
    ['no code', { json: { expires_in: 60 } }, 'provider_error'],
    [
      'a link that is no web address',
      { json: { user_code: 'A', device_code: 'B', expires_in: 60, verification_uri: 'javascript:alert(1)' } },
      'provider_error',
    ],
    [
      'a link that hides where it leads',
      {
        json: {
          user_code: 'A',
          device_code: 'B',
          expires_in: 60,
          verification_uri: 'https://bank.example@evil.example',
        },
      },
      'provider_error',
    ],
    [
      'a link that no screen holds',
      {
        json: {
          user_code: 'A',
          device_code: 'B',
          expires_in: 60,
          verification_uri: `https://tv.example/${'a'.repeat(3000)}`,
        },
      },
      'provider_error',
    ],
  ])('(%s) ends the attempt on the page, with an audit row', async (_, reply, code) => {
    begin = reply;
    const person = new HttpPerson(line.vault);
    const { session_id: id } = await person.open(await mint(line, { allowed_providers: ['tv'] }));
    const view = await click(person, id);
    expect(view).toMatchObject({ code: null, last: { outcome: 'failed', error: code } });
    expect(await line.rows('audit', { session_id: id, event: 'connect.failed' })).toHaveLength(1);
  });
});

describe('the pause before the next question', () => {
  const refused = { kind: 'refused', error: 'x', description: null, status: null } as const;

  it('is the provider’s interval, and from a `slow_down` on five seconds more each time', () => {
    expect(pauseAfter({ kind: 'pending', slowDown: false }, 5_000)).toBe(5_000);
    const slower = pauseAfter({ kind: 'pending', slowDown: true }, 5_000) ?? 0;
    expect(slower).toBe(10_000);
    expect(pauseAfter({ kind: 'pending', slowDown: true }, slower)).toBe(15_000);
  });

  it('grows while no answer comes, honours Retry-After, and has an end', () => {
    expect(pauseAfter({ ...refused, class: 'indeterminate', retryAfter: null }, 5_000)).toBe(10_000);
    expect(pauseAfter({ ...refused, class: 'transient', retryAfter: 30 }, 5_000)).toBe(30_000);
    expect(pauseAfter({ ...refused, class: 'transient', retryAfter: 3_600 }, 5_000)).toBe(60_000);
  });

  it('is never shorter than what the provider asked for', () => {
    expect(pauseAfter({ ...refused, class: 'transient', retryAfter: null }, 90_000)).toBe(90_000);
  });

  it('does not come after an answer', () => {
    expect(pauseAfter({ kind: 'denied' }, 5_000)).toBeNull();
    expect(pauseAfter({ ...refused, class: 'configuration', retryAfter: null }, 5_000)).toBeNull();
    expect(pauseAfter(null, 5_000)).toBeNull();
  });
});
