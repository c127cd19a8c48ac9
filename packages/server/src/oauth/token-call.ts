/** One call of a token endpoint, up to an answer in RFC 6749 form or a refusal with its class. */
import * as oauth from 'oauth4webapi';
import type { ResolvedProvider } from '../providers/provider.ts';
import { configSecrets } from '../providers/sent-headers.ts';
import { unsafePlainHttp } from '../providers/unsafe-plain-http.ts';
import type { Secret } from '../vault/secret.ts';
import { readBody, type Body } from './read-body.ts';
import { failedCall, refusal, unreadable, type Refused } from './refusal.ts';
import { tokenMembers } from './token-members.ts';
import { rewriteAnswer } from './token-answer.ts';
import { nameRefusal } from './vendor-refusal.ts';

export interface TokenCall {
  provider: ResolvedProvider;
  /** The egress's fetch: no redirects, bounded. */
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Epoch milliseconds when the call begins: lives of tokens count from here. */
  now: number;
  /** The flow's, for vendors that want it again with the code. */
  state?: string | null;
}

/** The rewritten answer, as members and as the response that the library judges. */
export interface Answer {
  kind: 'answer';
  body: Body;
  response: Response;
}

type Send = (options: oauth.TokenEndpointRequestOptions) => Promise<Response>;

/** `secrets`: what was sent and must not come back in an error text. */
export async function callTokenEndpoint(
  call: TokenCall,
  secrets: readonly Secret[],
  send: Send,
): Promise<Answer | Refused> {
  const { provider, now } = call;
  const endedBefore = call.signal.aborted;
  let response: Response;
  let body: Body | null;
  try {
    response = await send(sendOptions(call));
    body = await readBody(response);
  } catch (cause) {
    return failedCall(cause, endedBefore);
  }
  if (body === null) return unreadable(provider.entry.api.rateLimit, response.status, response.headers, now);
  const sent = withConfig(provider, secrets);
  const answer = nameRefusal(rewriteAnswer(provider.entry, { status: response.status, body }), sent);
  if (answer.status !== 200) {
    const refused = refusal(provider.entry, answer, response.headers, now, sent);
    return response.ok && hasToken(answer.body) ? { ...refused, class: 'indeterminate' } : refused;
  }
  return { kind: 'answer', body: answer.body, response: Response.json(answer.body) };
}

/** Whoever gives a token with an error may have spent the one that was sent. */
const hasToken = ({ access_token: token }: Body): boolean => token !== undefined && token !== null && token !== '';

const withConfig = (provider: ResolvedProvider, secrets: readonly Secret[]): readonly Secret[] => [
  ...secrets,
  ...configSecrets(provider),
];

function sendOptions({ provider, fetch, signal, state }: TokenCall): oauth.TokenEndpointRequestOptions {
  const { body, headers } = provider.entry.token;
  return {
    signal,
    ...(headers ? { headers: { ...headers } } : {}),
    ...unsafePlainHttp(provider.endpoints.token),
    [oauth.customFetch]: (url, init) => {
      const sent = { ...init, body: tokenMembers(provider, init.body, state) };
      return fetch(urlFor(provider, url, init.body), body === 'json' ? asJson(sent) : sent);
    },
  };
}

/** Some have another endpoint for refreshing. */
const urlFor = ({ endpoints }: ResolvedProvider, url: string, members: URLSearchParams): string =>
  members.get('grant_type') === 'refresh_token' ? endpoints.refresh : url;

/** The library writes forms; some endpoints read JSON only. */
function asJson(init: oauth.CustomFetchOptions<'POST', URLSearchParams>): RequestInit {
  return {
    ...(init as RequestInit),
    headers: { ...init.headers, 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(init.body)),
  };
}
