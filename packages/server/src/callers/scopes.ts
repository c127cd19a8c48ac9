import { routes, signatureHeaders as names, type KeyScope } from '@alter/protocol';
import { assert, Refusal } from '../lib/assert.ts';
import type { KeyRow } from '../stores/store.ts';

/** Grows when the meaning of a published scope changes. */
const scopeVersion = 1;

/**
 * The key as this request may use it: `X-Alter-Scope-Constraints` takes scopes away for one call and can add none.
 * A request rule is refused, since nothing here could enforce it.
 *
 * @throws Refusal `constraint_not_narrowing`, `unsupported_parameter`
 */
export function narrowKey(row: KeyRow, header: (name: string) => string): KeyRow {
  assert(header(names.requestRule) === '', 'unsupported_parameter', { parameter: 'X-Alter-Request-Rule' });
  const text = header(names.scopeConstraints);
  if (text === '') return row;
  const asked = text.split(',').map((scope) => scope.trim());
  const outside = asked.filter((scope) => !row.scopes.includes(scope));
  assert(outside.length === 0, 'constraint_not_narrowing', { not_held: outside.slice(0, 20) });
  return { ...row, scopes: asked };
}

/** @throws Refusal `insufficient_scope` with the published fields */
export function requireScope(granted: readonly string[], scope: KeyScope | null, publicUrl: URL): void {
  if (scope === null || granted.includes(scope)) return;
  throw new Refusal('insufficient_scope', {
    required: [scope],
    granted,
    missing: [scope],
    required_any_of: false,
    scope_version: scopeVersion,
    current_scope_version: scopeVersion,
    scope_version_mismatch: false,
    documentation_url: new URL(`${routes.reference}#scope-${scope}`, publicUrl).href,
  });
}
