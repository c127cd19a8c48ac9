import { Secret } from '../vault/secret.ts';
import type { ResolvedProvider } from './provider.ts';

/** What an entry adds to every call, with its secrets: for what is sent, and for nothing else. */
export const sentHeaders = ({ headers }: ResolvedProvider): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  );

/** Of these headers, what a provider must not give back to a caller: the whole value, and the secret in it. */
export function secretHeaderTexts(provider: ResolvedProvider): string[] {
  const whole = Object.values(provider.headers).filter((value) => value instanceof Secret);
  const texts = whole.map((value) => value.reveal());
  const parts = configSecrets(provider).map((secret) => secret.reveal());
  return [...new Set([...texts, ...parts.filter((part) => texts.some((text) => text.includes(part)))])];
}

/** The operator's secrets, which no provider's words are to repeat. */
export const configSecrets = ({ config }: ResolvedProvider): Secret[] =>
  [config.clientSecret, ...Object.values(config.variables)].filter((value) => value instanceof Secret);
