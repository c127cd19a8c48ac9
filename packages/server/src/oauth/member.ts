/** The member at a dotted path, e.g. `data.viewer.id`, as text; null when it is absent, empty or no scalar. */
export function memberAt(body: unknown, path: string): string | null {
  const value = valueAt(body, path);
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

/** Whatever is at a dotted path; undefined: nothing. */
export function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
