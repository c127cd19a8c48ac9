import { readFileSync } from 'node:fs';
import type { IndexDescription } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../../../../tools/root.ts';
import { collections } from '../../../src/stores/mongodb/collections.ts';

const page = readFileSync(inRoot('docs/operations/mongodb.md'), 'utf8');

const code = (text: string): string => `\`${text}\``;

function row(collection: string, { name, key, unique, sparse, ...rest }: IndexDescription & { name: string }): string {
  const fields = Object.entries(key).map(([field, order]) => (order === -1 ? `${code(field)} ↓` : code(field)));
  const how = [
    unique ? 'unique' : [],
    sparse ? 'sparse' : [],
    rest.partialFilterExpression ? 'partial' : [],
    rest.expireAfterSeconds === undefined ? [] : `TTL ${rest.expireAfterSeconds} s`,
  ];
  return [code(collection), code(name), fields.join(', '), how.flat().join(', ')].join(' | ');
}

describe('docs/operations/mongodb.md', () => {
  it('lists every index as it is declared, each with its reason, and no other', () => {
    const [, section = ''] = /^## Indexes$([^]*?)^## /m.exec(page) ?? [];
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const declared = Object.values(collections).flatMap(({ name, indexes }) =>
      indexes.map((index) => row(name, index)),
    );
    expect(rows.map((cells) => cells.slice(0, 4).join(' | '))).toEqual(declared);
    expect(rows.every(([, , , , why]) => why !== undefined && why.length > 0)).toBe(true);
  });
});
