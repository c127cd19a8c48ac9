/** What a provider says to tokens that have just come: whose they are, and what they are for. */
import { oauth1, tokenSecretField } from '../credentials/oauth1.ts';
import { withProof } from '../credentials/token-proof.ts';
import type { Provider, ResolvedProvider } from '../providers/provider.ts';
import { sentHeaders } from '../providers/sent-headers.ts';
import type { Secret } from '../vault/secret.ts';
import type { TokenSet } from './oauth.ts';
import { readBody, type Body } from './read-body.ts';

export interface AskRequest {
  provider: ResolvedProvider;
  tokens: TokenSet;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Epoch milliseconds. */
  now: number;
}

/** An endpoint that takes the token: as in API calls, unless it says where else. */
export type Asked = Pick<NonNullable<Provider['account']>, 'url' | 'method' | 'body' | 'headers' | 'inject'>;

export type Said =
  | { kind: 'said'; body: Body; token: Secret }
  /** Words without the token. */
  | { kind: 'failed'; error: string };

/** @param what is asked, for the words of a failure */
export async function askProvider(request: AskRequest, asked: Asked, what: string): Promise<Said> {
  const { provider, tokens } = request;
  const token = tokens.fields[tokens.injectField];
  if (!token) return failed('there is no token to ask with');
  let response: Response;
  let body: Body | null;
  try {
    response = await request.fetch(urlOf(provider, asked, token), {
      method: asked.method,
      headers: headersOf(request, asked, token),
      redirect: 'manual',
      signal: request.signal,
      ...(asked.body === undefined ? {} : { body: asked.body }),
    });
    body = await readBody(response);
  } catch {
    // The cause may hold the URL, and the URL the token.
    return failed(`the ${what} did not answer`);
  }
  if (!response.ok || body === null) return failed(`the ${what} answered with status ${response.status}`);
  return { kind: 'said', body, token };
}

function urlOf(provider: ResolvedProvider, asked: Asked, token: Secret): string {
  const { entry, query } = provider;
  const url = new URL(asked.url.replace('{access_token}', encodeURIComponent(token.reveal())));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const { in: place, name, format } = asked.inject ? { ...asked.inject, in: 'header' } : entry.api.inject;
  if (place === 'query')
    url.searchParams.set(
      name,
      format.replace('{token}', () => token.reveal()),
    );
  return withProof(url, provider, token).href;
}

function headersOf({ provider, tokens, now }: AskRequest, asked: Asked, token: Secret): Record<string, string> {
  const { entry } = provider;
  const { name, format } = asked.inject ?? entry.api.inject;
  // A token with a secret of its own signs.
  const secret = tokens.fields[tokenSecretField];
  if (secret) return signed(provider, asked, { token, secret }, now);
  const elsewhere = asked.url.includes('{access_token}') || (!asked.inject && entry.api.inject.in === 'query');
  return {
    accept: 'application/json',
    ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...sentHeaders(provider),
    ...asked.headers,
    // A token in the path is enough; sent twice, some refuse it.
    ...(elsewhere ? {} : { [name]: format.replace('{token}', () => token.reveal()) }),
  };
}

function signed(
  provider: ResolvedProvider,
  asked: Asked,
  credential: { token: Secret; secret: Secret },
  now: number,
): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', ...sentHeaders(provider), ...asked.headers };
  const url = new URL(urlOf(provider, asked, credential.token));
  oauth1.inject({ method: asked.method, url, headers, body: null }, provider, credential, now);
  return headers;
}

const failed = (error: string): Said => ({ kind: 'failed', error });
