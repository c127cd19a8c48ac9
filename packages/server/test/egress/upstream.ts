/** A real HTTP server on loopback that stands for a provider, and keeps what arrived. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Arrived {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  rawHeaders: string[];
  body: Buffer;
}

export interface Upstream {
  origin: string;
  host: string;
  port: number;
  arrived: Arrived[];
  /** Connections that were opened. */
  connections: number;
  sockets: Set<Socket>;
  close(): Promise<void>;
}

export type Answer = (request: Arrived, res: ServerResponse, req: IncomingMessage) => void;

/** @param whole false: `answer` runs at the head, and reads the body itself */
export async function startUpstream(answer: Answer, { whole = true } = {}): Promise<Upstream> {
  const arrived: Arrived[] = [];
  const server: Server = createServer((req, res) => {
    const request: Arrived = {
      method: req.method ?? '',
      url: req.url ?? '',
      headers: req.headers,
      rawHeaders: req.rawHeaders,
      body: Buffer.alloc(0),
    };
    arrived.push(request);
    if (!whole) {
      answer(request, res, req);
      return;
    }
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      request.body = Buffer.concat(chunks);
      answer(request, res, req);
    });
  });
  const upstream: Upstream = {
    origin: '',
    host: '',
    port: 0,
    arrived,
    connections: 0,
    sockets: new Set(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('connection', (socket) => {
    upstream.connections++;
    upstream.sockets.add(socket);
    socket.once('close', () => upstream.sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream.port = (server.address() as AddressInfo).port;
  upstream.host = `127.0.0.1:${upstream.port}`;
  upstream.origin = `http://${upstream.host}`;
  return upstream;
}

export const answerJson =
  (body: unknown, status = 200, headers: Record<string, string | string[]> = {}): Answer =>
  (_request, res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(body));
  };
