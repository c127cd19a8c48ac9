import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../../../../test/provider/provider.ts';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { refreshTokens } from '../../src/oauth/refresh.ts';
import { createEgress } from '../../src/egress/send.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, client, discovered, now, providerAt } from './custom-provider.ts';
import { tokensFor } from './sign-in-once.ts';

const refreshToken = new Secret('refresh-0a1b2c3d4e5f60718293');
const fields = {
  access_token: new Secret('access-old'),
  refresh_token: refreshToken,
  bot_access_token: new Secret('bot'),
};

describe('against a real server with single-use tokens', () => {
  let server: TestProvider;
  beforeAll(async () => {
    server = await startProvider({ clients: [client()] });
  });
  afterAll(() => server.close());

  test('the new refresh token takes the place of the old one, which is dead for good', async () => {
    const provider = await discovered(server.issuer);
    const held = (await tokensFor(provider)).fields;
    const request = { ...call(provider), refreshToken: held['refresh_token'] ?? refreshToken, fields: held };
    const fresh = await refreshTokens(request);
    if (fresh.kind !== 'ok') throw new Error(fresh.error);
    expect(fresh.tokens.fields['refresh_token']?.reveal()).not.toBe(held['refresh_token']?.reveal());
    const token = fresh.tokens.fields['access_token']?.reveal() ?? '';
    expect((await fetch(`${server.issuer}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    expect(await refreshTokens(request)).toMatchObject({ kind: 'refused', class: 'permanent', error: 'invalid_grant' });
  });
});

describe('against what servers answer', () => {
  let server: ScriptedServer;
  let reply: Reply | 'cut';
  beforeAll(async () => {
    server = await startScripted(() => reply);
  });
  afterAll(() => server.close());

  const refresh = (answer: Reply | 'cut') => {
    reply = answer;
    return refreshTokens({ ...call(providerAt(server.origin)), refreshToken, fields });
  };

  test('keeps every field that the answer does not replace, the refresh token too', async () => {
    const outcome = await refresh({ body: { access_token: 'access-new', token_type: 'bearer', expires_in: 60 } });
    if (outcome.kind !== 'ok') throw new Error(outcome.error);
    const held = Object.entries(outcome.tokens.fields).map(([name, secret]) => [name, secret.reveal()]);
    expect(Object.fromEntries(held)).toEqual({
      access_token: 'access-new',
      refresh_token: refreshToken.reveal(),
      bot_access_token: 'bot',
    });
    expect(outcome.tokens.expiresAt).toBe(now + 60_000);
  });

  test.each<[string, unknown]>([
    ['an empty object', {}],
    ['an empty list', []],
  ])('keeps the successor of a single-use token that comes with an error that is %s', async (_case, error) => {
    const body = { access_token: 'access-new', refresh_token: 'refresh-new', token_type: 'bearer', error };
    const outcome = await refresh({ body });
    if (outcome.kind !== 'ok') throw new Error(outcome.error);
    expect(outcome.tokens.fields['refresh_token']?.reveal()).toBe('refresh-new');
  });

  const error = (status: number, code: string, headers: Record<string, string> = {}): Reply => ({
    status,
    headers,
    body: { error: code, error_description: `${refreshToken.reveal()} is not good` },
  });

  test.each<[string, Reply | 'cut', string, string]>([
    ['a dead token', error(400, 'invalid_grant'), 'permanent', 'invalid_grant'],
    ['a dead token, said with 200', error(200, 'invalid_grant'), 'permanent', 'invalid_grant'],
    ['an unknown client', error(401, 'invalid_client'), 'configuration', 'invalid_client'],
    [
      'an unknown client, with a challenge',
      error(401, 'invalid_client', { 'www-authenticate': 'Basic realm="x"' }),
      'configuration',
      'invalid_client',
    ],
    ['a client that may not refresh', error(400, 'unauthorized_client'), 'configuration', 'unauthorized_client'],
    ['a readable error that is neither', error(400, 'temporarily_unavailable'), 'transient', 'temporarily_unavailable'],
    ['a word that every object knows', error(400, 'constructor'), 'transient', 'constructor'],
    ['a word that every object knows, in trouble', error(500, '__proto__'), 'transient', '__proto__'],
    ['trouble that says so in OAuth', error(503, 'temporarily_unavailable'), 'transient', 'temporarily_unavailable'],
    ['trouble that calls the token dead', error(503, 'invalid_grant'), 'indeterminate', 'invalid_grant'],
    ['trouble that calls the client unknown', error(500, 'invalid_client'), 'indeterminate', 'invalid_client'],
    ['too many calls', error(429, 'slow_down'), 'transient', 'slow_down'],
    ['too many calls, without words', { status: 429, body: '' }, 'transient', 'unreadable_answer'],
    ['trouble without words', { status: 502, body: '<html>Bad gateway</html>' }, 'indeterminate', 'unreadable_answer'],
    ['a timeout at the server', { status: 408, body: '' }, 'indeterminate', 'unreadable_answer'],
    ['a page instead of tokens', { status: 200, body: '<html>Hello</html>' }, 'indeterminate', 'unreadable_answer'],
    ['JSON that breaks off', { status: 200, body: '{"access_token":"a' }, 'indeterminate', 'unreadable_answer'],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' },
      'indeterminate',
      'unreadable_answer',
    ],
    ['tokens that are none', { body: { token_type: 'bearer' } }, 'indeterminate', 'invalid_answer'],
    ['a connection that is cut', 'cut', 'indeterminate', 'no_answer'],
    ...[200, 201].map((status): [string, Reply, string, string] => [
      `tokens beside an error, with ${String(status)}: the one that was sent may be spent`,
      { status, body: { access_token: 'access-new', token_type: 'bearer', error: { code: 'partial_failure' } } },
      'indeterminate',
      'partial_failure',
    ]),
    [
      'tokens beside a word that ends the grant: it may be the old one that ended',
      { body: { access_token: 'access-new', token_type: 'bearer', error: 'invalid_grant' } },
      'indeterminate',
      'invalid_grant',
    ],
    [
      'an error with an access token that is empty',
      { body: { access_token: '', error: 'temporarily_unavailable' } },
      'transient',
      'temporarily_unavailable',
    ],
    ['an empty error without tokens', { body: { error: {} } }, 'indeterminate', 'invalid_answer'],
  ])('%s', async (_case, answer, errorClass, code) => {
    const outcome = await refresh(answer);
    expect(outcome).toMatchObject({ kind: 'refused', class: errorClass, error: code });
    expect(JSON.stringify(outcome)).not.toContain(refreshToken.reveal());
  });

  test.each<[string, string, number | null]>([
    ['seconds', '17', 17],
    ['a date, counted from the given time', new Date(now + 90_000).toUTCString(), 90],
    ['nonsense', 'soon', null],
  ])('Retry-After as %s', async (_case, value, seconds) => {
    expect(await refresh(error(429, 'slow_down', { 'retry-after': value }))).toMatchObject({ retryAfter: seconds });
  });
});

describe('what was certainly not sent may be sent again', () => {
  const send = (provider = providerAt('http://127.0.0.1:1'), signal?: AbortSignal) => ({
    ...call(provider, signal),
    refreshToken,
    fields,
  });
  const egress = createEgress({
    unsafeAllowLoopback: false,
    timeouts: { connectMs: 500, headersMs: 500, idleMs: 500, tokenCallMs: 2000 },
    resolve: (hostname, done) => {
      if (hostname === 'inside.example') done(null, [{ address: '10.0.0.1', family: 4 }]);
      else done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    },
  });
  afterAll(() => egress.close());

  test('nobody listens', async () => {
    const gone = await startScripted(() => ({}));
    await gone.close();
    expect(await refreshTokens(send(providerAt(gone.origin)))).toMatchObject({
      class: 'transient',
      error: 'unreachable',
    });
  });

  test('the name does not exist', async () => {
    const request = { ...send(providerAt('https://nowhere.example')), fetch: egress.fetch };
    expect(await refreshTokens(request)).toMatchObject({ class: 'transient', error: 'unreachable' });
  });

  test('the address is one that is never dialled', async () => {
    const request = { ...send(providerAt('https://inside.example')), fetch: egress.fetch };
    expect(await refreshTokens(request)).toMatchObject({ class: 'transient', error: 'unreachable' });
  });

  test('the call was given up before it began', async () => {
    expect(await refreshTokens(send(undefined, AbortSignal.abort()))).toMatchObject({ class: 'transient' });
  });

  test('given up while the server thinks, it may have been sent', async () => {
    const stop = new AbortController();
    const server = await startScripted(() => {
      stop.abort();
      return 'cut';
    });
    const outcome = await refreshTokens(send(providerAt(server.origin), stop.signal));
    await server.close();
    expect(outcome).toMatchObject({ class: 'indeterminate', error: 'no_answer' });
  });
});
