/** The URL that is called: placeholders filled, query merged, fragment gone. */
import { assert, Refusal } from '../../lib/assert.ts';

type Scalar = string | number | boolean;

/** Characters of a URL; `wire.md` §6.4. */
const urlLimit = 65_536;
const placeholder = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** @throws Refusal `invalid_request`, `invalid_url`, `query_too_long` */
export function effectiveUrl(
  given: string,
  pathParams: Readonly<Record<string, Scalar>>,
  queryParams: Readonly<Record<string, Scalar | readonly Scalar[]>>,
): URL {
  const query = given.search(/[?#]/);
  const address = query < 0 ? given : given.slice(0, query);
  const rest = query < 0 ? '' : given.slice(query);
  const url = URL.parse(fill(address, pathParams) + rest);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Refusal('invalid_url');
  url.hash = '';
  const extra = encodeQuery(queryParams);
  // Appended as text: `searchParams` would rewrite the query that the caller wrote.
  if (extra !== '') url.search = url.search.length > 1 ? `${url.search}&${extra}` : extra;
  assert(url.href.length <= urlLimit, 'query_too_long', { limit: urlLimit });
  return url;
}

function fill(address: string, params: Readonly<Record<string, Scalar>>): string {
  const used = new Set<string>();
  const filled = address.replace(placeholder, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    assert(value !== undefined, 'invalid_request', issue(`path_params.${name}`, 'the URL has a place for it'));
    used.add(name);
    return encodeSegment(name, String(value));
  });
  for (const name of Object.keys(params)) {
    assert(used.has(name), 'invalid_request', issue(`path_params.${name}`, 'the URL has no place for it'));
  }
  return filled;
}

/** `.` and `..` mean something in a path even when encoded, so they cannot be values. */
function encodeSegment(name: string, value: string): string {
  const harmless = value !== '' && value !== '.' && value !== '..' && value.isWellFormed();
  assert(
    harmless,
    'invalid_request',
    issue(`path_params.${name}`, 'must be text, and neither empty nor a dot segment'),
  );
  return encode(value);
}

function encodeQuery(params: Readonly<Record<string, Scalar | readonly Scalar[]>>): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar]) {
      pairs.push(`${encode(name.toWellFormed())}=${encode(String(one).toWellFormed())}`);
    }
  }
  return pairs.join('&');
}

/** Everything but RFC 3986's unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const issue = (path: string, message: string): Record<string, unknown> => ({ issues: [{ path, message }] });
