/** An entry is done when an operator can set it up and a person can read what is asked: `CONTRIBUTING.md`, a provider. */
import { expect, it } from 'vitest';
import { entries } from '../../src/providers/index.generated.ts';
import type { Provider, ScopeWords } from '../../src/providers/provider.ts';
import { hasStandardWords } from '../../src/providers/words.ts';

/** What a step says when nobody has looked at the vendor's console. */
const generic = /^Register an app for OAuth at /;

/** Says more than whose account it is. Where an entry has one scope for everything, that one is always asked for. */
const goesBeyondIdentity = ({ scope, description, risk }: ScopeWords, { identityScopes }: Provider['authorize']) =>
  !hasStandardWords(scope) && description !== scope && (risk !== 'low' || !identityScopes.includes(scope));

function missing({ scopes, noScopes, authorize, setup }: Provider): string[] {
  const told = scopes.filter((one) => goesBeyondIdentity(one, authorize));
  return [
    ...(noScopes === undefined && told.length === 0 ? ['a scope in words beyond identity, or `noScopes`'] : []),
    ...(noScopes !== undefined && scopes.length > 0 ? ['either scopes or `noScopes`'] : []),
    ...(setup.length < 3 ? ['three steps of set-up'] : []),
    ...(setup.some((step) => generic.test(step)) ? ['steps of the vendor’s own console'] : []),
  ];
}

it('no entry of the catalog is a draft', () => {
  const drafts = entries.flatMap((entry) => missing(entry).map((what) => `${entry.id} lacks ${what}`));
  expect(drafts).toEqual([]);
});
