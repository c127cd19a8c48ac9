const placeholder = /\{([a-z_]+)\}/gi;

/** Fills `{name}` where a value is known and leaves the rest. Values are validated before they get here. */
export const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(placeholder, (whole, name: string) => values[name] ?? whole);

/** Names of the places that are still to be filled. */
export const placeholders = (template: string): string[] =>
  [...template.matchAll(placeholder)].map(([, name = '']) => name);
