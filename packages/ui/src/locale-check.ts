/** For tests of word tables: types already see a missing key, this sees a lost or invented `{name}` and an empty text. */
import type { WordTable } from './locale.ts';

const texts = (word: WordTable[string]) => (typeof word === 'string' ? [word] : Object.values(word));
const names = (word: WordTable[string]) =>
  [...new Set(texts(word).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

/** One line for each difference; empty when the other table says what the English one says. */
export function wordDifferences(english: WordTable, other: WordTable): string[] {
  const found = Object.keys(other)
    .filter((key) => !(key in english))
    .map((key) => `${key}: not an English key`);
  for (const [key, word] of Object.entries(english)) {
    const theirs = other[key];
    if (theirs === undefined) found.push(`${key}: missing`);
    else if (texts(theirs).some((text) => !text.trim())) found.push(`${key}: empty`);
    else if (names(word).join() !== names(theirs).join())
      found.push(`${key}: ${names(word).join()} became ${names(theirs).join()}`);
  }
  return found;
}
