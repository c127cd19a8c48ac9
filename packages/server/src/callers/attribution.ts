import { signatureHeaders as names } from '@alter/protocol';
import { assert, Refusal } from '../lib/assert.ts';

/** Limits of `wire.md` §2. */
const limits = { caller: 255, context: 4096, entries: 20, name: 64, value: 512 } as const;
const printable = /^[\x20-\x7e]+$/;

export interface Attribution {
  name: string | null;
  context: Record<string, string> | null;
}

/**
 * Who the caller says it is, for the audit: `X-Alter-Caller` and `X-Alter-Context`. Attribution, not authorization.
 * @param header gives '' for a header that did not come
 * @throws Refusal `invalid_header`
 */
export function readAttribution(header: (name: string) => string): Attribution {
  const name = header(names.caller);
  if (name !== '') {
    const good = name.length <= limits.caller && printable.test(name);
    assert(good, 'invalid_header', {
      header: 'X-Alter-Caller',
      problem: 'must be at most 255 printable ASCII characters',
    });
  }
  const type = header(names.callerType);
  assert(['', 'agent', 'service'].includes(type), 'invalid_header', {
    header: 'X-Alter-Caller-Type',
    problem: 'must be agent or service',
  });
  return { name: name || null, context: readContext(header(names.context)) };
}

function readContext(text: string): Record<string, string> | null {
  if (text === '') return null;
  const refuse = (problem: string): never => {
    throw new Refusal('invalid_header', { header: 'X-Alter-Context', problem });
  };
  if (text.length > limits.context) return refuse(`must be at most ${limits.context} characters`);
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return refuse('must be a JSON object of strings');
  const entries = Object.entries(parsed);
  if (entries.length > limits.entries) return refuse(`must have at most ${limits.entries} keys`);
  for (const [key, value] of entries) {
    if (key === '' || key.length > limits.name) return refuse(`its keys must be 1 to ${limits.name} characters`);
    if (typeof value !== 'string') return refuse('must be a JSON object of strings');
    if (value.length > limits.value) return refuse(`its values must be at most ${limits.value} characters`);
  }
  return Object.fromEntries<string>(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
