/**
 * Hosts that may arrive from outside: one or more labels under a fixed suffix of the vendor's, e.g. `.my.salesforce.com`.
 * @param suffixes each with its leading dot
 */
export const underSuffix = (...suffixes: readonly string[]): RegExp =>
  new RegExp(`([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(${suffixes.map(literal).join('|')})`);

/** A closed list of values. */
export const oneOf = (...values: readonly string[]): RegExp => new RegExp(values.map(literal).join('|'));

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
