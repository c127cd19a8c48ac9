/** Each language but English is a file of its own. */
import type { OtherLanguage } from '@alter/ui';
import type { Words } from './en.ts';

const files: Record<OtherLanguage, () => Promise<{ words: Words }>> = {
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  ja: () => import('./ja.ts'),
};

export const loadWords = async (language: OtherLanguage): Promise<Words> => (await files[language]()).words;
