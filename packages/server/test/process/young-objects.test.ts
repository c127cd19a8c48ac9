import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const file = new URL('../../src/process/young-objects.ts', import.meta.url).href;

/** Keeps what one place makes over many collections, then asks V8 in which generation that place's next object is. */
const program = (first: string): string => `
  import { keepObjectsYoung } from '${file}';
  ${first}
  const make = (n) => ({ n, list: [n] });
  let kept = [];
  for (let round = 0; round < 60; round++) {
    for (let i = 0; i < 60_000; i++) kept.push(make(i));
    if (kept.length > 1_200_000) kept = [];
  }
  console.log(%InYoungGeneration(make(1)) ? 'young' : 'old');
`;

const bornAfter = (first: string): string =>
  execFileSync(process.execPath, ['--allow-natives-syntax', '--input-type=module', '-e', program(first)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

test('an object is born young after many before it were kept, where V8 by itself makes it old at once', () => {
  expect(bornAfter('')).toBe('old');
  expect(bornAfter('keepObjectsYoung();')).toBe('young');
});
