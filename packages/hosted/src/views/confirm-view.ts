/** One provider: who asks, for whom, what for, and one button that says what it does. */
import type { ProviderView } from '@alter/protocol';
import { tile } from '@alter/ui';
import { css, html, type TemplateResult } from 'lit';
import { appMark } from '../parts/marks.ts';
import { rawScopes, scopeList, scopeSheet } from '../parts/scope-list.ts';
import { whoLine } from '../parts/who-line.ts';
import type { Entered } from '../state.ts';
import { ConnectViewElement } from './connect-view-element.ts';
import { cleanLabel, isLabel, labelFields, labelSheet } from './label-fields.ts';

/** To connect, to allow more on a connection, or to make an old one work again. */
type Asks = 'connect' | 'more' | 'again';

const headings = { connect: 'confirmTitle', more: 'moreTitle', again: 'againTitle' } as const;
const labels = { connect: 'connectProvider', more: 'allowMore', again: 'reconnectProvider' } as const;

export class ConfirmView extends ConnectViewElement {
  static override styles = [
    ConnectViewElement.styles,
    scopeSheet,
    labelSheet,
    css`
      .card {
        display: grid;
        gap: 12px;
        margin-block: 24px 16px;
        padding: 16px;
        border: 1px solid var(--_line);
        border-radius: var(--_radius-card);
      }
      .card.new {
        border-color: color-mix(in oklab, var(--_accent) 55%, var(--_line));
        background: color-mix(in oklab, var(--_accent) 5%, transparent);
      }
      .card.new li:not(.high) .icon {
        color: var(--_accent);
      }
      .known {
        display: grid;
        gap: 8px;
        margin-block-end: 16px;
        padding-inline: 17px;
        color: var(--_text-muted);
      }
      .known h2 {
        font-size: var(--_small);
      }
      .card .raw {
        margin-block: -4px -12px;
      }
      .promise {
        padding-block-end: 4px;
        text-align: center;
      }
      form {
        display: flex;
        flex: 1;
        flex-direction: column;
      }
    `,
  ];
  static override properties = {
    ...ConnectViewElement.properties,
    provider: { attribute: false },
    entered: { attribute: false },
    wrong: { state: true },
  };

  declare provider: ProviderView;
  declare entered: Entered;
  /** Names of the labels that cannot be right. */
  declare wrong: ReadonlySet<string>;

  constructor() {
    super();
    this.wrong = new Set();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('entered') && this.entered.refused)
      this.wrong = new Set(this.provider.variables.map((v) => v.name));
  }

  protected override render(): TemplateResult {
    const { say, view, provider } = this;
    const names = { provider: provider.name, app: view.app.name };
    const asks = this.#asks();
    return html`
      <div class="center">
        <div class="pair">${appMark(view.app, 48)}<i></i>${tile(provider.monogram, provider.hue, 48)}</div>
        <h1 tabindex="-1">${say(headings[asks], names)}</h1>
        ${whoLine(view, say)} ${this.#account()}
      </div>
      <form novalidate @submit=${this.#submit}>
        ${asks === 'more' ? this.#more() : this.#all()}
        ${labelFields(provider.variables, this.entered.values, this.wrong, say)}
        <div class="actions">
          <p class="promise muted small">${say('takeBack')}</p>
          <button class="button primary" type="submit">${say(labels[asks], names)}</button>
          ${
            view.single_provider
              ? null
              : html`<button class="button quiet" type="button" @click=${() => this.act({ do: 'pick' })}>
                  ${say('chooseAnother')}
                </button>`
          }
        </div>
      </form>
    `;
  }

  #asks(): Asks {
    const { repairs } = this.provider;
    if (!repairs) return 'connect';
    return repairs.new_scopes.length > 0 ? 'more' : 'again';
  }

  /** Which of the person's accounts it is about, once that is known. */
  #account(): TemplateResult | null {
    const account = this.provider.repairs?.account;
    if (!account) return null;
    return html`<p class="who">
      ${this.say.pieces('withAccount', { account: html`<bdi class="name">${account}</bdi>` })}
    </p>`;
  }

  #all(): TemplateResult {
    const { say, view, provider } = this;
    const names = { provider: provider.name, app: view.app.name };
    return html`<div class="card">
      ${
        provider.scopes.length > 0
          ? html`<h2>${say('willBeAble', names)}</h2>
              ${scopeList(provider.scopes, say)} ${rawScopes(provider.scopes, say)}`
          : html`<p>${say('asksThere', names)}</p>`
      }
    </div>`;
  }

  /** What is new stands apart from what the person has allowed before. */
  #more(): TemplateResult {
    const { say, view, provider } = this;
    const added = new Set(provider.repairs?.new_scopes);
    const [fresh, known] = [true, false].map((isNew) =>
      provider.scopes.filter(({ scope }) => added.has(scope) === isNew),
    );
    return html`<div class="card new">
        <h2>${say('willAlsoBeAble', { app: view.app.name })}</h2>
        ${scopeList(fresh ?? [], say, 'plus')} ${rawScopes(fresh ?? [], say)}
      </div>
      ${
        known?.length
          ? html`<div class="known">
              <h2>${say('alreadyAllowed')}</h2>
              ${scopeList(known, say)}
            </div>`
          : null
      }`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const { provider } = this;
    const values = provider.variables.map(({ name, suffix }): [string, string] => {
      const typed = data.get(name);
      return [name, cleanLabel(typeof typed === 'string' ? typed : '', suffix)];
    });
    this.wrong = new Set(values.filter(([, value]) => !isLabel(value)).map(([name]) => name));
    if (this.wrong.size === 0) return this.act({ do: 'connect', provider, variables: Object.fromEntries(values) });
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
}
