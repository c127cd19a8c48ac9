/** Which account at the provider the tokens belong to. */
import type { AccountFacts, Provider, ResolvedProvider } from '../providers/provider.ts';
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
}

export type AccountOutcome =
  | { kind: 'ok'; facts: AccountFacts }
  /** Cleaned words. */
  | { kind: 'failed'; error: string };

const nobody: AccountFacts = { key: null, identifier: null, displayName: null };

/**
 * The token answer may say it; else the provider's account endpoint is asked. A provider with neither gives no key, and
 * such a grant is never matched with another. An endpoint that answers without what identifies the account is a failure:
 * to go on would make the same person a stranger each time.
 */
export async function lookUpAccount(request: AccountRequest): Promise<AccountOutcome> {
  const { provider, tokens } = request;
  const known = { ...nobody, ...provider.entry.hooks.identity?.(tokens.facts) };
  if (known.key !== null) return { kind: 'ok', facts: known };
  if (provider.account) return ask(request, provider.account);
  if (tokens.subject === null) return { kind: 'ok', facts: known };
  return {
    kind: 'ok',
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
    response = await request.fetch(account.url.replace('{access_token}', encodeURIComponent(token.reveal())), {
      method: account.method,
      headers: headersOf(provider, account, token),
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
  return factsOf(account, body, tokens, token);
}

function headersOf(
  { entry }: ResolvedProvider,
  account: NonNullable<Provider['account']>,
  token: Secret,
): Record<string, string> {
  const { name, format } = entry.api.inject;
  return {
    accept: 'application/json',
    ...(account.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...entry.api.defaultHeaders,
    ...account.headers,
    // A token in the path is enough; sent twice, some refuse it.
    ...(account.url.includes('{access_token}') ? {} : { [name]: format.replace('{token}', token.reveal()) }),
  };
}

function factsOf(
  account: NonNullable<Provider['account']>,
  body: Body,
  tokens: TokenSet,
  token: Secret,
): AccountOutcome {
  const values = account.identity.map((path) => memberAt(body, path));
  if (!values.every((value) => value !== null)) {
    const said = ['error', 'message'].map((name) => memberAt(body, name)).find((word) => word !== null);
    return failed(
      plainWords(`the account endpoint did not say ${account.identity.join(', ')}${said ? `: ${said}` : ''}`, [token]),
    );
  }
  // OpenID Connect Core 1.0 §5.3.2: userinfo of somebody else is not used.
  if (tokens.subject !== null && account.identity.includes('sub') && memberAt(body, 'sub') !== tokens.subject) {
    return failed('the account endpoint speaks of somebody else than the ID token');
  }
  const first = (paths: readonly string[]) => paths.map((path) => memberAt(body, path)).find((one) => one !== null);
  const shown = (text: string | undefined) => (text === undefined ? null : plainLabel(text));
  return {
    kind: 'ok',
    facts: {
      key: joined(values),
      identifier: shown(first(account.label)),
      displayName: shown(first(account.name ?? [])),
    },
  };
}

/** A name as it may be shown: it is the provider's text, not ours. */
const plainLabel = (text: string): string | null =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 255) || null;

const failed = (error: string): AccountOutcome => ({ kind: 'failed', error });
