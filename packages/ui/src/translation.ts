/** Gives an element its words, and again when the language around it changes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageAround, speak, type Language, type Say, type WordsLike, type WordTable } from './locale.ts';

export type OtherLanguage = Exclude<Language, 'en'>;
export type LoadWords<E extends WordTable> = (language: OtherLanguage) => Promise<WordsLike<E>>;

/**
 * Reactive controller: `words = new Translation(this, en, load)`, then `this.words.say('connect', { provider })`.
 * English until another language has been loaded, and when it cannot be.
 */
export class Translation<E extends WordTable> implements ReactiveController {
  say: Say<E>;
  /** Settles when the words of the language around the element are there. */
  ready: Promise<void> = Promise.resolve();
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #english: E;
  readonly #load: LoadWords<E>;
  #wanted: Language = 'en';
  #observer: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, english: E, load: LoadWords<E>) {
    this.#host = host;
    this.#english = english;
    this.#load = load;
    this.say = speak<E>('en', english as WordsLike<E>);
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.use(languageAround(this.#host)));
    for (const node of [document.documentElement, this.#host])
      this.#observer.observe(node, { attributeFilter: ['lang'] });
    this.use(languageAround(this.#host));
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  /** Speaks this language from now on. */
  use(language: Language): void {
    if (language === this.#wanted) return;
    this.#wanted = language;
    this.ready = this.#become(language);
  }

  async #become(language: Language): Promise<void> {
    const words =
      language === 'en' ? (this.#english as WordsLike<E>) : await this.#load(language).catch(() => undefined);
    // A later choice may have overtaken the file.
    if (!words || language !== this.#wanted) return;
    this.say = speak<E>(language, words);
    this.#host.requestUpdate();
  }
}
