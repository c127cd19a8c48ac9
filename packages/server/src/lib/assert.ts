import { errors, type ErrorCode } from '@alter/protocol';

/**
 * The one error that reaches a caller: a code of the table and the code's own public fields. The `cause` and `detail` are
 * for the log and never serialized; anything else that is thrown becomes `internal_error`.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: Record<string, unknown>;
  /** Response headers that belong to the refusal, e.g. `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    code: ErrorCode,
    fields: Record<string, unknown> = {},
    options: { cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(errors[code].message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = errors[code].status;
    this.fields = fields;
    this.headers = options.headers ?? {};
  }
}

/** Guard clause: throws the refusal unless `condition` holds. @throws Refusal */
export function assert(condition: unknown, code: ErrorCode, fields?: Record<string, unknown>): asserts condition {
  if (!condition) throw new Refusal(code, fields);
}

/** For a `switch` that covers every case. */
export function never(value: never): never {
  throw new Error(`unexpected value: ${String(value)}`);
}
