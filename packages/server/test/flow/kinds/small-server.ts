/** A server on 127.0.0.1 that answers by path, and remembers what it was asked. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  url: URL;
  authorization: string | null;
  form: URLSearchParams;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
}

export interface SmallServer {
  origin: string;
  host: string;
  asked: Asked[];
  close(): Promise<void>;
}

export async function startSmallServer(reply: (asked: Asked) => Reply): Promise<SmallServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      asked.push(one);
      const { status = 200, headers, json, form } = reply(one);
      const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(form ? new URLSearchParams(form).toString() : JSON.stringify(json ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${String(port)}`;
  return {
    origin: `http://${host}`,
    host,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString('utf8');
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`),
    authorization: request.headers.authorization ?? null,
    form: new URLSearchParams(isForm(request) ? body : ''),
  };
}

const isForm = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
