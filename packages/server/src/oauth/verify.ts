/** Asks a provider whether a credential works, in the cheapest way that its entry names. */
import type { Credential, CredentialType } from '../credentials/credential.ts';
import type { Provider, ResolvedProvider } from '../providers/provider.ts';
import { sentHeaders } from '../providers/sent-headers.ts';
import { readBody, type Body } from './read-body.ts';
import { rewriteAnswer } from './token-answer.ts';

export interface VerifyRequest {
  provider: ResolvedProvider;
  type: CredentialType;
  credential: Credential;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Epoch milliseconds. */
  now: number;
}

export type Verification =
  | { outcome: 'ok' | 'refused'; status: number }
  /** No answer, or one that says nothing about the credential. */
  | { outcome: 'unclear'; status: number | null }
  /** The provider has nothing that could be asked. */
  | { outcome: 'not_possible'; status: null };

/** 2xx: it works, unless the body says an error that the entry knows as an end. 401: it does not. Anything else, 403 too, says nothing: the endpoint may be closed to these scopes. */
export async function verifyCredential(request: VerifyRequest): Promise<Verification> {
  const { provider, fetch, signal } = request;
  if (!provider.verify) return { outcome: 'not_possible', status: null };
  try {
    const { url, ...init } = build(request, provider.verify);
    const answer = await fetch(url, { ...init, redirect: 'manual', signal });
    const { ok, status } = answer;
    if (ok) return { outcome: saysDead(provider.entry, status, await readBody(answer)) ? 'refused' : 'ok', status };
    return { outcome: status === 401 ? 'refused' : 'unclear', status };
  } catch {
    // The cause may hold the URL, and the URL the token.
    return { outcome: 'unclear', status: null };
  }
}

/** Some say with status 200 that a token is dead, in the words that they use for tokens everywhere. */
function saysDead(entry: Provider, status: number, said: Body | null): boolean {
  if (said === null) return false;
  const { status: meant, body } = rewriteAnswer(entry, { status, body: said });
  const { error } = body;
  return meant >= 400 && typeof error === 'string' && entry.hooks.errorClass?.(error, body) === 'permanent';
}

function build({ provider, type, credential, now }: VerifyRequest, verify: NonNullable<ResolvedProvider['verify']>) {
  const inPath = verify.url.includes('{access_token}');
  const url = new URL(verify.url.replace('{access_token}', encodeURIComponent(credential.token.reveal())));
  for (const [name, value] of Object.entries(provider.query)) url.searchParams.set(name, value);
  const body = verify.body ?? null;
  const outbound = {
    method: verify.method,
    url,
    headers: lowerCase({
      accept: 'application/json',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...sentHeaders(provider),
      ...verify.headers,
    }),
    body: body === null ? null : Buffer.from(body),
  };
  // A token in the path is enough; sent twice, some refuse it.
  if (!inPath) type.inject(outbound, provider, credential, now);
  return { url: outbound.url.href, method: outbound.method, headers: outbound.headers, body };
}

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
