/** A provider could not be connected: why, in our words; the provider's own one disclosure away. */
import type { ProviderView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import { drawn } from '../parts/marks.ts';
import { backAction } from '../parts/back-action.ts';
import { reasonOf } from '../problem-words.ts';
import type { Problem } from '../state.ts';
import { ConnectViewElement } from './connect-view-element.ts';

export class FailedView extends ConnectViewElement {
  static override properties = {
    ...ConnectViewElement.properties,
    provider: { attribute: false },
    problem: { attribute: false },
    detail: { attribute: false },
  };

  declare provider: ProviderView | null;
  declare problem: Problem;
  declare detail: string | null;

  protected override render(): TemplateResult {
    const { say, view } = this;
    return html`
      <div class="center result">
        <span class="emblem caution">${drawn('caution', 26)}</span>
        <h1 tabindex="-1">${say(this.#expected ? 'otherAccountTitle' : 'failedTitle')}</h1>
        <p class="muted">${this.#reason()}</p>
        ${this.#details()}
      </div>
      <div class="actions">
        ${view.status === 'open' ? this.#again() : backAction(view, say, () => this.act({ do: 'leave' }))}
      </div>
    `;
  }

  /** The account that the connection is for, when the person came back with another one. */
  get #expected(): string | null {
    return this.problem.code === 'account_mismatch' ? (this.provider?.repairs?.account ?? null) : null;
  }

  #reason(): TemplateResult {
    const { say, view, problem } = this;
    const [expected, account] = [this.#expected, view.last?.account];
    const named = (text: string) => html`<bdi class="name">${text}</bdi>`;
    if (expected && account) {
      return html`${say.pieces('otherAccount', { account: named(account), expected: named(expected) })}`;
    }
    // It says itself that nothing was changed.
    if (problem.code === 'account_mismatch') return html`${reasonOf(problem.code, say)}`;
    return html`${reasonOf(problem.code, say)} ${say('nothingConnected')}`;
  }

  #details(): TemplateResult {
    const { say, problem, detail, provider } = this;
    return html`<details class="more">
      <summary>${say('details')}</summary>
      <blockquote>
        ${
          detail
            ? html`<p>${say('providerSaid', { provider: provider?.name ?? '' })}</p>
                <p><q>${detail}</q></p>`
            : null
        }
        <p><code>${problem.code}</code></p>
        ${problem.requestId ? html`<p>${say('reference', { id: problem.requestId })}</p>` : null}
      </blockquote>
    </details>`;
  }

  #again(): TemplateResult {
    const { say, view, provider } = this;
    const several = view.providers.length > 1;
    return html`${
      provider
        ? html`<button class="button primary" type="button" @click=${() => this.#retry(provider)}>
            ${this.#expected ? say('signInAs', { account: this.#expected }) : say('tryAgain')}
          </button>`
        : null
    }
    ${
      several
        ? html`<button class="button" type="button" @click=${() => this.act({ do: 'pick' })}>
            ${say('chooseAnother')}
          </button>`
        : null
    }`;
  }

  /** Asked which account, the person has said so: the provider is next. */
  #retry(provider: ProviderView): void {
    const said = this.#expected !== null && provider.variables.length === 0;
    this.act(said ? { do: 'connect', provider, variables: {} } : { do: 'choose', provider });
  }
}
