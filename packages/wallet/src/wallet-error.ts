/** Codes that arise in the browser itself; all others are the service's own (`errors` in the protocol package). */
export type LocalErrorCode =
  /** No answer: offline, refused by CORS, cut or longer than 30 s. */
  | 'network_error'
  /** An answer that is not the promised JSON. */
  | 'invalid_answer'
  /** `session-url` gave no session. */
  | 'session_unavailable'
  /** Neither a token nor a `session-url` was given. */
  | 'session_missing';

/** What went wrong, in a form that can be shown, logged and given to support. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
  /** Stable: compare this, never the message. */
  readonly code: string;
  /** Finds the request in the service's log; null when the service was not reached. */
  readonly requestId: string | null;
  /** HTTP status, 0 without an answer. */
  readonly status: number;

  constructor(
    code: LocalErrorCode | (string & {}),
    message: string,
    more: { requestId?: string | null; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.requestId = more.requestId ?? null;
    this.status = more.status ?? 0;
  }
}

/** Any thrown value as a {@link WalletError}. */
export function asWalletError(thrown: unknown): WalletError {
  if (thrown instanceof WalletError) return thrown;
  return new WalletError('network_error', 'The service did not answer.', { cause: thrown });
}
