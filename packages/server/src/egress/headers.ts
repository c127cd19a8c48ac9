/** Header tables of the request path: what a caller may send on, and what of a provider's answer reaches the caller. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * Refused when a caller names them: they carry credentials, change what the provider takes the request for, or belong to
 * this hop. `wire.md` §6.4 and §7.1.
 */
const refused = new Set([
  'authorization',
  'authentication',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'host',
  'transfer-encoding',
  'x-api-key',
  'x-auth-token',
  'x-amz-security-token',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-goog-authorization',
  'x-goog-iam-authorization-token',
  'x-stripe-account',
  'x-shopify-access-token',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]);

/** Of one hop only: dropped in both directions, with whatever `Connection` lists. RFC 9110 §7.6.1 */
const hopByHop = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Statements of the provider about its own origin: relayed, a client would take them for statements about ours. */
const ofTheOrigin = new Set([
  'set-cookie',
  'set-cookie2',
  'alt-svc',
  'clear-site-data',
  'nel',
  'public-key-pins',
  'report-to',
  'reporting-endpoints',
  'strict-transport-security',
]);

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// Visible Latin-1, space and tab: no CR, LF or NUL, nothing that one byte cannot carry. RFC 9110 §5.5
const value = /^[\t\x20-\x7e\x80-\xff]*$/;

export type HeaderDecision =
  | { kind: 'allow'; headers: Record<string, string> }
  | { kind: 'deny'; code: 'forbidden_header' | 'invalid_header'; header: string };

/**
 * A caller's headers as they go on, names in lower case.
 * @param injected names in lower case that the credential type sets itself
 */
export function judgeRequestHeaders(
  given: Readonly<Record<string, string>>,
  injected: readonly string[],
): HeaderDecision {
  const headers: Record<string, string> = {};
  for (const [written, text] of Object.entries(given)) {
    const name = written.toLowerCase();
    if (!token.test(name) || !value.test(text) || Object.hasOwn(headers, name)) {
      return { kind: 'deny', code: 'invalid_header', header: printable(written) };
    }
    if (refused.has(name) || name.startsWith('x-alter-') || injected.includes(name)) {
      return { kind: 'deny', code: 'forbidden_header', header: name };
    }
    headers[name] = text;
  }
  for (const name of listed(headers['connection'])) delete headers[name];
  for (const name of hopByHop) delete headers[name];
  return { kind: 'allow', headers };
}

/**
 * The provider's headers as the caller may see them: no hop-by-hop, framing or cookie headers, none that is ours, and
 * none that repeats the credential.
 */
export function answerHeaders(
  given: IncomingHttpHeaders,
  secrets: readonly string[],
): { headers: OutgoingHttpHeaders; echoed: boolean } {
  const headers: OutgoingHttpHeaders = {};
  const dropped = listed(given.connection);
  let echoed = false;
  for (const name in given) {
    const field = given[name];
    if (field === undefined || hopByHop.has(name) || ofTheOrigin.has(name)) continue;
    if (name.startsWith('x-alter-') || dropped.includes(name)) continue;
    if (secrets.some((secret) => carries(field, secret))) echoed = true;
    else headers[name] = field;
  }
  return { headers, echoed };
}

function carries(field: string | string[], secret: string): boolean {
  const text = typeof field === 'string' ? field : field.join('\n');
  return text.includes(secret) || (text.includes('%') && decoded(text).includes(secret));
}

const decoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const listed = (connection: string | undefined): string[] =>
  connection === undefined ? [] : connection.split(',').map((name) => name.trim().toLowerCase());

const printable = (name: string): string => name.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);
