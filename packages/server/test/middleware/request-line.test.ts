import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { requestId } from '../../src/middleware/request-id.ts';
import type { RequestState } from '../../src/state.ts';

type Line = Record<string, unknown>;

let origin: string;
let close: () => void;
let line: Promise<Line>;
/** Called when a request has come in whose answer is awaited in vain. */
let arrived: () => void;

beforeEach(async () => {
  const app = new Koa<RequestState>();
  let logged: (line: Line) => void;
  line = new Promise((resolve) => (logged = resolve));
  const log = pino({ level: 'info' }, { write: (text: string) => logged(JSON.parse(text) as Line) });
  const clock = { now: () => 0, monotonic: () => performance.now() };
  app.use(requestId({ log, clock, config: readConfig({ ALTER_MODE: 'development' }, '/') }));
  app.use(async (ctx) => {
    if (ctx.path === '/answer') return void (ctx.status = 204);
    if (ctx.path === '/begun') {
      ctx.respond = false;
      ctx.res.writeHead(200).write('the first of more');
      return once(ctx.res, 'close').then(() => undefined);
    }
    arrived();
    await once(ctx.res, 'close');
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
});
afterEach(() => close());

describe('the log line of a request', () => {
  it('has the status of the answer', async () => {
    const call = request(`${origin}/answer`).end();
    await once(call, 'response');
    expect(await line).toMatchObject({ msg: 'request', method: 'GET', route: 'unmatched', status: 204 });
    expect(await line).not.toHaveProperty('aborted');
  });

  it('has the status of an answer that the client left in the middle of, and says so', async () => {
    const call = request(`${origin}/begun`).on('error', () => undefined);
    call.on('response', () => call.destroy()).end();
    expect(await line).toMatchObject({ msg: 'request', status: 200, aborted: true });
  });

  it('has no status when the client left before there was an answer', async () => {
    const call = request(`${origin}/never`).on('error', () => undefined);
    const there = new Promise<void>((resolve) => (arrived = resolve));
    call.end();
    await there;
    call.destroy();
    expect(await line).toMatchObject({ msg: 'request', status: null, aborted: true });
  });
});
