import { wordDifferences } from '@alter/ui/locale-check';
import { expect, test } from 'vitest';
import { words as de } from '../src/locales/de.ts';
import { en } from '../src/locales/en.ts';
import { words as es } from '../src/locales/es.ts';
import { words as fr } from '../src/locales/fr.ts';
import { words as ja } from '../src/locales/ja.ts';

test.each(Object.entries({ de, es, fr, ja }))(
  '%s says everything that English says, with the same values',
  (_, words) => {
    expect(wordDifferences(en, words)).toEqual([]);
  },
);

test('no word for developers reaches a person', () => {
  expect(
    Object.values(en).filter((text) => /oauth|token|grant|scope|session|redirect/i.test(JSON.stringify(text))),
  ).toEqual([]);
});

test('no sentence is cried or blames', () => {
  expect(Object.values(en).filter((text) => /!|please|sorry|oops/i.test(JSON.stringify(text)))).toEqual([]);
});
