/**
 * The result belongs to the session: the page that opened it follows with a read-only ticket, by event stream or long
 * poll, and can go on after a reload.
 */
import { PassThrough } from 'node:stream';
import { watchTicketBody, type WatchEvent } from '@alter/protocol/schemas';
import { assert, Refusal } from '../lib/assert.ts';
import { iso } from '../lib/clock.ts';
import { sha256 } from '../lib/encoding.ts';
import { randomToken } from '../lib/random.ts';
import { parseBody } from '../middleware/body.ts';
import { assertOrigin } from '../middleware/origin.ts';
import { watchEventOf, type NameOf } from '../sessions/outcome.ts';
import type { Ctx, Deps, Step } from '../state.ts';
import { readableAfterMs, type ConnectSessionRow } from '../stores/store.ts';
import type { DevicePolling } from './device-polling.ts';

/** One shared read of all watched sessions a second; a change in this process is told at once. */
const readEveryMs = 1000;
const heartbeatMs = 15_000;
const longestWaitSeconds = 25;
/** A page needs one; reloads and second tabs some more. */
const watchersPerSession = 20;
const ticketsPerSession = 20;

type Listener = (row: ConnectSessionRow) => void;

export interface Watchers {
  /** Tells this process's watchers now; other processes read it within a second. */
  changed(row: ConnectSessionRow): void;
  /** Calls back with the row now and after each change. Returns the way to stop. */
  follow(hash: string, listener: Listener): () => void;
  /** A session has as many watchers in this process as it may. */
  isFull(hash: string): boolean;
  /** Fires when the drain begins: streams end, pages come back to another process. */
  readonly closing: AbortSignal;
  close(): void;
}

export function createWatchers(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Watchers {
  const listeners = new Map<string, Set<Listener>>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;

  const tell = (row: ConnectSessionRow) => {
    for (const listener of listeners.get(row.hash) ?? []) listener(row);
  };
  const read = async () => {
    try {
      for (const row of (await deps.store.sessions.findConnects([...listeners.keys()], deps.clock.now())).values())
        tell(row);
    } catch (cause) {
      deps.log.warn({ err: cause }, 'watched sessions could not be read');
    }
  };
  const stop = () => {
    if (timer) clearInterval(timer);
    timer = null;
  };
  return {
    closing: closing.signal,
    changed: tell,
    isFull: (hash) => (listeners.get(hash)?.size ?? 0) >= watchersPerSession,
    follow(hash, listener) {
      const known = listeners.get(hash) ?? new Set();
      listeners.set(hash, known.add(listener));
      timer ??= setInterval(() => void read(), readEveryMs).unref();
      return () => {
        known.delete(listener);
        // Called twice, it must not take away the set that others have begun since.
        if (known.size === 0 && listeners.get(hash) === known) listeners.delete(hash);
        if (listeners.size === 0) stop();
      };
    },
    close() {
      stop();
      closing.abort();
    },
  };
}

/** Trades a session token for a ticket; does not bind the session to a browser. */
export function tradeTicket(deps: Deps): Step {
  return async (ctx) => {
    const { session_token } = parseBody(ctx, watchTicketBody);
    const now = deps.clock.now();
    const row = await deps.store.sessions.findConnect(sha256(session_token), now);
    if (!row) throw new Refusal('invalid_token');
    assertOrigin(ctx, row.allowed_origin);
    assert(await deps.store.sessions.countTicket(row.hash, ticketsPerSession, now), 'too_many_tickets');
    const ticket = `watch_${randomToken(24)}`;
    const expiresAt = row.expires_at + readableAfterMs;
    await deps.store.tickets.create({
      hash: sha256(ticket),
      session_hash: row.hash,
      app_id: row.app_id,
      expires_at: expiresAt,
    });
    ctx.status = 201;
    ctx.body = { ticket, session_id: row.id, expires_at: iso(expiresAt) };
  };
}

export function watchSession(deps: Deps, watchers: Watchers, polling: DevicePolling): Step {
  return async (ctx) => {
    const row = await ticketSession(deps, ctx);
    assert(!watchers.isFull(row.hash), 'rate_limit_exceeded');
    const nameOf: NameOf = (id) => deps.providers.nameOf(row.app_id, id);
    const view = (one: ConnectSessionRow) => {
      // Told every second: whoever watches takes over from a process that is gone.
      polling.lookAfter(one);
      return watchEventOf(one, nameOf, deps.clock.now());
    };
    if (ctx.accepts('text/event-stream', 'application/json') === 'text/event-stream')
      return stream(ctx, watchers, row, view);
    ctx.body = await nextChange(ctx, watchers, row, view);
  };
}

async function ticketSession(deps: Deps, ctx: Ctx): Promise<ConnectSessionRow> {
  const [, ticket] = /^Bearer (watch_[A-Za-z0-9_-]{1,64})$/.exec(ctx.get('Authorization')) ?? [];
  if (!ticket) throw new Refusal('invalid_token');
  const now = deps.clock.now();
  const found = await deps.store.tickets.find(sha256(ticket), now);
  const row = found && (await deps.store.sessions.findConnect(found.session_hash, now));
  if (!row) throw new Refusal('session_expired');
  assertOrigin(ctx, row.allowed_origin);
  return row;
}

/** Long poll: answers at once when there is more than the page has seen, else with the next change or after `wait` seconds. */
function nextChange(
  ctx: Ctx,
  watchers: Watchers,
  row: ConnectSessionRow,
  view: (row: ConnectSessionRow) => WatchEvent,
): Promise<WatchEvent> {
  const first = view(row);
  const wait = Math.min(Math.max(Number(ctx.query['wait']) || 0, 0), longestWaitSeconds);
  const seen = ctx.get('Last-Event-ID');
  const news = first.status !== 'pending' || (seen !== '' && seen !== String(first.sequence));
  if (wait === 0 || news) return Promise.resolve(first);
  const told = (one: ConnectSessionRow) => JSON.stringify(view(one));
  return untilChanged(ctx, watchers, row, wait, told).then(view);
}

/** The row as soon as what is told of it is different, else after so many seconds; at once when the client is gone. */
export function untilChanged(
  ctx: Ctx,
  watchers: Watchers,
  row: ConnectSessionRow,
  seconds: number,
  told: (row: ConnectSessionRow) => unknown = ({ entries, final }) => `${entries.length} ${final !== null}`,
): Promise<ConnectSessionRow> {
  if (isLeaving(ctx, watchers) || watchers.isFull(row.hash)) return Promise.resolve(row);
  const before = told(row);
  return new Promise((resolve) => {
    let latest = row;
    const end = () => {
      clearTimeout(timer);
      stop();
      watchers.closing.removeEventListener('abort', end);
      resolve(latest);
    };
    const timer = setTimeout(end, seconds * 1000);
    const stop = watchers.follow(row.hash, (changed) => {
      latest = changed;
      if (told(changed) !== before) end();
    });
    ctx.res.once('close', end);
    watchers.closing.addEventListener('abort', end, { once: true });
  });
}

function stream(
  ctx: Ctx,
  watchers: Watchers,
  row: ConnectSessionRow,
  view: (row: ConnectSessionRow) => WatchEvent,
): void {
  const out = new PassThrough();
  let last = '';
  const send = (changed: ConnectSessionRow) => {
    const event = view(changed);
    const data = JSON.stringify(event);
    if (data === last) return;
    last = data;
    out.write(`id: ${event.sequence}\nevent: state\ndata: ${data}\n\n`);
    if (event.status !== 'pending') end();
  };
  const heartbeat = setInterval(() => out.write(': still here\n\n'), heartbeatMs);
  const stop = watchers.follow(row.hash, send);
  const end = () => {
    clearInterval(heartbeat);
    stop();
    watchers.closing.removeEventListener('abort', end);
    out.end();
  };
  ctx.res.once('close', end);
  watchers.closing.addEventListener('abort', end, { once: true });
  ctx.type = 'text/event-stream';
  ctx.set('Cache-Control', 'no-store');
  ctx.set('X-Accel-Buffering', 'no');
  ctx.body = out;
  send(row);
  if (isLeaving(ctx, watchers)) end();
}

/** What would end it has happened already: the client went while its ticket was looked up, or the drain began. */
const isLeaving = (ctx: Ctx, watchers: Watchers): boolean => ctx.res.destroyed || watchers.closing.aborted;
