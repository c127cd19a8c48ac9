import type { OtherLanguage } from '@alter/ui';
import type { Words } from './words.ts';

/** One file a language, fetched when somebody reads it. */
const files: Record<OtherLanguage, () => Promise<Words>> = {
  de: async () => (await import('./locales/de.ts')).de,
  es: async () => (await import('./locales/es.ts')).es,
  fr: async () => (await import('./locales/fr.ts')).fr,
  ja: async () => (await import('./locales/ja.ts')).ja,
};

export const loadWords = (language: OtherLanguage): Promise<Words> => files[language]();
