/** Several providers: rows are buttons. A search field from eight on, groups by category from sixteen on. */
import type { ProviderView } from '@alter/protocol';
import { tile } from '@alter/ui';
import { html, type TemplateResult } from 'lit';
import { en } from '../locales/en.ts';
import { drawn } from '../parts/marks.ts';
import { rawScopes, scopeList, scopeSheet } from '../parts/scope-list.ts';
import { whoLine } from '../parts/who-line.ts';
import { ConnectViewElement } from './connect-view-element.ts';
import { pickerSheet } from './picker-sheet.ts';

const searchFrom = 8;
const groupsFrom = 16;

export class PickerView extends ConnectViewElement {
  static override styles = [ConnectViewElement.styles, scopeSheet, pickerSheet];
  static override properties = { ...ConnectViewElement.properties, query: { state: true }, explained: { state: true } };

  declare query: string;
  /** The disclosure was opened: its text is made only then. */
  declare explained: boolean;

  constructor() {
    super();
    this.query = '';
    this.explained = false;
  }

  protected override render(): TemplateResult {
    const { say, view } = this;
    const found = this.#found();
    return html`
      <h1 tabindex="-1">${say('pickTitle')}</h1>
      ${whoLine(view, say)} ${this.#justConnected()} ${view.providers.length >= searchFrom ? this.#search(found) : null}
      ${found.length === 0 ? html`<p class="none">${say('notFound', { query: this.query })}</p>` : this.#groups(found)}
      ${found.length > 0 ? this.#whatItCanDo(found) : null} ${this.#done()}
    `;
  }

  #found(): ProviderView[] {
    const wanted = fold(this.query.trim());
    return this.view.providers.filter(({ name, id }) => fold(name).includes(wanted) || id.includes(wanted));
  }

  #justConnected(): TemplateResult | null {
    const { last, providers } = this.view;
    const provider = last?.outcome === 'granted' ? providers.find((one) => one.id === last.provider_id) : null;
    if (!provider) return null;
    return html`<p class="note good">
      ${drawn('check')}<span>${this.say('justConnected', { provider: provider.name })}</span>
    </p>`;
  }

  #search(found: readonly ProviderView[]): TemplateResult {
    const type = (event: InputEvent) => (this.query = (event.target as HTMLInputElement).value);
    return html`<div class="search">
      ${drawn('search', 18)}
      <input
        type="search"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
        aria-label=${this.say('search')}
        placeholder=${this.say('search')}
        .value=${this.query}
        @input=${type}
      />
      <span class="sr" role="status">${this.query ? this.say('found', { count: found.length }) : null}</span>
    </div>`;
  }

  #groups(found: readonly ProviderView[]): TemplateResult | TemplateResult[] {
    if (this.view.providers.length < groupsFrom) return this.#rows(found, this.say('pickTitle'));
    const groups = Map.groupBy(found, ({ category }) => categoryKey(category));
    return [...groups]
      .map(([key, members]) => ({ words: this.say(key), members }))
      .sort((a, b) => a.words.localeCompare(b.words, this.say.lang))
      .map(
        ({ words, members }) =>
          html`<h2 class="group">${words}</h2>
            ${this.#rows(members, words)}`,
      );
  }

  #rows(providers: readonly ProviderView[], label: string): TemplateResult {
    return html`<ul class="rows" aria-label=${label}>
      ${providers.map((provider) => html`<li>${this.#row(provider)}</li>`)}
    </ul>`;
  }

  #row(provider: ProviderView): TemplateResult {
    const { say } = this;
    const accounts = provider.connected.map(({ account }) => account ?? say('connected')).join(', ');
    return html`<button type="button" @click=${() => this.act({ do: 'choose', provider })}>
      ${tile(provider.monogram, provider.hue)}
      <span class="names">
        <span class="provider" translate="no">${provider.name}</span>
        ${
          accounts
            ? html`<span class="account"
                >${drawn('check', 16)}<span class="sr">${say('connected')}:</span> <bdi>${accounts}</bdi></span
              >`
            : null
        }
      </span>
      <span class="go">${say(accounts ? 'reconnect' : 'connect')}</span>${drawn('next', 16)}
    </button>`;
  }

  #whatItCanDo(providers: readonly ProviderView[]): TemplateResult {
    const opened = (event: Event) => (this.explained ||= (event.target as HTMLDetailsElement).open);
    return html`<details class="explain" @toggle=${opened}>
      <summary>${this.say('canDo', { app: this.view.app.name })}</summary>
      ${this.explained ? providers.map((provider) => this.#explained(provider)) : null}
    </details>`;
  }

  #explained({ name, scopes }: ProviderView): TemplateResult {
    const { say, view } = this;
    return html`<section>
      <h2 translate="no">${name}</h2>
      ${
        scopes.length > 0
          ? html`${scopeList(scopes, say)} ${rawScopes(scopes, say)}`
          : html`<p class="muted">${say('asksThere', { provider: name, app: view.app.name })}</p>`
      }
    </section>`;
  }

  #done(): TemplateResult | null {
    if (this.view.providers.every(({ connected }) => connected.length === 0)) return null;
    return html`<div class="actions">
      <button class="button primary" type="button" @click=${() => this.act({ do: 'done' })}>${this.say('done')}</button>
    </div>`;
  }
}

/** For searching: no case, no accents. */
const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

type CategoryKey = Extract<keyof typeof en, `category.${string}`>;
const isCategoryKey = (key: string): key is CategoryKey => Object.hasOwn(en, key);

function categoryKey(category: string): CategoryKey {
  const key = `category.${category}`;
  return isCategoryKey(key) ? key : 'category.other';
}
