import { readFileSync } from 'node:fs';
import type { IndexDescription } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../../../../tools/root.ts';
import { collections } from '../../../src/stores/mongodb/schema/collections.ts';
import { reads, writeConcern, type Read } from '../../../src/stores/mongodb/calls/concerns.ts';

const page = readFileSync(inRoot('docs/operations/mongodb.md'), 'utf8');

const code = (text: string): string => `\`${text}\``;

function row(collection: string, { name, key, unique, sparse, ...rest }: IndexDescription & { name: string }): string {
  const fields = Object.entries(key).map(([field, order]) => (order === -1 ? `${code(field)} ↓` : code(field)));
  const how = [
    unique ? 'unique' : [],
    sparse ? 'sparse' : [],
    rest.partialFilterExpression ? 'partial' : [],
    rest.expireAfterSeconds === undefined ? [] : `TTL ${rest.expireAfterSeconds} s`,
    rest.storageEngine ? 'whole keys' : [],
  ];
  return [code(collection), code(name), fields.join(', '), how.flat().join(', ')].join(' | ');
}

const readRow = ({ collection, by, along = [], only = '', concern, what }: Read): string =>
  [
    code(collection),
    (by === undefined ? 'any' : by.split(' ').map(code).join(', ')) + (only === '' ? '' : `, giving ${code(only)}`),
    along.map(code).join(', '),
    code(concern),
    what,
  ].join(' | ');

/** Cells of the table under a heading. */
function tableOf(heading: string): string[][] {
  const section = page.split('\n## ').find((one) => one.startsWith(`${heading}\n`)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('docs/operations/mongodb.md', () => {
  it('says of every read how it reads, as the code has it', () => {
    expect(tableOf('Reads and writes').map((cells) => cells.join(' | '))).toEqual(reads.map(readRow));
    const { w, journal, wtimeoutMS } = writeConcern;
    const words = `(\`w: ${w}\`, \`j: ${String(journal)}\`), within ${wtimeoutMS / 1000} seconds`;
    expect(page.replaceAll('\n', ' ')).toContain(words.replace('10 seconds', 'ten seconds'));
  });

  it('lists every index as it is declared, each with its reason, and no other', () => {
    const rows = tableOf('Indexes');
    const declared = Object.values(collections).flatMap(({ name, indexes }) =>
      indexes.map((index) => row(name, index)),
    );
    expect(rows.map((cells) => cells.slice(0, 4).join(' | '))).toEqual(declared);
    expect(rows.every(([, , , , why]) => why !== undefined && why.length > 0)).toBe(true);
  });
});
