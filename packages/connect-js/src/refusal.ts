import type { AlterError } from './types.ts';

/** For misuse of the client: an error with its published code. */
export const refusal = (code: string, message: string): Error & AlterError =>
  Object.assign(new Error(message), { code });
