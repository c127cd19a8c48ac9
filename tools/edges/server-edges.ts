/** The walls inside `packages/server/src`: the flow is on top, nouns import downward, some things happen in one file only. */
import { posix } from 'node:path';
import type { Breach } from './breach.ts';
import type { ModuleFacts } from './module-facts.ts';

const home = 'packages/server/src/';

/**
 * Low to high; a file imports its own folder and those before it. Types may be taken from any noun. `config` is low
 * because a mistake in a key or in the file of apps is reported like one in a setting; `middleware` is below `flow` because
 * a station lists `authenticate` and `parseBody` among its steps; `audit` is below `stores` because a store links the rows
 * that it writes.
 */
const layers = [
  'lib',
  'config',
  'vault',
  'audit',
  'stores',
  'egress',
  'providers',
  'credentials',
  'oauth',
  'apps',
  'callers',
  'identity',
  'sessions',
  'grants',
  'policy',
  'pages',
  'state',
  'middleware',
  'flow',
  'operator',
  'app',
  'process',
  'main',
  'index',
] as const;

/** Low to high, inside a folder that has rooms of its own; `.` is the folder's own files. */
const rooms: readonly { folder: string; order: readonly string[] }[] = [
  { folder: 'stores/mongodb/', order: ['calls', 'documents', 'schema', 'audit', '.', 'holdings'] },
];

const firstAboveNouns = layers.indexOf('state');

/** Things that happen in one place, so that they can be found, faked and reviewed there. */
const onlyIn: readonly { uses: RegExp; where: RegExp; say: string }[] = [
  {
    uses: /^(process\.env|node:process env)$/,
    where: /^config\.ts$/,
    say: 'the environment is read in config.ts only',
  },
  {
    uses: /(^|[. ])(randomBytes|randomUUID|randomInt|randomFill|randomFillSync|getRandomValues)$|^Math\.random$/,
    where: /^lib\/random\.ts$/,
    say: 'randomness comes from lib/random.ts only',
  },
  {
    uses: /^(Date\.now|performance\.now|new Date\(\))$/,
    where: /^lib\/clock\.ts$/,
    say: 'time comes from lib/clock.ts only',
  },
];

const importedOnlyIn: readonly { specifier: string; where: RegExp }[] = [
  { specifier: 'undici', where: /^egress\// },
  { specifier: 'node:sqlite', where: /^stores\// },
  { specifier: 'mongodb', where: /^stores\/mongodb\// },
];

export function serverBreaches(facts: ModuleFacts): Breach[] {
  if (!facts.file.startsWith(home)) return [];
  const inside = facts.file.slice(home.length);
  const at = (line: number, message: string): Breach => ({ file: facts.file, line, message });
  return [
    ...facts.imports.flatMap((each) => {
      const reason = upward(inside, each.specifier, each.typeOnly);
      return reason === null ? [] : [at(each.line, reason)];
    }),
    ...facts.imports.flatMap((each) =>
      importedOnlyIn
        .filter(({ specifier, where }) => each.specifier === specifier && !each.typeOnly && !where.test(inside))
        .map(({ specifier, where }) =>
          at(each.line, `${specifier} is imported in ${where.source.replace(/[\^\\]/g, '')} only`),
        ),
    ),
    ...usesOf(facts).flatMap(({ text, line }) =>
      onlyIn
        .filter(({ uses, where }) => uses.test(text) && !where.test(inside))
        .map(({ say }) => at(line, `${text}: ${say}`)),
    ),
  ];
}

function upward(from: string, specifier: string, typeOnly: boolean): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = posix.join(posix.dirname(from), specifier);
  const [own, other] = [layerOf(from), layerOf(target)];
  if (own === null || other === null)
    return `${own === null ? from : target} is in no layer; add its folder to tools/edges/server-edges.ts`;
  if (other === own) return aboveInFolder(from, target);
  if (other < own) return null;
  // `state.ts` only names the types that steps share.
  if (typeOnly && (other < firstAboveNouns || layers[other] === 'state')) return null;
  return `${name(own)} may not import ${name(other)}: ${target} is above it`;
}

function aboveInFolder(from: string, target: string): string | null {
  const found = rooms.find(({ folder }) => from.startsWith(folder) && target.startsWith(folder));
  if (!found) return null;
  const [own, other] = [roomOf(found.folder, from), roomOf(found.folder, target)];
  const [ownAt, otherAt] = [found.order.indexOf(own), found.order.indexOf(other)];
  if (ownAt === -1 || otherAt === -1) {
    return `${ownAt === -1 ? from : target} is in no room; add its folder to tools/edges/server-edges.ts`;
  }
  return otherAt <= ownAt ? null : `${posix.join(found.folder, own)} may not import ${target}, which is above it`;
}

function roomOf(folder: string, path: string): string {
  const [first = '', ...more] = path.slice(folder.length).split('/');
  return more.length === 0 ? '.' : first;
}

function layerOf(path: string): number | null {
  const [first = ''] = path.replace(/\.ts$/, '').split('/');
  const index = (layers as readonly string[]).indexOf(first);
  return index === -1 ? null : index;
}

const name = (layer: number): string => layers[layer] ?? '';

/** What is used by name, and what is taken by name from a module. */
const usesOf = ({ uses, imports }: ModuleFacts): { text: string; line: number }[] => [
  ...uses,
  ...imports.flatMap(({ specifier, names, typeOnly, line }) =>
    typeOnly ? [] : names.map((each) => ({ text: `${specifier} ${each}`, line })),
  ),
];
