import { wordDifferences } from '@alter/ui/locale-check';
import { expect, it } from 'vitest';
import { en } from '../src/locales/en.ts';
import { hueOf, monogramOf, readProviders } from '../src/providers.ts';

it('is imported where there is no DOM, so a server may render a page that uses it', async () => {
  expect('HTMLElement' in globalThis).toBe(false);
  const { AlterConnectElement, AlterConnect } = await import('../src/index.ts');
  expect(typeof AlterConnectElement).toBe('function');
  expect(AlterConnect.create().isOpen()).toBe(false);
});

it.each(['de', 'es', 'fr', 'ja'])('says in %s what it says in English', async (language) => {
  const { default: words } = (await import(`../src/locales/${language}.ts`)) as { default: Record<string, string> };
  expect(wordDifferences(en, words)).toEqual([]);
});

it('reads providers with and without names', () => {
  expect(readProviders(' google:Google Calendar, data_dog ,')).toEqual([
    { id: 'google', name: 'Google Calendar' },
    { id: 'data_dog', name: 'Data Dog' },
  ]);
});

it('gives a tile two letters and the same hue every time', () => {
  const [first, second] = readProviders('google:Google Calendar, slack');
  expect([first, second].map((entry) => entry && monogramOf(entry))).toEqual(['GC', 'Sl']);
  expect(first && hueOf(first)).toBe(first && hueOf({ ...first }));
});
