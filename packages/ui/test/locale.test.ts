import { describe, expect, test } from 'vitest';
import { wordDifferences } from '../src/locale-check.ts';
import { matchLanguage, speak, type WordsLike } from '../src/locale.ts';
import { shared as de } from '../src/locales/de.ts';
import { shared as en } from '../src/locales/en.ts';
import { shared as es } from '../src/locales/es.ts';
import { shared as fr } from '../src/locales/fr.ts';
import { shared as ja } from '../src/locales/ja.ts';
import { relativeTime } from '../src/when.ts';

const english = {
  hello: 'Hello {name}',
  calls: { one: '{count} call', other: '{count} calls' },
  plain: 'Plain',
} as const;
const german: WordsLike<typeof english> = {
  hello: 'Hallo {name}',
  calls: { one: '{count} Aufruf', other: '{count} Aufrufe' },
  plain: 'Schlicht',
};
// @ts-expect-error a missing key does not compile
const incomplete: WordsLike<typeof english> = { hello: 'Hallo {name}', plain: 'Schlicht' };

describe('shared words', () => {
  test.each(Object.entries({ de, es, fr, ja }))(
    '%s says everything that English says, with the same values',
    (_, words) => {
      expect(wordDifferences(en, words)).toEqual([]);
    },
  );
});

describe('speak', () => {
  const say = speak<typeof english>('de', german);

  test('fills in values', () => expect(say('hello', { name: 'Ada' })).toBe('Hallo Ada'));
  test('chooses the plural by the language and writes the number its way', () => {
    expect(say('calls', { count: 1 })).toBe('1 Aufruf');
    expect(say('calls', { count: 12345 })).toBe('12.345 Aufrufe');
  });
  test('leaves values alone that look like names', () => expect(say('hello', { name: '{name}' })).toBe('Hallo {name}'));
  test('gives pieces for templates', () => {
    const mark = { bold: 'Ada' };
    expect(say.pieces('hello', { name: mark })).toEqual(['Hallo ', mark, '']);
  });
  test('does not compile without the values a text needs', () => {
    // @ts-expect-error `name` is missing
    expect(say('hello')).toBe('Hallo undefined');
    // @ts-expect-error `nothing` is not a key
    expect(() => say('nothing')).toThrow();
  });
});

describe('wordDifferences', () => {
  test('sees a missing key, an invented one, an empty text and a lost value', () => {
    expect(wordDifferences(english, incomplete)).toEqual(['calls: missing']);
    expect(wordDifferences(english, { ...german, more: 'mehr' })).toEqual(['more: not an English key']);
    expect(wordDifferences(english, { ...german, plain: ' ' })).toEqual(['plain: empty']);
    expect(wordDifferences(english, { ...german, hello: 'Hallo' })).toEqual(['hello: {name} became ']);
  });
});

describe('matchLanguage', () => {
  test('takes the first language we have, whatever its region', () => {
    expect(matchLanguage(['pt-BR', 'fr-CA', 'de'])).toBe('fr');
    expect(matchLanguage(['JA'])).toBe('ja');
  });
  test('falls back to English', () => expect(matchLanguage(['ar', 'x'])).toBe('en'));
});

describe('relativeTime', () => {
  const now = new Date('2026-05-10T12:00:00Z');

  test('speaks of the past and of what is ahead', () => {
    expect(relativeTime('en', '2026-05-10T10:00:00Z', now)).toBe('2 hours ago');
    expect(relativeTime('de', '2026-05-09T11:00:00Z', now)).toBe('gestern');
    expect(relativeTime('en', '2026-05-13T12:00:00Z', now)).toBe('in 3 days');
    expect(relativeTime('en', '2026-05-10T11:59:31Z', now)).toBe('now');
  });
});
