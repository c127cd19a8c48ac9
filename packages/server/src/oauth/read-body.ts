/** A provider's answer as members with names, whatever it was written in. Null: it cannot be read. */
export type Body = Record<string, unknown>;

export async function readBody(response: Response): Promise<Body | null> {
  const text = (await response.text()).trim();
  // A list has members too: `0.id`.
  if (text.startsWith('{') || text.startsWith('[')) return readJson(text);
  // Some answer in form encoding whatever was asked for.
  const type = response.headers.get('content-type') ?? '';
  const form = type.includes('form-urlencoded') || (type.startsWith('text/plain') && /^[\w.-]+=[^<>\s]*$/.test(text));
  return form && text !== '' ? Object.fromEntries(new URLSearchParams(text)) : null;
}

/**
 * A number too large to be exact stays text: an account's id that was rounded could be somebody else's.
 * Node passes the source text of a number to the reviver (ECMA-262 "JSON.parse source text access").
 */
function readJson(text: string): Body | null {
  const exact = ((_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value) as (key: string, value: unknown) => unknown;
  try {
    return JSON.parse(text, exact) as Body;
  } catch {
    return null;
  }
}
