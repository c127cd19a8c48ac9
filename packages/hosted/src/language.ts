/**
 * The reader's language: what they chose on this page, else what the browser prefers. The choice must outlive the trip to
 * the provider; nothing is kept in web storage, so it is a cookie of the connect pages that ends with the browser.
 */
import { languages, matchLanguage, type Language } from '@alter/ui';
import { routes } from '@alter/protocol';

const cookieName = 'alter_language';

export function chosenLanguage(): Language {
  const chosen = new RegExp(`(?:^|; )${cookieName}=([a-z]{2})`).exec(document.cookie)?.[1];
  return languages.find((language) => language === chosen) ?? matchLanguage(navigator.languages);
}

export function chooseLanguage(language: Language): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${cookieName}=${language}; Path=${routes.connectPage}; SameSite=Lax${secure}`;
  document.documentElement.lang = language;
}
