import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { newId } from '../lib/random.ts';
import type { Deps, Step } from '../state.ts';

/** Gives each request an id, a logger that carries it, and the client's address; logs one line when it is over. */
export function requestId(deps: Pick<Deps, 'log' | 'clock' | 'config'>): Step {
  return async (ctx, next) => {
    const id = newId();
    const started = deps.clock.monotonic();
    ctx.state.requestId = id;
    ctx.state.log = deps.log.child({ request_id: id });
    ctx.state.clientIp = clientIp(ctx.req, deps.config.trustedProxies);
    ctx.set('X-Request-ID', id);
    ctx.res.once('close', () => logLine(ctx.state.log, ctx, deps.clock.monotonic() - started));
    await next();
  };
}

/** The route's pattern, never the address: paths and queries can hold states, codes and tokens. */
function logLine(log: Logger, ctx: Parameters<Step>[0], elapsed: number): void {
  log.info(
    {
      method: ctx.method,
      route: ctx._matchedRoute ?? 'unmatched',
      // Koa has 404 until somebody sets another.
      status: ctx.res.headersSent ? ctx.res.statusCode : null,
      ms: Math.round(elapsed * 10) / 10,
      aborted: ctx.res.writableFinished ? undefined : true,
    },
    'request',
  );
}

/** `proxies` steps from the right of X-Forwarded-For: what an untrusted client wrote is never reached. */
export function clientIp(req: IncomingMessage, proxies: number): string {
  const peer = req.socket.remoteAddress ?? '';
  if (proxies === 0) return plain(peer);
  const header = req.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => hop.trim());
  return plain(hops.filter(Boolean).at(-proxies) ?? peer);
}

/** Some proxies write the port as well: `1.2.3.4:5678`, `[::1]:80`. */
const withPort = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/;

function plain(written: string): string {
  const [, v6, v4] = withPort.exec(written) ?? [];
  const address = v6 ?? v4 ?? written;
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
