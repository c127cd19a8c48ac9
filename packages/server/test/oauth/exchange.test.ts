/** Against a real authorization server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../../../../test/provider/provider.ts';
import { signIn } from '../../../../test/provider/sign-in.ts';
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { lookUpAccount } from '../../src/oauth/identity.ts';
import { codeChallenge, newCodeVerifier } from '../../src/oauth/pkce.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { call, client, discovered, redirectUri } from './custom-provider.ts';

let server: TestProvider;
let other: TestProvider;
let provider: ResolvedProvider;

beforeAll(async () => {
  [server, other] = await Promise.all([startProvider({ clients: [client()] }), startProvider({ clients: [client()] })]);
  provider = await discovered(server.issuer);
});
afterAll(() => Promise.all([server.close(), other.close()]));

async function goThrough(at: ResolvedProvider = provider, login = 'alice') {
  const verifier = newCodeVerifier();
  const url = buildAuthorizeUrl({
    provider: at,
    redirectUri,
    scopes: ['email', 'read'],
    state: 'state-1',
    nonce: 'nonce-1',
    codeChallenge: codeChallenge(verifier),
  });
  const back = await signIn(url, { login });
  return { redirectUri, callbackParameters: back.searchParams, codeVerifier: verifier, nonce: 'nonce-1' };
}

describe('exchangeCode', () => {
  test('gives tokens whose person is the one that signed in', async () => {
    const outcome = await exchangeCode({ ...call(provider), ...(await goThrough(provider, 'bob')) });
    if (outcome.kind !== 'ok') throw new Error(outcome.error);
    const { tokens } = outcome;
    expect(Object.keys(tokens.fields).sort()).toEqual(['access_token', 'refresh_token']);
    expect(tokens).toMatchObject({ subject: 'bob', scopes: ['openid', 'email', 'read'], injectField: 'access_token' });
    const token = tokens.fields['access_token']?.reveal() ?? '';
    const me = await fetch(`${server.issuer}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ sub: 'bob' });
    expect(await lookUpAccount({ ...call(provider), tokens })).toEqual({
      kind: 'ok',
      facts: { key: '["bob"]', identifier: 'bob@example.com', displayName: null },
    });
  });

  test('refuses another verifier than the one whose challenge was sent', async () => {
    const request = { ...call(provider), ...(await goThrough()), codeVerifier: newCodeVerifier() };
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', class: 'permanent', error: 'invalid_grant' });
  });

  test('refuses an ID token with another nonce: it belongs to another flow', async () => {
    const request = { ...call(provider), ...(await goThrough()), nonce: 'nonce-2' };
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', error: 'invalid_answer' });
  });

  test('refuses an ID token that other keys signed', async () => {
    const { endpoints } = await discovered(other.issuer);
    const mixed = { ...provider, endpoints: { ...provider.endpoints, jwks: endpoints.jwks } };
    expect(await exchangeCode({ ...call(mixed), ...(await goThrough()) })).toMatchObject({ error: 'invalid_answer' });
  });

  test('refuses an ID token of another issuer', async () => {
    const request = { ...call({ ...provider, issuer: other.issuer }), ...(await goThrough()) };
    request.callbackParameters.set('iss', other.issuer);
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', error: 'invalid_answer' });
  });

  test('refuses the callback of another server with `issuer_mismatch`, and keeps the code to itself', async () => {
    const mixed = await discovered(other.issuer);
    const before = other.tokenCalls.length;
    expect(await exchangeCode({ ...call(mixed), ...(await goThrough()) })).toMatchObject({ error: 'issuer_mismatch' });
    expect(other.tokenCalls.length).toBe(before);
  });

  test('refuses a callback without `iss` from a server that announces it', async () => {
    const request = await goThrough();
    request.callbackParameters.delete('iss');
    expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('refuses a callback with two issuers', async () => {
    const request = await goThrough();
    request.callbackParameters.append('iss', other.issuer);
    expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('a provider whose issuer is not known may name one that lives where it does', async () => {
    const { issuer: _issuer, ...entry } = provider.entry;
    const unknown = { ...provider, entry };
    const request = await goThrough();
    expect(await exchangeCode({ ...call(unknown), ...request })).toMatchObject({ kind: 'ok' });
    request.callbackParameters.set('iss', other.issuer);
    expect(await exchangeCode({ ...call(unknown), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('refuses a callback with two codes, or none', async () => {
    const two = await goThrough();
    two.callbackParameters.append('code', 'another');
    const none = await goThrough();
    none.callbackParameters.delete('code');
    for (const request of [two, none]) {
      expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'invalid_answer' });
    }
  });
});
