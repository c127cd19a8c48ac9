/** Against a real authorization server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../../../../test/provider/provider.ts';
import { exchangeCode } from '../../src/oauth/exchange.ts';
import { lookUpAccount } from '../../src/oauth/identity.ts';
import { newCodeVerifier } from '../../src/oauth/pkce.ts';
import type { ResolvedProvider } from '../../src/providers/provider.ts';
import { call, client, discovered } from './custom-provider.ts';
import { codeFor } from './sign-in-once.ts';

let server: TestProvider;
let other: TestProvider;
let provider: ResolvedProvider;

beforeAll(async () => {
  [server, other] = await Promise.all([startProvider({ clients: [client()] }), startProvider({ clients: [client()] })]);
  provider = await discovered(server.issuer);
});
afterAll(() => Promise.all([server.close(), other.close()]));

describe('exchangeCode', () => {
  test('gives tokens whose person is the one that signed in', async () => {
    const outcome = await exchangeCode({ ...call(provider), ...(await codeFor(provider, 'bob')) });
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
    const request = { ...call(provider), ...(await codeFor(provider)), codeVerifier: newCodeVerifier() };
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', class: 'permanent', error: 'invalid_grant' });
  });

  test('refuses an ID token with another nonce: it belongs to another flow', async () => {
    const request = { ...call(provider), ...(await codeFor(provider)), nonce: 'nonce-2' };
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', error: 'invalid_answer' });
  });

  test('refuses an ID token that other keys signed', async () => {
    const { endpoints } = await discovered(other.issuer);
    const mixed = { ...provider, endpoints: { ...provider.endpoints, jwks: endpoints.jwks } };
    expect(await exchangeCode({ ...call(mixed), ...(await codeFor(provider)) })).toMatchObject({
      error: 'invalid_answer',
    });
  });

  test('refuses an ID token of another issuer', async () => {
    const request = { ...call({ ...provider, issuer: other.issuer }), ...(await codeFor(provider)) };
    request.callbackParameters.set('iss', other.issuer);
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', error: 'invalid_answer' });
  });

  test('refuses the callback of another server with `issuer_mismatch`, and keeps the code to itself', async () => {
    const mixed = await discovered(other.issuer);
    const before = other.tokenCalls.length;
    expect(await exchangeCode({ ...call(mixed), ...(await codeFor(provider)) })).toMatchObject({
      error: 'issuer_mismatch',
    });
    expect(other.tokenCalls.length).toBe(before);
  });

  test('refuses a callback without `iss` from a server that announces it', async () => {
    const request = await codeFor(provider);
    request.callbackParameters.delete('iss');
    expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('refuses a callback with two issuers', async () => {
    const request = await codeFor(provider);
    request.callbackParameters.append('iss', other.issuer);
    expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('a provider whose issuer is not known may name one that lives where it does', async () => {
    const { issuer: _issuer, ...entry } = provider.entry;
    const unknown = { ...provider, entry };
    const request = await codeFor(provider);
    expect(await exchangeCode({ ...call(unknown), ...request })).toMatchObject({ kind: 'ok' });
    request.callbackParameters.set('iss', other.issuer);
    expect(await exchangeCode({ ...call(unknown), ...request })).toMatchObject({ error: 'issuer_mismatch' });
  });

  test('refuses a callback with two codes, or none', async () => {
    const two = await codeFor(provider);
    two.callbackParameters.append('code', 'another');
    const none = await codeFor(provider);
    none.callbackParameters.delete('code');
    for (const request of [two, none]) {
      expect(await exchangeCode({ ...call(provider), ...request })).toMatchObject({ error: 'invalid_answer' });
    }
  });
});
