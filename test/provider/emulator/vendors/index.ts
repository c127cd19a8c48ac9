/**
 * What an entry's data cannot say of its vendor: the form of odd answers, from the vendor's documentation. A file is a
 * vendor, known by where its token endpoint is.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Differs } from '../behaviour.ts';

export interface Vendor {
  /** Token endpoints, without scheme; `*` stands for any text. */
  at: readonly string[];
  behaviour: Differs;
}

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && name !== 'index.ts');

const vendors = await Promise.all(
  files.map(async (name) => {
    const module = (await import(pathToFileURL(join(import.meta.dirname, name)).href)) as { default: Vendor };
    return module.default;
  }),
);

export function vendorAt(tokenEndpoint: string): Differs {
  const place = tokenEndpoint.replace(/^https?:\/\//, '');
  return vendors.find(({ at }) => at.some((pattern) => fits(pattern, place)))?.behaviour ?? {};
}

function fits(pattern: string, place: string): boolean {
  const literal = pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(place);
}
