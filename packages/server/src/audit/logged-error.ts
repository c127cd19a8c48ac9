import { pino } from 'pino';

/** Own properties of errors that say what failed and where, and never what was sent or answered. */
const kept = ['code', 'codeName', 'status', 'errno', 'syscall', 'hostname', 'address', 'port'] as const;

interface Logged {
  type?: unknown;
  message?: unknown;
  stack?: unknown;
  aggregateErrors?: Logged[];
}

/**
 * An error as the log has it: words, stack and what is {@link kept}. Libraries hang bytes on their errors, such as undici the
 * part of a provider's answer that it could not read, and a token may be among them.
 */
export const loggedError = (error: unknown): unknown =>
  error instanceof Error ? only(pino.stdSerializers.err(error)) : error;

function only(whole: Logged & Record<string, unknown>): Record<string, unknown> {
  const { type, message, stack, aggregateErrors } = whole;
  return {
    type,
    message,
    stack,
    ...(aggregateErrors ? { aggregateErrors: aggregateErrors.map((one) => only(one as typeof whole)) } : {}),
    ...Object.fromEntries(kept.filter((name) => isPlain(whole[name])).map((name) => [name, whole[name]])),
  };
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
