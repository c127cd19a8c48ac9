/** The page of an app, on its own origin: what it serves is given by each test. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  origin: string;
  /** `METHOD path` of every request, in order. */
  seen: string[];
  close(): Promise<void>;
}

export interface Reply {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body: string;
}

export type Route = (request: {
  url: URL;
  body: string;
  headers: IncomingMessage['headers'];
}) => Reply | Promise<Reply>;

/** Routes by path. What is thrown answers 500 with its message, so that a test sees it. */
export async function startHostPage(routes: Readonly<Record<string, Route>>): Promise<HostPage> {
  const seen: string[] = [];
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', `http://${req.headers.host ?? 'localhost'}`);
    seen.push(`${req.method ?? ''} ${url.pathname}`);
    void answer(routes[url.pathname], req, url).then(
      ({ status = 200, type = 'text/html; charset=utf-8', headers, body }) => {
        res.writeHead(status, { 'content-type': type, ...headers }).end(body);
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(route: Route | undefined, req: IncomingMessage, url: URL): Promise<Reply> {
  if (!route) return { status: 404, body: 'no such page' };
  try {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    return await route({ url, body, headers: req.headers });
  } catch (error) {
    return { status: 500, type: 'text/plain', body: String(error) };
  }
}

export const json = (value: unknown, status = 200): Reply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
