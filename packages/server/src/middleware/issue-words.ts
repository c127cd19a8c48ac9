/** What the validator found, in words that say what to do. */
export interface Issue {
  /** `user.reference`, `allowed_providers.0`; empty for the body itself. */
  path: string;
  message: string;
}

/** The part of a zod issue that is used here. */
export interface SchemaIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly input?: unknown;
  readonly expected?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly origin?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly format?: string;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formatWords: Readonly<Record<string, string>> = {
  datetime: 'must be a time in ISO 8601 with zone, such as 2026-01-31T12:00:00Z',
  base64: 'must be padded base64',
  url: 'must be an absolute URL',
};

export function issueWords(issue: SchemaIssue): Issue {
  return { path: issue.path.map(String).join('.').slice(0, 200), message: words(issue).slice(0, 300) };
}

function words(issue: SchemaIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeMismatch(issue);
    case 'unrecognized_keys':
      return `has fields that this route does not know: ${(issue.keys ?? []).slice(0, 10).join(', ')}. Remove or correct them`;
    case 'too_small':
      return `must be at least ${sizeOf(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `must be at most ${sizeOf(issue.maximum, issue.origin)}`;
    case 'invalid_value':
      return `must be one of ${(issue.values ?? []).map(String).join(', ')}`;
    case 'invalid_format':
      return formatWords[issue.format ?? ''] ?? issue.message;
    case 'invalid_key':
      return 'has a name that is not allowed here';
    default:
      return issue.message;
  }
}

/** zod says in its message only that a value is missing. */
function typeMismatch(issue: SchemaIssue): string {
  const wanted = typeWords[issue.expected ?? ''] ?? issue.expected ?? 'another type';
  return issue.message.endsWith('received undefined') ? `is required: ${wanted}` : `must be ${wanted}`;
}

function sizeOf(size: number | bigint | undefined, origin: string | undefined): string {
  const number = String(size ?? 0);
  if (origin === 'string') return `${number} characters`;
  if (origin === 'array' || origin === 'set') return `${number} entries`;
  return number;
}
