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
    const { say, view, problem } = this;
    return html`
      <div class="center result">
        <span class="emblem caution">${drawn('caution', 26)}</span>
        <h1 tabindex="-1">${say('failedTitle')}</h1>
        <p class="muted">${reasonOf(problem.code, say)} ${say('nothingConnected')}</p>
        ${this.#details()}
      </div>
      <div class="actions">
        ${view.status === 'open' ? this.#again() : backAction(view, say, () => this.act({ do: 'leave' }))}
      </div>
    `;
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
        ? html`<button class="button primary" type="button" @click=${() => this.act({ do: 'choose', provider })}>
            ${say('tryAgain')}
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
}
