/**
 * The baseline, as a process of its own: arguments `<port> <upstream port>`. Koa, @koa/router and undici's dispatch with
 * back-pressure, and nothing else: no key, no grant, no policy, no record. A call says where it goes as `/request` is told,
 * in a JSON body; with `x-path` (and `x-method`) it says so beside a body that is streamed on or thrown away unread.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { Agent, type Dispatcher } from 'undici';

type Outbound = Pick<Dispatcher.DispatchOptions, 'path' | 'method' | 'headers' | 'body'> & { origin: string };

const [port, upstream] = process.argv.slice(-2).map(Number);
const agent = new Agent({ allowH2: false, connections: 512 });
const router = new Router();

router.all('/request', (ctx) => {
  const { req, res } = ctx;
  ctx.respond = false;
  const path = req.headers['x-path'];
  if (typeof path === 'string') relay(res, beside(req, path));
  else whole(req, (body) => relay(res, named(body)));
});

function beside(req: IncomingMessage, path: string): Outbound {
  const streamed = req.headers['x-method'] === 'PUT';
  if (!streamed) req.resume();
  const length = req.headers['content-length'];
  return {
    origin: `http://127.0.0.1:${upstream}`,
    path,
    method: streamed ? 'PUT' : 'GET',
    headers: streamed && length !== undefined ? { 'content-length': length } : {},
    body: streamed ? req : null,
  };
}

function named(body: Buffer): Outbound {
  const { method, url } = JSON.parse(body.toString()) as { method: 'GET'; url: string };
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search, method, headers: {}, body: null };
}

function whole(req: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => void chunks.push(chunk));
  req.on('end', () => then(Buffer.concat(chunks)));
}

function relay(res: ServerResponse, outbound: Outbound): void {
  agent.dispatch(outbound, {
    onRequestStart: (controller) =>
      void res.once('close', () => res.writableFinished || controller.abort(new Error('gone'))),
    onResponseStart: (_controller, status, headers) => {
      delete headers['connection'];
      delete headers['keep-alive'];
      res.writeHead(status, headers);
    },
    onResponseData: (controller, chunk) => {
      if (res.write(chunk)) return;
      controller.pause();
      res.once('drain', () => controller.resume());
    },
    onResponseEnd: () => void res.end(),
    onResponseError: () => void res.destroy(),
  });
}

const app = new Koa();
app.on('error', () => undefined);
app.use(router.routes());
const server = app.listen(port, '127.0.0.1');
server.requestTimeout = 0;
process.once('SIGTERM', () => process.exit(0));
