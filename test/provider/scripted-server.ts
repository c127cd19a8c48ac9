/** A server that answers what a test tells it to, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, text as it is. */
  body?: string | Record<string, unknown>;
}

export interface ScriptedServer {
  origin: string;
  asked: Asked[];
  /** Arrives here whatever host is named: no name of a vendor's is looked up. */
  fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/** `cut` ends the connection after the request was read. */
export async function startScripted(
  answer: (asked: Asked) => Reply | 'cut' | Promise<Reply | 'cut'>,
): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const respond = async () => {
      const one = await read(request);
      asked.push(one);
      const reply = await answer(one);
      if (reply === 'cut') {
        request.socket.destroy();
        return;
      }
      const { status = 200, headers = {}, body = '' } = reply;
      const isText = typeof body === 'string';
      response.writeHead(status, isText ? headers : { 'content-type': 'application/json', ...headers });
      response.end(isText ? body : JSON.stringify(body));
    };
    respond().catch((cause: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(cause));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origin: here,
    asked,
    fetch(input, init) {
      const { origin, href } = new URL(input instanceof Request ? input.url : input);
      return globalThis.fetch(here + href.slice(origin.length), init);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
  return { method: request.method ?? '', path: request.url ?? '/', headers: request.headers, body };
}
