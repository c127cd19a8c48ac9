import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProvider } from '../../../../test/provider/provider.ts';
import {
  startScripted,
  type Asked,
  type Reply,
  type ScriptedServer,
} from '../../../../test/provider/scripted-server.ts';
import { revokeToken } from '../../src/oauth/revoke.ts';
import type { RevokeEndpoint } from '../../src/providers/provider.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, client, discovered, providerAt } from './custom-provider.ts';
import { tokensFor } from './sign-in-once.ts';

const fields = {
  access_token: new Secret('access-5d6e7f8091a2b3c4d5e6'),
  refresh_token: new Secret('refresh-0a1b2c3d4e5f60718293'),
};

test('at a real server, revoking the refresh token ends the access token too', async () => {
  const server = await startProvider({ clients: [client()] });
  const provider = await discovered(server.issuer);
  const held = (await tokensFor(provider)).fields;
  const headers = { authorization: `Bearer ${held['access_token']?.reveal() ?? ''}` };
  expect((await fetch(`${server.issuer}/api/me`, { headers })).status).toBe(200);
  expect(await revokeToken({ ...call(provider), fields: held })).toEqual({ kind: 'confirmed' });
  expect((await fetch(`${server.issuer}/api/me`, { headers })).status).toBe(401);
  await server.close();
});

describe('revokeToken', () => {
  let server: ScriptedServer;
  let answer: (asked: Asked) => Reply | 'cut';
  beforeEach(async () => {
    server = await startScripted((asked) => answer(asked));
  });
  afterEach(() => server.close());

  const revoke = (reply: (asked: Asked) => Reply | 'cut', endpoint: Partial<RevokeEndpoint> = {}) => {
    answer = reply;
    const plain = providerAt(server.origin);
    const given = plain.endpoints.revoke;
    if (!given) throw new Error('no endpoint');
    const provider = { ...plain, endpoints: { ...plain.endpoints, revoke: { ...given, ...endpoint } } };
    return revokeToken({ ...call(provider), fields });
  };

  test.each<[string, Reply | 'cut', boolean]>([
    ['a server in trouble is asked again', { status: 503 }, true],
    ['too many calls: later', { status: 429 }, true],
    ['a cut connection: again', 'cut', true],
    ['a refusal stays one', { status: 400, body: { error: 'unsupported_token_type' } }, false],
    ['an unknown client stays one', { status: 401, body: { error: 'invalid_client' } }, false],
    ...[
      { error: { message: 'Client secret expired' } },
      { error: { message: 'Your subscription has expired.' } },
      { error: { code: 400, message: 'Trial expired' } },
      { error: 'client_token_expired' },
      { error: 'token_expired_at_is_missing' },
    ].map((body): [string, Reply, boolean] => [
      `what else has expired is no end of the token: ${JSON.stringify(body)}`,
      { status: 400, body },
      false,
    ]),
  ])('%s', async (_case, reply, retry) => {
    expect(await revoke(() => reply)).toMatchObject({ kind: 'failed', retry });
  });

  test.each<[string, Reply]>([
    ['200 without a body', { status: 200 }],
    ['204', { status: 204 }],
    ['a token that is not known any more', { status: 400, body: { error: 'invalid_token' } }],
    ...['token_expired', 'expired_token', 'refresh_token_expired', 'access_token_has_expired', 'TOKEN_IS_EXPIRED'].map(
      (error): [string, Reply] => [`a token whose time is over: ${error}`, { status: 400, body: { error } }],
    ),
    ['the same in an object', { status: 400, body: { error: { code: 'token_expired', message: 'Over' } } }],
  ])('is confirmed by %s', async (_case, reply) => {
    expect(await revoke(() => reply)).toEqual({ kind: 'confirmed' });
  });

  test('an error that echoes the token is cleaned', async () => {
    const outcome = await revoke(() => ({ status: 400, body: { error: `no ${fields.refresh_token.reveal()}` } }));
    expect(outcome).toEqual({ kind: 'failed', retry: false, error: 'no <redacted>' });
  });

  test('a token in the path does not show in the error of a call that failed', async () => {
    const endpoint = {
      url: 'http://127.0.0.1:1/tokens/{token}',
      carries: 'path',
      auth: 'none',
      method: 'DELETE',
    } as const;
    const outcome = await revoke(() => ({}), endpoint);
    expect(outcome).toMatchObject({ kind: 'failed', retry: true });
    expect(JSON.stringify(outcome)).not.toContain(fields.refresh_token.reveal());
  });

  describe('where the access token itself is the proof', () => {
    const bearer = { auth: 'bearer', carries: 'bearer', token: 'access', field: '' } as const;
    const fresh = { body: { access_token: 'access-fresh', token_type: 'bearer' } };

    test('an expired one is refreshed first, so that the grant really ends', async () => {
      const outcome = await revoke(({ path, headers }) => {
        if (path === '/token') return fresh;
        return headers.authorization === 'Bearer access-fresh' ? {} : { status: 401, body: { error: 'expired_token' } };
      }, bearer);
      expect(outcome).toEqual({ kind: 'confirmed' });
      expect(server.asked.map(({ path }) => path)).toEqual(['/revoke', '/token', '/revoke']);
    });

    test('stands where calls have it, in the query too', async () => {
      answer = () => ({});
      const provider = providerAt(server.origin, {
        custom: { api: { inject: { in: 'query', name: 'key', format: '{token}' } }, revoke: { auth: 'bearer' } },
      });
      expect(await revokeToken({ ...call(provider), fields })).toEqual({ kind: 'confirmed' });
      expect(server.asked[0]?.path).toBe(`/revoke?key=${fields.access_token.reveal()}`);
      expect(server.asked[0]?.headers['key']).toBeUndefined();
    });

    test('a refresh token that is dead as well means that it is over', async () => {
      const outcome = await revoke(
        ({ path }) => (path === '/token' ? { status: 400, body: { error: 'invalid_grant' } } : { status: 401 }),
        bearer,
      );
      expect(outcome).toEqual({ kind: 'confirmed' });
    });

    test('is not called confirmed when nobody can say', async () => {
      const outcome = await revoke(({ path }) => (path === '/token' ? fresh : { status: 401 }), bearer);
      expect(outcome).toMatchObject({ kind: 'failed', retry: false });
    });

    test('is not tried again once a single-use refresh token was spent on it', async () => {
      const outcome = await revoke(({ path, headers }) => {
        if (path === '/token') return fresh;
        return headers.authorization === 'Bearer access-fresh' ? { status: 503 } : { status: 401 };
      }, bearer);
      expect(outcome).toMatchObject({ kind: 'failed', retry: false });
    });
  });
});
