import { Secret } from '../vault/secret.ts';
import type { ResolvedProvider } from './provider.ts';

/** What an entry adds to every call, with its secrets: for what is sent, and for nothing else. */
export const sentHeaders = ({ headers }: ResolvedProvider): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );

/** Of these headers, what a provider must not give back to a caller. */
export const secretHeaderTexts = ({ headers }: ResolvedProvider): string[] =>
  Object.values(headers)
    .filter((value) => value instanceof Secret)
    .map((value) => value.reveal());
