/** What a callback says beside code and state, judged by the entry before the code is sent anywhere. */
import { learnVariables, type Learnt } from '../providers/learn.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { filledMembers } from '../providers/resolve.ts';

export const words: Readonly<Record<Extract<Learnt, { kind: 'refused' }>['reason'], string>> = {
  missing: 'missing',
  not_allowed: 'not one that this provider may name',
};

type Known = { kind: 'ok'; provider: ResolvedProvider } | { kind: 'refused'; words: string };

/** Fills in what the callback brings: a data centre, a company, a shop. */
export function learnCallback(provider: ResolvedProvider, parameters: URLSearchParams): Known {
  const { callback, hooks } = provider.entry;
  for (const [name, value] of Object.entries(filledMembers(callback.expect ?? {}, provider.variables))) {
    if (single(parameters, name) !== value) return { kind: 'refused', words: `the callback’s ${name} is another` };
  }
  if (hooks.callbackGenuine && !hooks.callbackGenuine(parameters, provider.config.clientSecret)) {
    return { kind: 'refused', words: 'the callback is not signed by the provider' };
  }
  const learnt = learnVariables(provider, 'callback', (at) => single(parameters, at));
  if (learnt.kind === 'ok') return learnt;
  return { kind: 'refused', words: `the callback’s ${learnt.at} is ${words[learnt.reason]}` };
}

/** Scopes that the person left ticked, where the callback says them. */
export function callbackScopes({ entry }: ResolvedProvider, parameters: URLSearchParams): string[] | null {
  const { scope } = entry.callback;
  const given = scope === undefined ? null : single(parameters, scope);
  return given === null ? null : given.split(/[\s,]+/).filter(Boolean);
}

/** Repeated parameters are not trusted (RFC 6749 §3.1). */
function single(parameters: URLSearchParams, name: string): string | null {
  const [value = '', ...more] = parameters.getAll(name);
  return more.length === 0 && value !== '' ? value : null;
}
