import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const file = new URL('../../src/process/young-objects.ts', import.meta.url).href;

/** Keeps all that one place makes, over many collections, and asks V8 after each in which generation that place's next object is. */
const program = (first: string): string => `
  import { keepObjectsYoung } from '${file}';
  ${first}
  const make = (n) => ({ n, list: [n] });
  const kept = [];
  let old = 0;
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < 50_000; i++) kept.push(make(i));
    if (!%InYoungGeneration(make(1))) old++;
  }
  console.log(old > 0 ? 'old' : 'young');
`;

const bornAfter = (first: string): string =>
  execFileSync(
    process.execPath,
    ['--allow-natives-syntax', '--single-threaded', '--input-type=module', '-e', program(first)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  ).trim();

test('an object is born young after many before it were kept, where V8 by itself makes it old', () => {
  expect(bornAfter('')).toBe('old');
  expect(bornAfter('keepObjectsYoung();')).toBe('young');
});
