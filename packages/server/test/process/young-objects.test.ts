import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const src = new URL('../../src/', import.meta.url);

/** When the process ends: keeps all that one place makes, over many collections, and asks V8 after each in which generation the next one is. */
const probe = `
  process.on('exit', () => {
    const make = (n) => ({ n, list: [n] });
    const kept = [];
    let old = 0;
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 50_000; i++) kept.push(make(i));
      if (!%InYoungGeneration(make(1))) old++;
    }
    console.log(old > 0 ? 'old' : 'young');
  });`;

/** Where objects are born in a process of this program. */
function bornIn(program: readonly string[], env: Record<string, string> = {}): string {
  const probed = [
    '--allow-natives-syntax',
    '--single-threaded',
    '--import',
    `data:text/javascript,${encodeURI(probe)}`,
  ];
  const { stdout, error } = spawnSync(process.execPath, [...probed, ...program], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    // A server that started would stay.
    timeout: 60_000,
  });
  if (error) throw error;
  return stdout.trim();
}

test('an object is born young after many before it were kept, where V8 by itself makes it old', () => {
  const module = (code: string): string[] => ['--input-type=module', '-e', code];
  const call = `import { keepObjectsYoung } from '${new URL('process/young-objects.ts', src).href}'; keepObjectsYoung();`;
  expect(bornIn(module(''))).toBe('old');
  expect(bornIn(module(call))).toBe('young');
});

test('a server does so', () => {
  // A mistake ends it before it has opened anything.
  expect(bornIn([fileURLToPath(new URL('main.ts', src))], { ALTER_PORT: 'none' })).toBe('young');
});
