/** A small API behind the authorization server: it takes a live access token and nothing else. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface ApiCall {
  method: string;
  path: string;
  query: Record<string, string>;
  /** The query as it arrived, with its `?`. */
  search: string;
  headers: IncomingHttpHeaders;
  /** Login of the person whose token came; null: the call was refused with 401. */
  login: string | null;
}

export interface ApiOptions {
  /** Login and scopes behind a bearer token; null when it is not live. */
  whoIs(token: string): Promise<{ login: string; scopes: string[] } | null>;
  calls: ApiCall[];
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  who: { login: string; scopes: string[] };
}

/** Answers below `/api/`. */
export async function serveApi(request: IncomingMessage, response: ServerResponse, options: ApiOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://api.invalid');
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const who = token ? await options.whoIs(token) : null;
  options.calls.push({
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    search: url.search,
    headers: request.headers,
    login: who?.login ?? null,
  });
  if (!who) {
    response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
    return json(response, 401, { error: 'invalid_token' });
  }
  const route = routes.find(([pattern]) => pattern.test(`${request.method ?? ''} ${url.pathname}`));
  if (!route) return json(response, 404, { error: 'not_found' });
  await route[1]({ request, response, url, who });
}

const routes: readonly [RegExp, (call: Call) => Promise<void>][] = [
  [/^GET \/api\/me$/, me],
  [/^\w+ \/api\/echo$/, echo],
  [/^(POST|PUT) \/api\/count$/, count],
  [/^GET \/api\/stream$/, stream],
  [/^\w+ \/api\/status\/\d{3}$/, status],
  [/^\w+ \/api\/slow$/, slow],
];

async function me({ response, who }: Call): Promise<void> {
  json(response, 200, { sub: who.login, email: `${who.login}@example.com`, scopes: who.scopes });
}

/** What arrived, but not the credential: the caller must not get it back from us. */
async function echo({ request, response, url }: Call): Promise<void> {
  const { authorization: _credential, ...headers } = request.headers;
  const body = await wholeBody(request);
  json(response, 200, {
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    body: body.toString('utf8'),
  });
}

async function count({ request, response }: Call): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  json(response, 200, { bytes, sha256: hash.digest('hex') });
}

/** `?bytes=N`, as fast as the other side takes them. */
async function stream({ response, url }: Call): Promise<void> {
  let left = Number(url.searchParams.get('bytes') ?? '65536');
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': String(left) });
  const chunk = Buffer.alloc(65_536, 'a');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  while (left > 0 && !response.destroyed) {
    const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
    left -= part.length;
    if (!response.write(part)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  response.end();
}

async function status({ response, url }: Call): Promise<void> {
  const code = Number(url.pathname.slice(-3));
  if (code === 429) response.setHeader('retry-after', '7');
  if (code === 204 || code === 304) {
    response.writeHead(code).end();
    return;
  }
  json(response, code, { status: code });
}

/** Answers after `?ms=N` (default 1000). */
async function slow({ response, url }: Call): Promise<void> {
  const ms = Number(url.searchParams.get('ms') ?? '1000');
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
  if (!response.destroyed) json(response, 200, { waited: ms });
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function json(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
