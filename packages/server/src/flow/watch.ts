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
import { isLeaving, untilChanged, type Watchers } from './watchers.ts';

const heartbeatMs = 15_000;
const longestWaitSeconds = 25;
const ticketsPerSession = 20;

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
