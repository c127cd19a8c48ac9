import type { routes, WatchTicketAnswer } from '@alter/protocol';
import { failed } from './outcome.ts';
import { backOff, pause } from './pause.ts';
import type { OpenOptions, Outcome } from './types.ts';

const pageRoute: (typeof routes)['connectPage'] = '/sdk/oauth/connect';
const ticketRoute: (typeof routes)['watchTicket'] = '/sdk/oauth/connect/ticket';
const tries = 3;

/** The page for one session. The token stays in the fragment, which no server and no Referer ever sees. */
export const connectUrl = (baseURL: string, token: string): string =>
  `${baseURL}${pageRoute}#session=${encodeURIComponent(token)}`;

/** Gets a session token in the way the caller named, or fails with `session_fetch_failed`. */
export async function fetchToken(options: OpenOptions, signal: AbortSignal): Promise<string | Outcome> {
  try {
    const token = await (options.sessionUrl ? mint(options.sessionUrl, options, signal) : options.sessionToken?.());
    if (token && typeof token === 'string') return token;
    throw new Error('no session_token');
  } catch (error) {
    return failed('session_fetch_failed', 'The app could not start this. Nothing was connected.', { error });
  }
}

async function mint(url: string, { providers, credentials = 'same-origin' }: OpenOptions, signal: AbortSignal) {
  const response = await post(url, { providers }, credentials, signal);
  if (!response.ok) throw new Error(`${response.status}`);
  return ((await response.json()) as { session_token?: string }).session_token;
}

/** Trades the session token for the read-only ticket. Null: this vault cannot be watched from here. */
export async function tradeTicket(
  baseURL: string,
  token: string,
  signal: AbortSignal,
): Promise<WatchTicketAnswer | Outcome | null> {
  for (let failures = 0; failures < tries && !signal.aborted; failures++) {
    try {
      const response = await post(baseURL + ticketRoute, { session_token: token }, 'omit', signal);
      const body = (await response.json()) as WatchTicketAnswer & { error?: string; message?: string };
      if (response.ok) return body;
      if (response.status === 401) return failed(body.error, body.message);
      if (response.status < 500) return null;
    } catch {
      // Not reached, or not read: once more.
    }
    await pause(backOff(failures), signal);
  }
  return null;
}

const post = (url: string, body: object, credentials: RequestCredentials, signal: AbortSignal): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    credentials,
    signal,
  });
