/** The emulator itself: each switch refuses what it should, and its log tells what happened. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Differs } from '../../provider/emulator/behaviour.ts';
import type { TenantClient } from '../../provider/emulator/client.ts';
import { busyInWords, cut, garbage, slow, tooMany } from '../../provider/emulator/faults.ts';
import { visitVendor } from '../../provider/emulator/lead-here.ts';
import { baseString1, signature1 } from '../../provider/emulator/oauth1-signature.ts';
import { startEmulator, startEmulatorProcess, type RunningEmulator } from '../../provider/emulator/start.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

let count = 0;
const add = (behaviour: Differs = {}): Promise<TenantClient> => {
  count++;
  return emulator.add(`vendor-${String(count)}`, behaviour);
};

const callback = 'http://localhost:1/back';
const verifier = 'a-verifier-of-at-least-forty-three-characters-x';
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** The person agrees. @returns what the callback brings */
async function agree(tenant: TenantClient, more: Record<string, string> = {}): Promise<URLSearchParams> {
  const { endpoints, client } = tenant.behaviour;
  const url = new URL(endpoints.authorize ?? '');
  const asked = {
    response_type: 'code',
    [client.idName]: client.id,
    redirect_uri: callback,
    state: 'state-123',
    ...more,
  };
  url.search = new URLSearchParams(asked).toString();
  return (await visitVendor(emulator.origin, url)).searchParams;
}

interface Answered {
  status: number;
  body: Record<string, unknown>;
}

async function ask(tenant: TenantClient, members: Record<string, string>, init: RequestInit = {}): Promise<Answered> {
  const { client, endpoints } = tenant.behaviour;
  const own = { [client.idName]: client.id, client_secret: client.secret ?? '', ...members };
  const answer = await fetch(endpoints.token ?? '', { method: 'POST', body: new URLSearchParams(own), ...init });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function granted(tenant: TenantClient): Promise<{ access: string; refresh: string }> {
  const [pair] = (await tenant.seed({ scopes: ['read'] })).pairs;
  return { access: pair?.access ?? '', refresh: pair?.refresh ?? '' };
}

const refresh = (tenant: TenantClient, token: string) =>
  ask(tenant, { grant_type: 'refresh_token', refresh_token: token });

describe('authorization', () => {
  test('a required parameter that is missing is refused, with its name', async () => {
    const tenant = await add({ authorize: { required: { access_type: 'offline' } } });
    await expect(agree(tenant)).rejects.toThrow('access_type is null, not offline');
    expect((await agree(tenant, { access_type: 'offline' })).get('code')).toMatch(/^code-/);
  });

  test('a scope list with the wrong separator is refused', async () => {
    const tenant = await add({ authorize: { scopeSeparator: ',', scopes: ['read', 'write'] } });
    await expect(agree(tenant, { scope: 'read write' })).rejects.toThrow('scope read write is not known');
    expect((await agree(tenant, { scope: 'read,write' })).has('code')).toBe(true);
  });

  test('PKCE is wanted, or unwanted, as the switch says', async () => {
    const wanted = await add({ authorize: { pkce: 'required' } });
    await expect(agree(wanted)).rejects.toThrow('code_challenge is missing');
    const unwanted = await add({ authorize: { pkce: 'refused' } });
    const sent = { code_challenge: challenge, code_challenge_method: 'S256' };
    await expect(agree(unwanted, sent)).rejects.toThrow('code_challenge is not a parameter');
    const code = (await agree(wanted, sent)).get('code') ?? '';
    const members = { grant_type: 'authorization_code', code, redirect_uri: callback };
    expect(await ask(wanted, { ...members, code_verifier: `${verifier}y` })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  test('the callback brings what the vendor adds, and its issuer', async () => {
    const tenant = await add({ authorize: { iss: true, callback: { realmId: '4711' }, codeName: 'oauth_code' } });
    const brought = await agree(tenant);
    expect(Object.fromEntries(brought)).toMatchObject({ realmId: '4711', iss: emulator.origin, state: 'state-123' });
    expect(brought.get('oauth_code')).toMatch(/^code-/);
  });

  test('a person who says no sends an error, and a code works once', async () => {
    const tenant = await add();
    const code = (await agree(tenant)).get('code') ?? '';
    const members = { grant_type: 'authorization_code', code, redirect_uri: callback };
    const first = await ask(tenant, members);
    expect(first.status).toBe(200);
    expect(await ask(tenant, members)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await tenant.grants())[0]?.live).toBe(false);
    await tenant.set({ authorize: { person: 'denies' } });
    expect((await agree(tenant)).get('error')).toBe('access_denied');
  });
});

describe('the token endpoint', () => {
  test.each([
    ['post', { authorization: `Basic ${btoa('client-1:client-secret-1')}` }, 401],
    ['basic', { authorization: `Basic ${btoa('client-1:client-secret-1')}` }, 200],
    ['basic', {}, 401],
  ] as const)('of a vendor that wants %s answers %j with %i', async (auth, headers, status) => {
    const tenant = await add({ client: { auth } });
    const { refresh: token } = await granted(tenant);
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token });
    if (!('authorization' in headers)) body.set('client_secret', 'client-secret-1');
    const answer = await fetch(tenant.behaviour.endpoints.token ?? '', { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
  });

  test('takes JSON where the vendor wants JSON, and no form', async () => {
    const tenant = await add({ token: { body: 'json' } });
    const { refresh: token } = await granted(tenant);
    expect(await refresh(tenant, token)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const body = {
      client_id: 'client-1',
      client_secret: 'client-secret-1',
      grant_type: 'refresh_token',
      refresh_token: token,
    };
    const init = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    expect((await ask(tenant, {}, init)).status).toBe(200);
  });

  test('writes its answer as the vendor does', async () => {
    const tenant = await add({
      answer: {
        status: 201,
        tokenType: null,
        expiresIn: 'null',
        refreshToken: 'null',
        scope: 'list',
        nested: 'data.user',
      },
    });
    const { status, body } = await refresh(tenant, (await granted(tenant)).refresh);
    expect(status).toBe(201);
    expect(body).toEqual({
      data: {
        user: { access_token: expect.any(String), expires_in: null, refresh_token: null, scope: ['read'] },
      },
    });
  });

  test('says a life that is not the true one', async () => {
    const tenant = await add({ access: { seconds: 0 }, answer: { says: 3600 } });
    const { body } = await refresh(tenant, (await granted(tenant)).refresh);
    expect(body['expires_in']).toBe(3600);
    const answer = await fetch(tenant.api, { headers: { authorization: `Bearer ${String(body['access_token'])}` } });
    expect(answer.status).toBe(401);
  });

  test('says errors with status 200 and in its own words', async () => {
    const tenant = await add({
      errors: { status: 200, own: { invalid_grant: { status: 200, body: { ok: false, error: 'token_revoked' } } } },
    });
    expect(await refresh(tenant, 'nonsense')).toEqual({ status: 200, body: { ok: false, error: 'token_revoked' } });
    expect(await ask(tenant, { grant_type: 'password' })).toMatchObject({
      status: 200,
      body: { error: 'unsupported_grant_type' },
    });
  });
});

describe('refresh tokens', () => {
  test('a single-use token that comes again ends its family', async () => {
    const tenant = await add();
    const { refresh: first } = await granted(tenant);
    const { body } = await refresh(tenant, first);
    expect((await refresh(tenant, first)).status).toBe(400);
    expect((await refresh(tenant, String(body['refresh_token']))).status).toBe(400);
    expect((await tenant.refreshCalls()).map(({ outcome }) => outcome)).toEqual(['rotated', 'reused', 'ended']);
    expect((await tenant.sentAgain()).map(({ token, calls }) => [token, calls.length])).toEqual([[first, 2]]);
  });

  test('in its grace time a spent token gets the same answer, or a new one', async () => {
    for (const grace of ['repeat', 'new'] as const) {
      const tenant = await add({ refresh: { graceMs: 60_000, grace } });
      const { refresh: first } = await granted(tenant);
      const answers = [await refresh(tenant, first), await refresh(tenant, first)].map(
        ({ body }) => body['refresh_token'],
      );
      expect(new Set(answers).size).toBe(grace === 'repeat' ? 1 : 2);
      expect((await tenant.refreshCalls())[1]?.outcome).toBe('grace');
    }
  });

  test('a static token works again; one whose predecessors stay valid does too', async () => {
    for (const rotation of ['static', 'rotates-old-stays-valid'] as const) {
      const tenant = await add({ refresh: { rotation } });
      const { refresh: first } = await granted(tenant);
      for (const _turn of [1, 2, 3]) expect((await refresh(tenant, first)).status).toBe(200);
    }
  });

  test('two pairs of one grant rotate apart', async () => {
    const code = { access: '{access}', bot: '{access2}', bot_refresh: '{refresh2}' };
    const tenant = await add({ refresh: { pairs: 2 }, answer: { code } });
    const [person, bot] = (await tenant.seed()).pairs;
    expect((await refresh(tenant, bot?.refresh ?? '')).status).toBe(200);
    expect((await refresh(tenant, person?.refresh ?? '')).status).toBe(200);
    expect((await refresh(tenant, bot?.refresh ?? '')).status).toBe(400);
  });
});

describe('faults', () => {
  test('come in order, are used up, and say in the log whether the request was carried out', async () => {
    const tenant = await add();
    const { refresh: token } = await granted(tenant);
    await tenant.fail(
      tooMany('refresh', 1, 7),
      busyInWords('refresh', 1),
      cut({ on: 'refresh', times: 1, handled: true }),
    );
    const limited = await fetch(tenant.behaviour.endpoints.token ?? '', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token }),
    });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await refresh(tenant, token)).status).toBe(503);
    await expect(refresh(tenant, token)).rejects.toThrow();
    expect((await tenant.refreshCalls()).map(({ outcome, fault, status }) => [outcome, fault, status])).toEqual([
      ['fault', true, 429],
      ['fault', true, 503],
      ['rotated', true, null],
    ]);
    expect((await refresh(tenant, token)).body['error']).toBe('invalid_grant');
  });

  test('a slow answer is carried out at once; garbage is no answer; healing ends what is left', async () => {
    const tenant = await add();
    const { refresh: token } = await granted(tenant);
    await tenant.fail(slow('refresh', 1, 200), garbage({ on: 'refresh', times: null, handled: false }));
    const waiting = refresh(tenant, token);
    await expect
      .poll(async () => (await tenant.refreshCalls())[0])
      .toMatchObject({ outcome: 'rotated', answeredAt: null });
    const { body } = await waiting;
    const next = String(body['refresh_token']);
    await expect(refresh(tenant, next)).rejects.toThrow();
    await tenant.heal();
    expect((await refresh(tenant, next)).status).toBe(200);
  });

  test('another process sets the same switches and reads the same log', async () => {
    const apart = await startEmulatorProcess();
    try {
      await apart.add('far', { client: { secret: 'far-secret' } });
      const tenant = await apart.tenant('far');
      expect(tenant.config()).toMatchObject({ client_id: 'client-1', custom: { rotation: 'single-use' } });
      const { refresh: token } = await granted(tenant);
      await tenant.end();
      expect(await refresh(tenant, token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect((await apart.log()).map(({ outcome }) => outcome)).toEqual(['ended']);
    } finally {
      await apart.close();
    }
  });
});

describe('without a browser', () => {
  test('a device code waits, is told to slow down, and works once when the person has agreed', async () => {
    const tenant = await add({ device: { intervalSeconds: 1, lifeSeconds: 60 } });
    const { endpoints, token } = tenant.behaviour;
    const begun = await fetch(endpoints.device ?? '', {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'client-1', scope: 'read' }),
    });
    const device = (await begun.json()) as Record<string, string>;
    const poll = () =>
      ask(tenant, { grant_type: token.grantTypes.device_code, device_code: device['device_code'] ?? '' });
    expect((await poll()).body['error']).toBe('authorization_pending');
    expect((await poll()).body['error']).toBe('slow_down');
    expect((await fetch(device['verification_uri_complete'] ?? '')).status).toBe(200);
    // Slowed down by five seconds: another code shows the end.
    expect((await tenant.log()).map(({ outcome }) => outcome)).toEqual(['granted', 'pending', 'refused', 'agreed']);
  });

  test('a device code gives tokens once, and none after a no', async () => {
    const tenant = await add({ device: { intervalSeconds: 0, lifeSeconds: 60 } });
    const { endpoints, token } = tenant.behaviour;
    for (const [deny, error] of [
      ['', 'invalid_grant'],
      ['&deny=1', 'access_denied'],
    ] as const) {
      const begun = await fetch(endpoints.device ?? '', {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'client-1' }),
      });
      const device = (await begun.json()) as Record<string, string>;
      await fetch((device['verification_uri_complete'] ?? '') + deny);
      const poll = () =>
        ask(tenant, { grant_type: token.grantTypes.device_code, device_code: device['device_code'] ?? '' });
      if (deny === '') expect((await poll()).body['access_token']).toBeDefined();
      expect((await poll()).body['error']).toBe(error);
    }
  });

  test('a client acts for itself, without a refresh token', async () => {
    const tenant = await add({ authorize: { scopes: ['read'] } });
    const { body } = await ask(tenant, { grant_type: 'client_credentials', scope: 'read' });
    expect(body).toMatchObject({ access_token: expect.any(String), scope: 'read' });
    expect(body).not.toHaveProperty('refresh_token');
    expect((await ask(tenant, { grant_type: 'client_credentials', scope: 'all' })).body['error']).toBe('invalid_scope');
  });
});

describe('OAuth 1.0a', () => {
  const parameters = (more: Record<string, string>) =>
    Object.entries({ oauth_consumer_key: 'dpf43f3p2l4k3l03', oauth_signature_method: 'HMAC-SHA1', ...more });

  test('signs the requests of RFC 5849 §1.2 as the RFC does', () => {
    const initiate = parameters({
      oauth_timestamp: '137131200',
      oauth_nonce: 'wIjqoS',
      oauth_callback: 'http://printer.example.com/ready',
    });
    const post = (url: string, list: [string, string][]) => ({ method: 'POST', url: new URL(url), parameters: list });
    const secret = 'kd94hf93k423kf44';
    const first = signature1('HMAC-SHA1', post('https://photos.example.net/initiate', initiate), secret, '');
    expect(first).toBe('74KNZJeDHnMBp0EMJ9ZHt/XKycU=');
    const photos = parameters({
      oauth_token: 'nnch734d00sl2jdk',
      oauth_timestamp: '137131202',
      oauth_nonce: 'chapoH',
      file: 'vacation.jpg',
      size: 'original',
    });
    const get = { method: 'GET', url: new URL('http://photos.example.net/photos'), parameters: photos };
    expect(signature1('HMAC-SHA1', get, secret, 'pfkkdhi9sl3r4s00')).toBe('MdpQcU8iPSUjWoN/UDMsK2sui9I=');
  });

  test('makes the base string of RFC 5849 §3.4.1.1', () => {
    const list: [string, string][] = [
      ...new URLSearchParams('b5=%3D%253D&a3=a&c%40=&a2=r%20b'),
      ...new URLSearchParams('c2&a3=2+q'),
      ['oauth_consumer_key', '9djdj82h48djs9d2'],
      ['oauth_token', 'kkk9d7dh3k39sjv7'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131201'],
      ['oauth_nonce', '7d8f3e4a'],
    ];
    expect(baseString1({ method: 'POST', url: new URL('http://EXAMPLE.COM:80/request'), parameters: list })).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  test('goes from temporary credentials to a signed call, and refuses a signature or a nonce that is not right', async () => {
    const tenant = await add();
    const { endpoints } = tenant.behaviour;
    const signedHeader = (method: string, url: string, token: string | null, tokenSecret: string, more = {}) => {
      const list = {
        oauth_consumer_key: 'client-1',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: String(Math.floor(Date.now() / 1000)),
        oauth_nonce: randomUUID(),
        ...(token === null ? {} : { oauth_token: token }),
        ...more,
      };
      const signed = { method, url: new URL(url), parameters: Object.entries<string>(list) };
      const oauth_signature = signature1('HMAC-SHA1', signed, 'client-secret-1', tokenSecret);
      const members = Object.entries<string>({ ...list, oauth_signature });
      return `OAuth ${members.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')}`;
    };
    const post = async (url: string, authorization: string) => {
      const answer = await fetch(url, { method: 'POST', headers: { authorization } });
      return { status: answer.status, body: new URLSearchParams(await answer.text()) };
    };
    const { temporary = '', authorize1 = '', token1 = '' } = endpoints;
    const begin = signedHeader('POST', temporary, null, '', { oauth_callback: callback });
    const first = await post(temporary, begin);
    expect(first.body.get('oauth_callback_confirmed')).toBe('true');
    expect((await post(temporary, begin)).status).toBe(401);
    const token = first.body.get('oauth_token') ?? '';
    const secret = first.body.get('oauth_token_secret') ?? '';
    const brought = await visitVendor(emulator.origin, new URL(`${authorize1}?oauth_token=${token}`));
    const oauth_verifier = brought.searchParams.get('oauth_verifier') ?? '';
    const wrong = await post(token1, signedHeader('POST', token1, token, 'another', { oauth_verifier }));
    expect([wrong.status, wrong.body.get('oauth_problem')]).toEqual([401, 'oauth_signature is wrong']);
    const last = await post(token1, signedHeader('POST', token1, token, secret, { oauth_verifier }));
    const access = [last.body.get('oauth_token') ?? '', last.body.get('oauth_token_secret') ?? ''] as const;
    const call = (tokenSecret: string) =>
      fetch(`${tenant.api}/me`, {
        headers: { authorization: signedHeader('GET', `${tenant.api}/me`, access[0], tokenSecret) },
      });
    expect((await call('another')).status).toBe(401);
    expect((await call(access[1])).status).toBe(200);
  });
});

test('a switch that does not exist is a mistake in the test', async () => {
  const tenant = await add();
  await expect(tenant.set({ tokens: {} } as Differs)).rejects.toThrow();
});
