import type { Provider, ScopeWords } from './provider.ts';

/** Scopes that mean the same at every OpenID Connect server (Core 1.0 §5.4, §11). */
const standard: readonly ScopeWords[] = [
  { scope: 'openid', description: 'know which account is yours', risk: 'low' },
  { scope: 'email', description: 'see your email address', risk: 'low' },
  { scope: 'profile', description: 'see your name and picture', risk: 'low' },
  { scope: 'phone', description: 'see your phone number', risk: 'low' },
  { scope: 'address', description: 'see your postal address', risk: 'medium' },
  { scope: 'offline_access', description: 'stay connected when you are away', risk: 'low' },
];

/** It means the same everywhere: an entry need not describe it. */
export const hasStandardWords = (scope: string): boolean => standard.some((one) => one.scope === scope);

/** The entry's own words, else the standard ones; null: nobody has words for it. */
export const knownWords = (entry: Provider, scope: string): ScopeWords | null =>
  [...entry.scopes, ...standard].find((one) => one.scope === scope) ?? null;

/** What a person reads for a scope; one without words is shown as it is and counts as risky, since nobody vouches for it. */
export const scopeWords = (entry: Provider, scope: string): ScopeWords =>
  knownWords(entry, scope) ?? { scope, description: scope, risk: 'medium' };
