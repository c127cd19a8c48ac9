/**
 * What never reaches an audit row or a log, whoever sent it: credential headers, query strings, and values with the form
 * of a token. Forms are a net under the rule that nothing writes a credential here, not a replacement for it.
 */
const redacted = '<redacted>';

/** Lower-case names of headers whose value is, or may be, a credential. */
export const credentialHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-amz-security-token',
  'x-goog-api-key',
  'x-goog-authorization',
  'x-goog-iam-authorization-token',
  'x-shopify-access-token',
  'x-stripe-account',
  'x-alter-signature',
  'x-alter-signature-v2',
  'x-alter-intent',
]);

/** Headers as they may be recorded: names in lower case, values of {@link credentialHeaders} replaced, others cleaned. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const name = given.toLowerCase();
    const text = typeof value === 'string' ? value : value.join(', ');
    shown[name] = credentialHeaders.has(name) ? redacted : redactText(text);
  }
  return shown;
}

/**
 * Forms of known tokens: our own, JWTs, and the prefixes that vendors gave theirs so that they are found. Every pattern is
 * linear: a fixed prefix and one run of characters.
 */
const tokenForms: readonly RegExp[] = [
  /alter_(?:rk|ak|dk|pk|key)_[A-Za-z0-9_-]{8,}/g,
  /w?sess_[A-Za-z0-9_-]{8,}/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*/g,
  /gh[opusr]_[A-Za-z0-9]{8,}/g,
  /github_pat_[A-Za-z0-9_]{8,}/g,
  /glpat-[A-Za-z0-9_.-]{8,}/g,
  /xox[a-z]-[A-Za-z0-9-]{8,}/g,
  /xapp-[A-Za-z0-9-]{8,}/g,
  /ya29\.[A-Za-z0-9_-]{8,}/g,
  /1\/\/[A-Za-z0-9_-]{16,}/g,
  /GOCSPX-[A-Za-z0-9_-]{8,}/g,
  /AIza[A-Za-z0-9_-]{30,}/g,
  /(?:sk|rk|pk|whsec)_(?:live|test)?_?[A-Za-z0-9]{16,}/g,
  /sk-[A-Za-z0-9_-]{16,}/g,
  /(?:AKIA|ASIA)[A-Z0-9]{16}/g,
  /(?:secret|ntn)_[A-Za-z0-9]{16,}/g,
  /lin_(?:api|oauth)_[A-Za-z0-9]{8,}/g,
  /sl\.[A-Za-z0-9_-]{20,}/g,
  /pat-[a-z0-9]{2,4}-[A-Za-z0-9-]{16,}/g,
  /bot[0-9]{6,}:[A-Za-z0-9_-]{20,}/g,
  /-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]{0,8192}/g,
];

/** `Bearer …`, `Basic …`: what follows the scheme. */
const schemes = /\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}/gi;

/** `access_token=…`, `"client_secret": "…"` and kin: what follows the name. */
const named =
  /\b((?:access|refresh|id|session|auth|api|bearer)[_-]?token|client[_-]?secret|api[_-]?key|secret|password|passwd|pwd|assertion|code_verifier)(["']?\s*[=:]\s*["']?)[^\s"'&,;]{4,}/gi;

/** A run of 40 or more without a word's shape: both cases and a digit. Hex hashes and UUIDs stay. */
const run = /[A-Za-z0-9+/_-]{40,}={0,2}/g;
const looksRandom = (text: string): boolean => /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);

/** Free text (a reason, a context value, a provider's message) with everything that looks like a credential replaced. */
export function redactText(text: string): string {
  const cleaned = redactForms(text)
    .replace(named, (_, name: string, sign: string) => `${name}${sign}${redacted}`)
    .replace(schemes, (_, scheme: string) => `${scheme} ${redacted}`);
  return cleaned.replace(run, (found) => (looksRandom(found) ? redacted : found));
}

/**
 * The path of a URL or request target, without query, fragment or user info. Only known forms are replaced: an id such as
 * a spreadsheet's looks random too, and the path is what an auditor reads.
 */
export function redactPath(target: string): string {
  const start = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(target)?.[0].length ?? 0;
  const end = target.slice(start).search(/[?#]/);
  const path = end < 0 ? target.slice(start) : target.slice(start, start + end);
  return redactForms(path === '' ? '/' : path);
}

/** Most texts have none: one pass says so. */
const anyForm = new RegExp(tokenForms.map(({ source }) => source).join('|'));

const redactForms = (text: string): string =>
  anyForm.test(text) ? tokenForms.reduce((left, form) => left.replace(form, redacted), text) : text;
