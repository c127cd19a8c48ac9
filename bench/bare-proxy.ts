/**
 * The baseline, as a process of its own: arguments `<port> <upstream port>`. Koa, @koa/router and undici's
 * dispatch with back-pressure, and nothing else: no key, no grant, no policy, no record.
 */
import Router from '@koa/router';
import Koa from 'koa';
import { Agent, type Dispatcher } from 'undici';

const [port, upstream] = process.argv.slice(-2).map(Number);
const agent = new Agent({ allowH2: false, connections: 512 });
const origin = `http://127.0.0.1:${upstream}`;
const router = new Router();

router.all('/request', (ctx) => {
  const { req, res } = ctx;
  ctx.respond = false;
  const path = String(req.headers['x-path'] ?? '/');
  const streamed = req.headers['x-method'] === 'PUT';
  if (!streamed) req.resume();
  const handler: Dispatcher.DispatchHandler = {
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
  };
  const length = req.headers['content-length'];
  agent.dispatch(
    {
      origin,
      path,
      method: streamed ? 'PUT' : 'GET',
      headers: streamed && length !== undefined ? { 'content-length': length } : {},
      body: streamed ? req : null,
    },
    handler,
  );
});

const app = new Koa();
app.on('error', () => undefined);
app.use(router.routes());
const server = app.listen(port, '127.0.0.1');
server.requestTimeout = 0;
process.once('SIGTERM', () => process.exit(0));
