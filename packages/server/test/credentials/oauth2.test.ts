import { describe, expect, it } from 'vitest';
import { oauth2 } from '../../src/credentials/oauth2.ts';
import facebook from '../../src/providers/entries/facebook.ts';
import { entries } from '../../src/providers/index.generated.ts';
import type { Provider, ResolvedProvider } from '../../src/providers/provider.ts';
import { Secret } from '../../src/vault/secret.ts';

const usedBy = (entry: Provider, clientSecret: Secret | null) =>
  ({ entry, config: { clientSecret } }) as ResolvedProvider;

describe('oauth2', () => {
  it.each(entries.filter(({ api }) => api.inject.in !== 'query').map((entry) => [entry.id, entry] as const))(
    'puts a token into one header for %s, whole and once',
    (_, entry) => {
      const request = {
        method: 'GET',
        url: new URL('https://api.example/'),
        headers: { accept: 'x' } as Record<string, string>,
        body: null,
      };
      oauth2.inject(request, usedBy(entry, null), { token: new Secret("t$&$1$'k"), secret: null }, 0);
      const [name = ''] = oauth2.headerNames(entry);
      expect(Object.keys(request.headers).sort()).toEqual(['accept', name].sort());
      expect(name).toBe(name.toLowerCase());
      expect(request.headers[name]?.split("t$&$1$'k")).toHaveLength(2);
      expect(request.headers[name]).not.toContain('{');
    },
  );

  it.each(entries.filter(({ api }) => api.inject.in === 'query').map((entry) => [entry.id, entry] as const))(
    'puts a token into the query for %s, and leaves the URL that the caller gave as it was',
    (_, entry) => {
      const given = new URL('https://api.example/?site=a');
      const request = { method: 'GET', url: given, headers: {} as Record<string, string>, body: null };
      oauth2.inject(request, usedBy(entry, null), { token: new Secret("t$&$1$'k"), secret: null }, 0);
      expect(request.url.searchParams.get(entry.api.inject.name)).toBe("t$&$1$'k");
      expect([given.href, request.headers, oauth2.headerNames(entry)]).toEqual(['https://api.example/?site=a', {}, []]);
    },
  );

  it('proves a token with the client secret, whatever proof the caller sent, and leaves the caller’s URL as it was', () => {
    const given = new URL('https://graph.facebook.com/me?fields=id&appsecret_proof=0');
    const request = { method: 'GET', url: given, headers: {} as Record<string, string>, body: null };
    const provider = usedBy(facebook, new Secret('secret-1'));
    oauth2.inject(request, provider, { token: new Secret('abc'), secret: null }, 0);
    // printf abc | openssl dgst -sha256 -hmac secret-1
    const proof = 'f83213d094d0d337c6c70700336f062844e453959e00cc71f05f64a1a46715ed';
    expect([...request.url.searchParams]).toEqual([
      ['fields', 'id'],
      ['appsecret_proof', proof],
    ]);
    expect(given.search).toBe('?fields=id&appsecret_proof=0');
    expect(request.headers).toEqual({ authorization: 'Bearer abc' });
  });
});
