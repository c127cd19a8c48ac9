import { describe, expect, test } from 'vitest';
import { buildAuthorizeUrl } from '../../src/oauth/authorize-url.ts';
import google from '../../src/providers/entries/google.ts';
import linear from '../../src/providers/entries/linear.ts';
import slack from '../../src/providers/entries/slack.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { resolveProvider } from '../../src/providers/resolve.ts';
import { clientSecret, providerAt, redirectUri } from './custom-provider.ts';

const { config } = providerAt('https://id.acme.example');
const at = (entry: Provider) => resolveProvider(entry, { ...config, providerId: entry.id, ownEndpoints: false });
const asked = { redirectUri, scopes: ['a b', 'c'], state: 'state-1', nonce: 'nonce-1', codeChallenge: 'challenge-1' };

describe('buildAuthorizeUrl', () => {
  test('asks for a code with state, challenge and redirect URI, and never carries a secret', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: providerAt('https://id.acme.example') });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: redirectUri,
      scope: 'a b c',
      state: 'state-1',
      code_challenge: 'challenge-1',
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(clientSecret);
  });

  test('writes a space as %20, which every server reads the same', () => {
    const { href } = buildAuthorizeUrl({ ...asked, provider: providerAt('https://id.acme.example'), state: 'a+b c' });
    expect(href).toContain('state=a%2Bb%20c');
    expect(href).not.toContain('+');
  });

  test('keeps the query that the endpoint already has', () => {
    const provider = providerAt('https://id.acme.example', {
      metadata: { authorize: 'https://id.acme.example/a?brand=1' },
    });
    expect(buildAuthorizeUrl({ ...asked, provider }).searchParams.get('brand')).toBe('1');
  });

  test('leaves `scope` out when nothing is asked for', () => {
    const provider = providerAt('https://id.acme.example');
    expect(buildAuthorizeUrl({ ...asked, provider, scopes: [] }).searchParams.has('scope')).toBe(false);
  });

  test('sends the nonce to OpenID Connect providers, with the identity scopes once', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: at(google), scopes: ['openid', 'profile'] });
    expect(url.searchParams.get('nonce')).toBe('nonce-1');
    expect(url.searchParams.get('scope')).toBe('openid email profile');
    expect(url.searchParams.get('prompt')).toBe('consent');
  });

  test('asks for the account only when the session wants another one', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: at(google), switchAccount: true });
    expect(url.searchParams.get('prompt')).toBe('select_account consent');
  });

  test('joins scopes with the separator of the provider', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: at(linear), scopes: ['write'] });
    expect(url.searchParams.get('scope')).toBe('read,write');
  });

  test('asks Slack for the person’s scopes apart from those of the bot', () => {
    const url = buildAuthorizeUrl({
      ...asked,
      provider: at(slack),
      scopes: ['chat:write', 'bot:commands', 'users:read'],
    });
    expect(url.searchParams.get('user_scope')).toBe('chat:write,users:read');
    expect(url.searchParams.get('scope')).toBe('commands');
  });

  test('sends no bot scope to Slack when there is none', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: at(slack), scopes: ['chat:write'] });
    expect(url.searchParams.has('scope')).toBe(false);
  });

  test('sends no challenge where the vendor does not tolerate one', () => {
    const url = buildAuthorizeUrl({ ...asked, provider: at(slack), scopes: ['chat:write'] });
    expect(url.searchParams.has('code_challenge')).toBe(false);
  });

  test('refuses to go out without the challenge or the nonce that the entry needs', () => {
    expect(() => buildAuthorizeUrl({ ...asked, provider: at(google), codeChallenge: null })).toThrow(RangeError);
    expect(() => buildAuthorizeUrl({ ...asked, provider: at(google), nonce: null })).toThrow(RangeError);
  });
});
