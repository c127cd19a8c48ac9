/** Which account at the provider the tokens belong to. */
import { keptVariables, learnVariables } from '../providers/learn.ts';
import type { AccountFacts, AccountPaths, Provider, ResolvedProvider } from '../providers/provider.ts';
import { withValues } from '../providers/resolve.ts';
import { oauth1, tokenSecretField } from '../credentials/oauth1.ts';
import { configSecrets, sentHeaders } from '../providers/sent-headers.ts';
import type { Secret } from '../vault/secret.ts';
import { memberAt } from './member.ts';
import type { TokenSet } from './oauth.ts';
import { plainWords } from './plain-words.ts';
import { readBody, type Body } from './read-body.ts';

export interface AccountRequest {
  provider: ResolvedProvider;
  tokens: TokenSet;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Epoch milliseconds. */
  now: number;
}

export type AccountOutcome =
  /** `variables`: what the grant keeps, with what this answer added. */
  | { kind: 'ok'; facts: AccountFacts; variables?: Record<string, string> }
  /** Cleaned words. */
  | { kind: 'failed'; error: string };

const nobody: AccountFacts = { key: null, identifier: null, displayName: null };

/**
 * The token answer may say it; else the provider's account endpoint is asked. A provider with neither gives no key, and
 * such a grant is never matched with another. An endpoint that answers without what identifies the account is a failure:
 * to go on would make the same person a stranger each time.
 */
export async function lookUpAccount(request: AccountRequest): Promise<AccountOutcome> {
  const provider = withValues(request.provider, request.tokens.variables);
  const { tokens } = request;
  const kept = keptOf(provider);
  const known = { ...nobody, ...provider.entry.hooks.identity?.(tokens.facts) };
  if (known.key !== null) return { kind: 'ok', facts: known, ...kept };
  if (provider.account) return ask({ ...request, provider }, provider.account);
  const { accountInToken } = provider.entry;
  if (accountInToken) return factsOf(provider, accountInToken, tokens.facts, tokens, []);
  if (tokens.subject === null) return { kind: 'ok', facts: known, ...kept };
  return {
    kind: 'ok',
    ...kept,
    facts: { ...known, key: joined([tokens.subject]), identifier: known.identifier ?? tokens.subject },
  };
}

/** No two lists give the same text: `["a","bc"]` is not `["ab","c"]`. */
export const joined = (values: readonly string[]): string => JSON.stringify(values);

async function ask(request: AccountRequest, account: NonNullable<Provider['account']>): Promise<AccountOutcome> {
  const { provider, tokens } = request;
  const token = tokens.fields[tokens.injectField];
  if (!token) return failed('there is no token to ask with');
  let response: Response;
  let body: Body | null;
  try {
    response = await request.fetch(urlOf(provider, account, token), {
      method: account.method,
      headers: headersOf(request, account, token),
      redirect: 'manual',
      signal: request.signal,
      ...(account.body === undefined ? {} : { body: account.body }),
    });
    body = await readBody(response);
  } catch {
    // The cause may hold the URL, and the URL the token.
    return failed('the account endpoint did not answer');
  }
  if (!response.ok || body === null) {
    return failed(`the account endpoint answered with status ${response.status}`);
  }
  const learnt = learnVariables(provider, 'account', (at) => memberAt(body, at));
  if (learnt.kind === 'refused') return failed(`the account’s ${learnt.at} is not one that this provider may name`);
  return factsOf(learnt.provider, account, body, tokens, [token, ...configSecrets(provider)]);
}

function urlOf({ entry, query }: ResolvedProvider, account: NonNullable<Provider['account']>, token: Secret): string {
  const url = new URL(account.url.replace('{access_token}', encodeURIComponent(token.reveal())));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const { in: place, name, format } = account.inject ? { ...account.inject, in: 'header' } : entry.api.inject;
  if (place === 'query')
    url.searchParams.set(
      name,
      format.replace('{token}', () => token.reveal()),
    );
  return url.href;
}

function headersOf(
  { provider, tokens, now }: AccountRequest,
  account: NonNullable<Provider['account']>,
  token: Secret,
): Record<string, string> {
  const { entry } = provider;
  const { name, format } = account.inject ?? entry.api.inject;
  // A token with a secret of its own signs.
  const secret = tokens.fields[tokenSecretField];
  if (secret) return signed(provider, account, { token, secret }, now);
  const elsewhere = account.url.includes('{access_token}') || (!account.inject && entry.api.inject.in === 'query');
  return {
    accept: 'application/json',
    ...(account.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...sentHeaders(provider),
    ...account.headers,
    // A token in the path is enough; sent twice, some refuse it.
    ...(elsewhere ? {} : { [name]: format.replace('{token}', () => token.reveal()) }),
  };
}

function signed(
  provider: ResolvedProvider,
  account: NonNullable<Provider['account']>,
  credential: { token: Secret; secret: Secret },
  now: number,
): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', ...sentHeaders(provider), ...account.headers };
  const url = new URL(urlOf(provider, account, credential.token));
  oauth1.inject({ method: account.method, url, headers, body: null }, provider, credential, now);
  return headers;
}

function factsOf(
  provider: ResolvedProvider,
  account: AccountPaths,
  body: Body,
  tokens: TokenSet,
  secrets: readonly Secret[],
): AccountOutcome {
  const at = (path: string) =>
    path.startsWith('{') ? (provider.variables[path.slice(1, -1)] ?? null) : memberAt(body, path);
  const values = account.identity.map(at);
  if (!values.every((value) => value !== null)) {
    const said = ['error', 'message'].map((name) => memberAt(body, name)).find((word) => word !== null);
    return failed(
      plainWords(`the account endpoint did not say ${account.identity.join(', ')}${said ? `: ${said}` : ''}`, secrets),
    );
  }
  // OpenID Connect Core 1.0 §5.3.2: userinfo of somebody else is not used.
  if (tokens.subject !== null && account.identity.includes('sub') && memberAt(body, 'sub') !== tokens.subject) {
    return failed('the account endpoint speaks of somebody else than the ID token');
  }
  const first = (paths: readonly string[]) => paths.map(at).find((one) => one !== null);
  const shown = (text: string | undefined) => (text === undefined ? null : plainLabel(text));
  return {
    kind: 'ok',
    ...keptOf(provider),
    facts: {
      key: joined(values),
      identifier: shown(first(account.label)),
      displayName: shown(first(account.name ?? [])),
    },
  };
}

const keptOf = (provider: ResolvedProvider): { variables?: Record<string, string> } =>
  provider.entry.variables.length === 0 ? {} : { variables: keptVariables(provider) };

/** A name as it may be shown: it is the provider's text, not ours. */
const plainLabel = (text: string): string | null =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 255) || null;

const failed = (error: string): AccountOutcome => ({ kind: 'failed', error });
