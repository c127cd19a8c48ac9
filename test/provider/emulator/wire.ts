/** A request as the emulator reads it, and an answer as it gives it. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from './behaviour.ts';

export interface Asked {
  method: string;
  /** Host header: which vendor is meant. */
  host: string;
  /** As it was sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  text: string;
  /** Members of a form or of a JSON object. */
  members: ReadonlyMap<string, string>;
  bodyKind: 'form' | 'json' | 'none';
}

export interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: Json;
}

/** `cut`: the connection ends without an answer. */
export type Answer = Reply | 'cut';

/** A request that no vendor would take, in words. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export async function readAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const [path = '/', search = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const { headers, method = '' } = request;
  const bodyKind = kindOf(headers['content-type'] ?? '');
  return {
    method,
    host: headers.host ?? '',
    path,
    query: new URLSearchParams(search),
    headers,
    text,
    members: membersOf(bodyKind, text),
    bodyKind,
  };
}

function kindOf(contentType: string): Asked['bodyKind'] {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return 'form';
  return contentType.startsWith('application/json') ? 'json' : 'none';
}

function membersOf(kind: Asked['bodyKind'], text: string): Map<string, string> {
  if (kind === 'form') {
    const form = new URLSearchParams(text);
    // RFC 6749 §3.2: parameters must not be included more than once.
    for (const name of new Set(form.keys())) {
      if (form.getAll(name).length > 1) throw new Malformed(`${name} came twice`);
    }
    return new Map(form);
  }
  if (kind === 'none' || text === '') return new Map();
  const parsed = JSON.parse(text) as unknown;
  if (typeof parsed !== 'object' || parsed === null) return new Map();
  return new Map(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

export function sendReply(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  const isText = typeof body === 'string' || body === undefined;
  response.writeHead(status, isText ? headers : { 'content-type': 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

export const bearerOf = ({ headers }: Pick<Asked, 'headers'>): string | null =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

/** Name and password of Basic authentication, as they were sent: nothing is decoded, as many vendors do. */
export function basicOf({ headers }: Pick<Asked, 'headers'>): { name: string; password: string } | null {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const [, name = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return { name, password };
}

export const lastSegment = (path: string): string => decodeURIComponent(path.split('/').at(-1) ?? '');
