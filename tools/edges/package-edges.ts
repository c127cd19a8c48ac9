/** Which package may import what. What is not in the table is not allowed. */
import { builtinModules } from 'node:module';
import type { Breach } from './breach.ts';
import type { Import, ModuleFacts } from './module-facts.ts';

interface Allowed {
  /** Runtime imports; a package name allows its subpaths too. */
  runtime: readonly string[];
  /** Beside those, in types only. */
  types: readonly string[];
  node: boolean;
}

const inBrowser = (runtime: string[]): Allowed => ({ runtime, types: ['@alter/protocol/schemas'], node: false });

const allowed: Readonly<Record<string, Allowed>> = {
  protocol: { runtime: ['zod'], types: [], node: false },
  ui: inBrowser(['lit']),
  // The schemas would bring Zod into the page; their types cost nothing.
  'connect-js': inBrowser(['@alter/protocol', '@alter/ui', 'lit', '@floating-ui/dom']),
  wallet: inBrowser(['@alter/protocol', '@alter/ui', 'lit']),
  hosted: inBrowser(['@alter/protocol', '@alter/ui', 'lit']),
  server: {
    runtime: [
      '@alter/protocol',
      '@alter/protocol/schemas',
      '@alter/protocol/openapi',
      '@koa/router',
      'ipaddr.js',
      'jose',
      'koa',
      'mongodb',
      'oauth4webapi',
      'pino',
      'undici',
      'zod',
    ],
    types: [],
    node: true,
  },
  cli: { runtime: ['@alter/protocol', '@alter/protocol/schemas', '@alter/server'], types: [], node: true },
};

/** Entries of our own packages that are edges of their own: `@alter/protocol` does not allow them. */
const apart = ['@alter/protocol/schemas', '@alter/protocol/openapi'];
const builtin = new Set(builtinModules);

export function packageBreaches(facts: ModuleFacts): Breach[] {
  const [, name = ''] = /^packages\/([^/]+)\/src\//.exec(facts.file) ?? [];
  const table = allowed[name];
  if (table === undefined)
    return [{ file: facts.file, line: 1, message: `package ${name} is not in the table of edges` }];
  return facts.imports.flatMap((each) => {
    const reason = each.specifier.startsWith('.') ? schemaLeak(facts.file, each) : refusal(name, table, each);
    return reason === null ? [] : [{ file: facts.file, line: each.line, message: reason }];
  });
}

function refusal(name: string, table: Allowed, { specifier, typeOnly }: Import): string | null {
  if (specifier.startsWith('node:'))
    return table.node ? null : `${name} runs in browsers and may not import ${specifier}`;
  if (builtin.has(specifier)) return `write node:${specifier}`;
  const entries = typeOnly ? [...table.runtime, ...table.types] : table.runtime;
  if (entries.some((entry) => covers(entry, specifier))) return null;
  const asType = !typeOnly && table.types.some((entry) => covers(entry, specifier));
  return asType ? `${name} may import ${specifier} in types only` : `${name} may not import ${specifier}`;
}

function covers(entry: string, specifier: string): boolean {
  if (apart.includes(specifier)) return entry === specifier;
  return specifier === entry || specifier.startsWith(`${entry}/`);
}

/** The protocol's main entry must stay free of Zod, so what it is made of may name the schemas in types only. */
function schemaLeak(file: string, { specifier, typeOnly }: Import): string | null {
  const isSchemaSide = /^packages\/protocol\/src\/(schemas\/|openapi\.ts)/.test(file);
  if (!file.startsWith('packages/protocol/') || isSchemaSide || typeOnly) return null;
  return /^\.\/(schemas\/|openapi\.ts)/.test(specifier)
    ? 'outside schemas/ the protocol may import schemas in types only'
    : null;
}
