import type { Provider, ScopeWords } from './provider.ts';

/** What a person reads for a scope; one without words is shown as it is and counts as risky, since nobody vouches for it. */
export function scopeWords(entry: Provider, scope: string): ScopeWords {
  return entry.scopes.find((one) => one.scope === scope) ?? { scope, description: scope, risk: 'medium' };
}
