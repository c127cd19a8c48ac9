import type { routes, WatchEvent } from '@alter/protocol';
import { frameReader } from './event-stream.ts';
import { backOff, pause } from './pause.ts';

const watchRoute: (typeof routes)['watch'] = '/sdk/oauth/connect/watch';
/** Streams that end this often before their time are being cut on the way: long polls from then on. */
const cutsToGiveUpStreams = 2;
/** Milliseconds for a stream's first byte; a proxy that holds streams back shows nothing. */
const firstByteWithin = 8_000;
/** Milliseconds without a byte after which the connection is taken for dead: a long poll's 25 s and some air. */
const silence = 35_000;

/** Where to read a session's state, and the read-only ticket for it. */
export interface Watched {
  baseURL: string;
  ticket: string;
}

type See = (event: WatchEvent, id: string) => void;

/** Reads the session's state once; undefined: the server no longer takes the ticket. @throws when it cannot be reached */
export const ask = async (at: Watched, signal: AbortSignal): Promise<WatchEvent | undefined> =>
  (await get(at, '', '', signal))?.json() as Promise<WatchEvent> | undefined;

/**
 * Follows a session until the signal aborts or the server no longer takes the ticket: as an event stream, as long polls
 * where streams are cut, resumed after the last event seen.
 */
export async function follow(at: Watched, signal: AbortSignal, see: (event: WatchEvent) => void): Promise<void> {
  let last = '';
  let cuts = 0;
  let failures = 0;
  const took: See = (event, id) => {
    last = id;
    failures = 0;
    see(event);
  };
  while (!signal.aborted) {
    const streaming = cuts < cutsToGiveUpStreams;
    const request = new AbortController();
    const abort = () => request.abort();
    let timer = setTimeout(abort, streaming ? firstByteWithin : silence);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, silence);
    };
    signal.addEventListener('abort', abort);
    try {
      const response = await get(at, streaming ? null : '?wait=25', last, request.signal);
      if (!response) return;
      await (streaming ? readStream(response, alive, took) : readAnswer(response, took));
    } catch {
      failures++;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
    if (streaming) cuts++;
    await pause(backOff(failures), signal);
  }
}

async function readStream(response: Response, alive: () => void, took: See): Promise<void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const read = frameReader();
  for (let piece; (piece = await reader?.read()) && !piece.done;) {
    alive();
    for (const { data, id } of read(decoder.decode(piece.value, { stream: true }))) {
      took(JSON.parse(data) as WatchEvent, id);
    }
  }
}

async function readAnswer(response: Response, took: See): Promise<void> {
  const event = (await response.json()) as WatchEvent;
  took(event, response.headers.get('last-event-id') || `${event.sequence}`);
}

/** @param query of a JSON answer; null: an event stream. @returns null: the server no longer takes the ticket */
async function get(at: Watched, query: string | null, last: string, signal: AbortSignal): Promise<Response | null> {
  const response = await fetch(at.baseURL + watchRoute + (query ?? ''), {
    headers: {
      accept: query === null ? 'text/event-stream' : 'application/json',
      authorization: `Bearer ${at.ticket}`,
      ...(last && { 'last-event-id': last }),
    },
    cache: 'no-store',
    credentials: 'omit',
    signal,
  });
  if (response.ok) return response;
  if (response.status < 429) return null;
  throw new Error();
}
