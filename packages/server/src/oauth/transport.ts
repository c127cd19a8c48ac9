/** What a failed call means: whether any of it may have reached the provider. */

/** Failures before a request is written: names, connections, certificates. */
const beforeSending =
  /^(ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EMFILE|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_INVALID_URL)$/;

/** True only when it is certain; a doubt counts as sent, since a single-use token may be spent. */
export function notSent(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, sent } = error as { code?: unknown; sent?: unknown };
  if (typeof sent === 'boolean') return !sent;
  if (error.name === 'AddressBlocked') return true;
  if (typeof code === 'string' && beforeSending.test(code)) return true;
  // Several addresses of one name: certain when every attempt was.
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every((one) => notSent(one, depth + 1));
  return notSent(error.cause, depth + 1);
}

/** Retry-After as seconds from `now` (epoch milliseconds). @see RFC 9110 §10.2.3 */
export function retryAfterOf(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim();
  if (!value) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
