import type { Say, WordsLike } from '@alter/ui';
import type { en } from './locales/en.ts';

/** The English table in any language. */
export type Words = WordsLike<typeof en>;
export type WalletSay = Say<typeof en>;
export type Key = keyof typeof en;

/** What a sentence about a connection may name. */
export interface Names {
  app: string;
  provider: string;
  host: string;
}

/** Says a key that is known only at run time; what the text does not name is left out. */
export const sayAny = (say: WalletSay, key: Key, names: Partial<Names> = {}): string =>
  (say as unknown as (key: Key, names: Partial<Names>) => string)(key, names);
