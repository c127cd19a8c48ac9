/** Every entry of the catalog, its whole life, against an emulator made from the entry. A new entry needs no new test. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAuthorizeUrl } from '../../../packages/server/src/oauth/authorize-url.ts';
import { exchangeCode } from '../../../packages/server/src/oauth/exchange.ts';
import { lookUpAccount, type AccountOutcome } from '../../../packages/server/src/oauth/identity.ts';
import type { TokenOutcome, TokenSet } from '../../../packages/server/src/oauth/oauth.ts';
import { codeChallenge, newCodeVerifier } from '../../../packages/server/src/oauth/pkce.ts';
import { refreshTokens } from '../../../packages/server/src/oauth/refresh.ts';
import { revokeToken } from '../../../packages/server/src/oauth/revoke.ts';
import { loadCatalog } from '../../../packages/server/src/providers/catalog.ts';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';
import type { ResolvedProvider } from '../../../packages/server/src/providers/provider.ts';
import { resolveKept, resolveProvider } from '../../../packages/server/src/providers/resolve.ts';
import { Secret } from '../../../packages/server/src/vault/secret.ts';
import { sampleConfig } from '../../provider/samples.ts';
import { startQuirkProvider, type QuirkProvider } from '../../provider/emulator.ts';

const redirectUri = 'http://localhost:4400/oauth/callback/x';
const now = Date.UTC(2026, 0, 15);

test('the catalog has no mistakes', () => {
  expect(loadCatalog(entries).list().length).toBe(143);
});

describe.each(entries.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
  const isIdentified = Boolean(entry.account ?? entry.accountInToken ?? entry.hooks.identity);
  let vendor: QuirkProvider;
  beforeAll(async () => {
    vendor = await startQuirkProvider(entry);
  });
  afterAll(() => vendor.close());

  const call = (provider: ResolvedProvider = vendor.provider) => ({
    provider,
    fetch: globalThis.fetch,
    signal: AbortSignal.timeout(10_000),
    now,
  });

  const authorize = () => {
    const verifier = entry.authorize.pkce ? newCodeVerifier() : null;
    const nonce = entry.authorize.oidc ? randomUUID() : null;
    const challenge = verifier && codeChallenge(verifier);
    const { scopes } = vendor.provider.config;
    const url = buildAuthorizeUrl({
      provider: vendor.provider,
      redirectUri,
      scopes,
      state: 'state-1',
      nonce,
      codeChallenge: challenge,
    });
    return { url, verifier, nonce };
  };

  const connect = async (provider?: ResolvedProvider): Promise<TokenOutcome> => {
    const { url, verifier, nonce } = authorize();
    const callbackParameters = vendor.agree(url).searchParams;
    return exchangeCode({ ...call(provider), redirectUri, callbackParameters, codeVerifier: verifier, nonce });
  };

  test('is authorized, looked up, refreshed and revoked', async () => {
    const tokens = granted(await connect());
    expect(vendor.isLive(reveal(tokens, 'access_token'))).toBe(true);
    expectScopes(tokens);

    const account = await lookUpAccount({ ...call(), tokens });
    expect(account).toMatchObject({
      kind: 'ok',
      facts: isIdentified
        ? { key: expect.stringMatching(/^\[".+"\]$/), identifier: expect.stringMatching(/\S/) }
        : { key: null },
    });
    expectLearnt(tokens, account);

    const fresh = await refreshed(tokens);
    expectNothingSecret(account, tokens.facts, fresh.facts, [
      ...Object.values(tokens.fields),
      ...Object.values(fresh.fields),
    ]);
    await expectRevoked(fresh);
  });

  if (isIdentified)
    test('says who the same person is in the same words each time', async () => {
      const keys = await Promise.all(
        [1, 2].map(async () => {
          const account = await lookUpAccount({ ...call(), tokens: granted(await connect()) });
          return account.kind === 'ok' ? account.facts.key : null;
        }),
      );
      expect(keys[0]).toBe(keys[1]);
      expect(keys[0]).not.toBeNull();
    });

  test('refuses a code that was used: the person has to come again', async () => {
    const { url, verifier, nonce } = authorize();
    const request = {
      ...call(),
      redirectUri,
      callbackParameters: vendor.agree(url).searchParams,
      codeVerifier: verifier,
      nonce,
    };
    granted(await exchangeCode(request));
    expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', class: 'permanent' });
  });

  // Without PKCE there is no verifier to be wrong: nothing to test, rather than a test that is skipped.
  if (entry.authorize.pkce)
    test('does not give tokens for a code that another verifier belongs to', async () => {
      const { url, nonce } = authorize();
      const callbackParameters = vendor.agree(url).searchParams;
      const request = { ...call(), redirectUri, callbackParameters, codeVerifier: newCodeVerifier(), nonce };
      expect(await exchangeCode(request)).toMatchObject({ kind: 'refused', class: 'permanent' });
    });

  // A public client has none; a vendor that signs its callback is not believed with another.
  if (entry.token.clientAuth !== 'none' && !entry.hooks.callbackGenuine)
    test('a wrong client secret is the operator’s mistake, not the person’s', async () => {
      const { config } = vendor.provider;
      const wrong = { ...vendor.provider, config: { ...config, clientSecret: new Secret('not-the-secret') } };
      expect(await connect(wrong)).toMatchObject({ kind: 'refused', class: 'configuration' });
    });

  test('a callback of another authorization server is refused before anything is sent', async () => {
    const { url, verifier, nonce } = authorize();
    const callbackParameters = vendor.agree(url).searchParams;
    callbackParameters.set('iss', 'https://attacker.example');
    const before = vendor.asked.length;
    const outcome = await exchangeCode({ ...call(), redirectUri, callbackParameters, codeVerifier: verifier, nonce });
    expect(outcome).toMatchObject({ kind: 'refused', error: 'issuer_mismatch' });
    expect(vendor.asked.length).toBe(before);
  });

  test('keeps its own endpoints out of reach of a caller', () => {
    const resolved = resolveProvider(entry, sampleConfig(entry));
    const { authorize: authorizeUrl, token, revoke, closed } = resolved.endpoints;
    expect(closed).toEqual(expect.arrayContaining([authorizeUrl, token, ...(revoke ? [revoke.url] : [])]));
  });

  test('says that it was not run against the real provider', () => {
    expect(entry.verified).toBe(false);
  });

  if (entry.variables.some(({ from }) => from === 'callback'))
    test('refuses a callback that names what the entry does not allow, before anything is sent', async () => {
      const { url, verifier, nonce } = authorize();
      for (const { at, name } of entry.variables.filter(({ from }) => from === 'callback')) {
        const callbackParameters = vendor.agree(url).searchParams;
        callbackParameters.set(at ?? name, 'https://attacker.example/?');
        const before = vendor.asked.length;
        const outcome = await exchangeCode({
          ...call(),
          redirectUri,
          callbackParameters,
          codeVerifier: verifier,
          nonce,
        });
        expect(outcome).toMatchObject({ kind: 'refused', class: 'permanent', error: 'invalid_answer' });
        expect(vendor.asked.length).toBe(before);
      }
    });

  /** What arrived is what the grant keeps, and where its tokens may go. */
  function expectLearnt(tokens: TokenSet, account: AccountOutcome): void {
    if (account.kind === 'failed') return;
    const known = resolveKept(vendor.provider, { ...tokens.variables, ...account.variables });
    for (const host of known.hosts) expect(host).not.toContain('{');
    for (const { name, from } of entry.variables.filter((one) => one.from !== 'operator' && !one.optional)) {
      expect(account.variables?.[name], `${name} of the ${from}`).toBeTruthy();
    }
  }

  async function refreshed(tokens: TokenSet): Promise<TokenSet> {
    const refreshToken = tokens.fields['refresh_token'];
    if (entry.refresh.rotation === 'none') {
      expect(refreshToken).toBeUndefined();
      return tokens;
    }
    const request = { ...call(), refreshToken: new Secret(reveal(tokens, 'refresh_token')), fields: tokens.fields };
    const fresh = granted(await refreshTokens(request));
    expect(reveal(fresh, 'access_token')).not.toBe(reveal(tokens, 'access_token'));
    expect(vendor.isLive(reveal(fresh, 'access_token'))).toBe(true);
    const same = reveal(fresh, 'refresh_token') === reveal(tokens, 'refresh_token');
    expect(same).toBe(entry.refresh.rotation === 'static');
    if (entry.refresh.rotation === 'single-use') {
      expect(await refreshTokens(request)).toMatchObject({ kind: 'refused', class: 'permanent' });
    }
    // Nothing that the vault held is lost on the way.
    expect(Object.keys(fresh.fields)).toEqual(expect.arrayContaining(Object.keys(tokens.fields)));
    return fresh;
  }

  async function expectRevoked(tokens: TokenSet): Promise<void> {
    if (!entry.endpoints.revoke) return;
    expect(await revokeToken({ ...call(), fields: tokens.fields })).toEqual({ kind: 'confirmed' });
    expect(vendor.isLive(reveal(tokens, 'access_token'))).toBe(false);
    // Again: what is gone counts as revoked.
    expect(await revokeToken({ ...call(), fields: tokens.fields })).toEqual({ kind: 'confirmed' });
    const refreshToken = tokens.fields['refresh_token'];
    if (!refreshToken) return;
    const after = await refreshTokens({ ...call(), refreshToken, fields: tokens.fields });
    expect(after).toMatchObject({ kind: 'refused', class: 'permanent' });
  }

  function expectScopes({ scopes }: TokenSet): void {
    if (scopes === null) return;
    const asked = [...entry.authorize.identityScopes, ...vendor.provider.config.scopes];
    expect(scopes).toEqual(expect.arrayContaining(asked));
  }
});

function granted(outcome: TokenOutcome): TokenSet {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.error} (${outcome.description ?? ''})`);
  return outcome.tokens;
}

function reveal(tokens: TokenSet, field: string): string {
  const secret = tokens.fields[field];
  if (!secret) throw new Error(`there is no ${field}`);
  return secret.reveal();
}

/** Facts and account words are shown and logged. */
function expectNothingSecret(...seen: [...unknown[], Secret[]]): void {
  const secrets = seen.pop() as Secret[];
  const text = JSON.stringify(seen);
  for (const secret of secrets) expect(text).not.toContain(secret.reveal());
}
