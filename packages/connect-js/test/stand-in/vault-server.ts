/**
 * A stand-in for the vault in the element tests: a real HTTP server on an origin of its own. Stubbed: what the vault
 * decides. Real: CORS, the popup's page and its messages, tickets, event streams and long polls.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { routes, type WatchEvent } from '@alter/protocol';
import { connectPage } from './connect-page.ts';

/** What a test tells the stand-in about one session, and reads back from it. */
export interface Scenario {
  event: WatchEvent;
  /** Every stream ends right after its first frame; long polls work. */
  cutStreams?: boolean;
  /** Status and code of the ticket trade, when it is refused. */
  refuse?: { status: number; error: string; message: string };
  /** What the popup's page does once it is loaded. */
  page?: 'stays' | 'closes' | 'posts-success' | 'posts-error';
  /** What the session route of the app answers. */
  sessionStatus?: number;
  /** Requests and handshake answers, in order. */
  log: string[];
}

const pending: WatchEvent = { sequence: 1, status: 'pending', grants: [], error: null, in_progress: false };
export const sessionIdOf = (token: string): string => `session-of-${token}`;

export class VaultServer {
  readonly #scenarios = new Map<string, Scenario>();
  readonly #watchers = new Set<() => void>();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #scenario(token: string): Scenario {
    const known = this.#scenarios.get(token) ?? { event: pending, log: [] };
    this.#scenarios.set(token, known);
    return known;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*, authorization');
    response.setHeader('access-control-expose-headers', 'last-event-id');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const path = url.pathname.replace(/^\/coop/, '');
    if (path === routes.connectPage) return this.#page(url, response);
    if (path === routes.watchTicket) return this.#ticket(await readJson(request), response);
    if (path === routes.watch) return this.#watch(request, url, response);
    if (path === '/app/session') return this.#session(url, await readJson(request), response);
    if (path === '/control') return this.#control(url, request, response);
    return void response.writeHead(404).end();
  }

  #page(url: URL, response: ServerResponse): void {
    // Cuts the opener, as some providers' sign-in pages do.
    if (url.pathname.startsWith('/coop')) response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(connectPage);
  }

  #session(url: URL, body: Record<string, unknown>, response: ServerResponse): void {
    const token = url.searchParams.get('token') ?? '';
    const scenario = this.#scenario(token);
    scenario.log.push(`session ${JSON.stringify(body)}`);
    json(response, scenario.sessionStatus ?? 200, { session_token: token });
  }

  #ticket(body: Record<string, unknown>, response: ServerResponse): void {
    const token = String(body['session_token']);
    const { refuse, log } = this.#scenario(token);
    log.push('ticket');
    if (refuse) return json(response, refuse.status, refuse);
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    json(response, 200, { ticket: `watch_${token}`, session_id: sessionIdOf(token), expires_at });
  }

  #watch(request: IncomingMessage, url: URL, response: ServerResponse): void {
    const token = /^Bearer watch_(.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return json(response, 401, { error: 'invalid_token', message: 'No ticket.' });
    const scenario = this.#scenario(token);
    const streaming = request.headers.accept === 'text/event-stream';
    const last = request.headers['last-event-id'];
    scenario.log.push(`${streaming ? 'stream' : url.search || 'ask'}${last ? ` after ${String(last)}` : ''}`);
    if (!streaming && (!url.search || String(scenario.event.sequence) !== last))
      return answer(response, scenario.event);
    const tell = () => {
      if (streaming)
        response.write(
          `: still here\n\nid: ${scenario.event.sequence}\nevent: state\ndata: ${JSON.stringify(scenario.event)}\n\n`,
        );
      else answer(response, scenario.event);
      if (scenario.cutStreams && streaming) response.end();
    };
    if (streaming) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      tell();
    }
    this.#watchers.add(tell);
    response.on('close', () => this.#watchers.delete(tell));
  }

  async #control(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scenario = this.#scenario(url.searchParams.get('token') ?? '');
    if (request.method === 'POST') {
      const { log, ...told } = (await readJson(request)) as Partial<Scenario>;
      Object.assign(scenario, told);
      scenario.log.push(...(log ?? []));
      if (told.event) for (const tell of [...this.#watchers]) tell();
    }
    json(response, 200, scenario);
  }
}

function answer(response: ServerResponse, event: WatchEvent): void {
  if (response.writableEnded) return;
  response.setHeader('last-event-id', String(event.sequence));
  json(response, 200, event);
}

const json = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text || '{}') as Record<string, unknown>;
}
