/** The member at a dotted path, e.g. `data.viewer.id`, as text; null when it is absent, empty or no scalar. */
export function memberAt(body: unknown, path: string): string | null {
  let value = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}
