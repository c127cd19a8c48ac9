/** What arrives from a provider and decides where secrets go next is judged by the entry, as a person's answer is. */
import type { ResolvedProvider, Variable } from './provider.ts';
import { valueMistake, withValues } from './resolve.ts';

export type Learnt =
  | { kind: 'ok'; provider: ResolvedProvider }
  /** Missing, or not in the entry's closed list or under its suffix: nothing may be sent on. */
  | { kind: 'refused'; at: string; reason: 'missing' | 'not_allowed' };

/** Characters. Longer than any value may be: an operator's `capture` may take time that grows with the square of it. */
const longest = 4096;

/**
 * Fills in the variables of a callback, a token answer or an account's answer.
 * @param read the value at a parameter's name or a path; null: there is none
 */
export function learnVariables(
  provider: ResolvedProvider,
  from: 'callback' | 'token' | 'account',
  read: (at: string) => string | null,
): Learnt {
  const learnt: Record<string, string> = {};
  for (const variable of provider.entry.variables.filter((one) => one.from === from)) {
    const { name, at = name } = variable;
    const raw = read(at);
    if (raw === null) {
      // A refresh, or a second look, need not repeat what is known.
      if (name in provider.variables || variable.optional) continue;
      return { kind: 'refused', at, reason: 'missing' };
    }
    const value = raw.length > longest ? null : valueOf(variable, raw);
    if (value === null || valueMistake(variable, value) !== null) return { kind: 'refused', at, reason: 'not_allowed' };
    learnt[name] = value;
  }
  return { kind: 'ok', provider: withValues(provider, learnt) };
}

/** What a grant keeps: a person's answers and what arrived; the operator's values are the config's. */
export const keptVariables = ({ entry, variables }: ResolvedProvider): Record<string, string> =>
  Object.fromEntries(
    entry.variables
      .filter(({ from, name }) => from !== 'operator' && variables[name] !== undefined)
      .map(({ name }): [string, string] => [name, variables[name] ?? '']),
  );

function valueOf({ kind, capture }: Variable, raw: string): string | null {
  const whole = kind === 'host' ? hostOf(raw) : raw;
  if (whole === null || !capture) return whole;
  return capture.exec(whole)?.[1] ?? null;
}

/** `https://eu.example.com/api` and `eu.example.com` are the same host; plain http is none that a token goes to. */
function hostOf(raw: string): string | null {
  if (!raw.includes('/')) return raw;
  const url = URL.parse(raw);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.host : null;
}
