/** What providers answer that the library would refuse, and what stays refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScripted, type Reply, type ScriptedServer } from '../../../../test/provider/scripted-server.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { Secret } from '../../src/vault/secret.ts';
import { call, clientSecret, now, providerAt, redirectUri, type Changes } from './custom-provider.ts';

const code = 'code-9f8e7d6c5b4a39281706';
const access = 'access-1a2b3c4d5e6f708192a3';
const plain = { access_token: access, token_type: 'Bearer' };

let server: ScriptedServer;
let reply: Reply | 'cut';

beforeAll(async () => {
  server = await startScripted(() => reply);
});
afterAll(() => server.close());

const exchange = (answer: Reply | 'cut', changes?: Changes) => {
  reply = answer;
  return exchangeCode({
    ...call(providerAt(server.origin, changes)),
    redirectUri,
    callbackParameters: new URLSearchParams({ code, state: 'state-1' }),
    codeVerifier: new Secret('v'.repeat(43)),
    nonce: null,
  });
};

const json = (body: Record<string, unknown>, status = 200): Reply => ({ status, body });
const form = (text: string): Reply => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: text,
});

describe('tokens are taken', () => {
  test.each<[string, Reply]>([
    ['without token_type', json({ access_token: access })],
    ['with token_type null', json({ ...plain, token_type: null })],
    ['with expires_in null', json({ ...plain, expires_in: null })],
    ['with expires_in 0, which nobody can mean', json({ ...plain, expires_in: 0 })],
    ['with refresh_token null', json({ ...plain, refresh_token: null })],
    ['with refresh_token empty', json({ ...plain, refresh_token: '' })],
    ['with scope null', json({ ...plain, scope: null })],
    ['with error null', json({ ...plain, error: null })],
    ['with error as an empty object', json({ ...plain, error: {} })],
    ['with error as an empty list', json({ ...plain, error: [] })],
    ['with error as an object of nothing', json({ ...plain, error: { code: 0, message: '' } })],
    ['with status 201', json(plain, 201)],
    ['with an ID token that nobody asked for', json({ ...plain, id_token: 'a.b.c' })],
    ['in form encoding', form(`access_token=${access}&token_type=bearer`)],
    [
      'as text that is form encoding',
      { headers: { 'content-type': 'text/plain' }, body: `access_token=${access}&scope=` },
    ],
    ['as JSON under another content type', { headers: { 'content-type': 'text/html' }, body: JSON.stringify(plain) }],
  ])('%s', async (_case, answer) => {
    const outcome = await exchange(answer);
    expect(outcome.kind).toBe('ok');
    if (outcome.kind !== 'ok') return;
    expect(outcome.tokens.fields['access_token']?.reveal()).toBe(access);
    expect(Object.keys(outcome.tokens.fields)).toEqual(['access_token']);
    expect(outcome.tokens.expiresAt).toBeNull();
    expect(outcome.tokens.facts).not.toHaveProperty('error');
  });

  test.each<[string, unknown]>([
    ['as a number', 3600],
    ['as text', '3600'],
  ])('with a life counted from the call: %s', async (_case, expires_in) => {
    expect(await exchange(json({ ...plain, expires_in }))).toMatchObject({ tokens: { expiresAt: now + 3_600_000 } });
  });

  test('with the life that the entry knows, when the answer is silent', async () => {
    const changes: Changes = { entry: (entry) => ({ ...entry, refresh: { ...entry.refresh, accessTtlSeconds: 60 } }) };
    expect(await exchange(json(plain), changes)).toMatchObject({ tokens: { expiresAt: now + 60_000 } });
  });

  test.each<[string, Record<string, unknown>, number | undefined]>([
    ['as most say it', { refresh_token_expires_in: 86_400 }, now + 86_400_000],
    ['as TikTok says it', { refresh_expires_in: '86400' }, now + 86_400_000],
    ['as QuickBooks says it', { x_refresh_token_expires_in: 86_400 }, now + 86_400_000],
    ['as a word for no end', { refresh_expires_in: 0 }, undefined],
    ['not at all', {}, undefined],
  ])('with the end of a refresh token that nobody uses: %s', async (_case, said, refreshEndsAt) => {
    const outcome = await exchange(json({ ...plain, refresh_token: 'refresh-1', ...said }));
    expect(outcome.kind === 'ok' && outcome.tokens.refreshEndsAt).toBe(refreshEndsAt);
  });

  test.each<[string, unknown, Changes | undefined]>([
    ['separated by spaces', 'read  write', undefined],
    ['as a list', ['read', 'write'], undefined],
    ['separated by commas where the entry says so', 'read,write', { custom: { scopeSeparator: ',' } }],
  ])('with scopes %s', async (_case, scope, changes) => {
    expect(await exchange(json({ ...plain, scope }), changes)).toMatchObject({ tokens: { scopes: ['read', 'write'] } });
  });
});

test('facts hold no token, under whatever name and however deep it came', async () => {
  const outcome = await exchange(
    json({
      ...plain,
      refresh_token: 'refresh-7',
      key: access,
      team: { id: 'T1', bot: { secret: 'x', copies: [{ of: access }] } },
    }),
  );
  if (outcome.kind !== 'ok') throw new Error(outcome.error);
  expect(outcome.tokens.facts).toEqual({ token_type: 'Bearer', team: { id: 'T1', bot: { copies: [{}] } } });
});

describe('tokens are refused', () => {
  test.each<[string, Reply]>([
    ['of a kind that cannot be sent as a bearer', json({ ...plain, token_type: 'mac' })],
    ['that are no text', json({ ...plain, access_token: 7 })],
    ['that are not there', json({ token_type: 'bearer' })],
  ])('%s', async (_case, answer) => {
    expect(await exchange(answer)).toMatchObject({ kind: 'refused', class: 'permanent', error: 'invalid_answer' });
  });
});

describe('errors are read', () => {
  test.each<[string, Reply]>([
    ['with status 200', json({ error: 'invalid_grant', error_description: 'used' })],
    ['with status 400', json({ error: 'invalid_grant', error_description: 'used' }, 400)],
    ['in form encoding', form('error=invalid_grant&error_description=used')],
    ['as an object', json({ error: { type: 'invalid_grant', message: 'used' } }, 400)],
  ])('%s', async (_case, answer) => {
    expect(await exchange(answer)).toMatchObject({ class: 'permanent', error: 'invalid_grant', description: 'used' });
  });

  test('without the code, the verifier or the client secret that they echo', async () => {
    const echo = `code ${code} verifier ${'v'.repeat(43)} secret ${clientSecret}\u0007 at ${'x'.repeat(400)}`;
    const outcome = await exchange(json({ error: `bad:${code}`, error_description: echo }, 400));
    const said = JSON.stringify(outcome);
    for (const secret of [code, clientSecret, 'v'.repeat(43)]) expect(said).not.toContain(secret);
    expect(outcome).toMatchObject({ description: expect.stringMatching(/^code <redacted> verifier/) });
  });
});

describe('what is sent', () => {
  test('is a form with Basic authentication, the verifier and the redirect URI', async () => {
    await exchange(json(plain));
    const asked = server.asked.at(-1);
    expect(asked?.headers['authorization']).toBe(`Basic ${btoa(`client-1:${clientSecret}`)}`);
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: 'v'.repeat(43),
    });
    expect(asked?.headers.accept).toBe('application/json');
  });

  test('percent-encodes what a client secret may not contain raw, and nothing else', async () => {
    await exchange(json(plain), { config: { clientId: 'a:b', clientSecret: new Secret('x-y_z.~ %') } });
    expect(server.asked.at(-1)?.headers['authorization']).toBe(`Basic ${btoa('a%3Ab:x-y_z.~%20%25')}`);
  });

  test('is JSON where the entry says so', async () => {
    await exchange(json(plain), { custom: { tokenBody: 'json', clientAuth: 'post' } });
    const asked = server.asked.at(-1);
    expect(asked?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({ code, client_id: 'client-1', client_secret: clientSecret });
  });

  test('has no secret when the client is a public one', async () => {
    await exchange(json(plain), { config: { clientSecret: null } });
    const asked = server.asked.at(-1);
    expect(asked?.headers['authorization']).toBeUndefined();
    expect(new URLSearchParams(asked?.body).get('client_id')).toBe('client-1');
  });
});
