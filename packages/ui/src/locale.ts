/**
 * Words in five languages. A surface keeps its words in `locales/<lang>.ts`, typed by its English table, so that a
 * missing key does not compile; English is bundled, the others are loaded when somebody reads them.
 *
 * ```ts
 * export const en = { connect: 'Connect {provider}', calls: { one: '{count} call', other: '{count} calls' } } as const;
 * export default { connect: '{provider} verbinden', … } satisfies WordsLike<typeof en>;
 * ```
 */
export const languages = ['en', 'de', 'es', 'fr', 'ja'] as const;
export type Language = (typeof languages)[number];

/** Each language in its own words. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  ja: '日本語',
};

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type WordTable = Readonly<Record<string, string | Readonly<Plural>>>;

/** The same keys in another language. */
export type WordsLike<E extends WordTable> = {
  readonly [K in keyof E]: E[K] extends string ? string : Readonly<Plural>;
};

type Names<T> = T extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type NamesOf<W> = W extends string ? Names<W> : Names<W[keyof W]> | 'count';
type Values<N extends string, V> = [N] extends [never] ? [] : [values: Readonly<Record<N, V>>];

/** The words of one language: `say('connect', { provider })`. */
export interface Say<E extends WordTable> {
  <K extends keyof E & string>(key: K, ...values: Values<NamesOf<E[K]>, string | number>): string;
  readonly lang: Language;
  /** The same in pieces, for a template that marks a value: `say.pieces('asUser', { user: html`<b>…</b>` })`. */
  pieces<K extends keyof E & string, V>(key: K, ...values: Values<NamesOf<E[K]>, V>): (string | V)[];
}

export function speak<E extends WordTable>(lang: Language, words: WordsLike<E>): Say<E> {
  const number = new Intl.NumberFormat(lang);
  const template = (key: string, count: unknown) => {
    const word = words[key] as string | Plural;
    if (typeof word === 'string') return word;
    return word[new Intl.PluralRules(lang).select(Number(count))] ?? word.other;
  };
  const pieces = (key: string, values: Readonly<Record<string, unknown>> = {}) =>
    template(key, values['count'])
      .split(/\{(\w+)\}/)
      .map((piece, index) => (index % 2 ? values[piece] : piece));
  const say = (key: string, values?: Readonly<Record<string, unknown>>) =>
    pieces(key, values)
      .map((piece) => (typeof piece === 'number' ? number.format(piece) : String(piece)))
      .join('');
  return Object.assign(say, { lang, pieces }) as unknown as Say<E>;
}

/** The first language we have among BCP 47 tags; English when there is none. */
export function matchLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** The nearest `lang` up the tree, through shadow roots; without one, what the browser prefers. */
export function languageAround(element: Element): Language {
  let node: Node | null = element;
  while (node) {
    const lang = (node as Partial<HTMLElement>).lang;
    if (lang) return matchLanguage([lang]);
    node = node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
  }
  return matchLanguage(navigator.languages);
}
