/** The person said no at the provider. That is an answer, not an error. */
import type { ProviderView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import { drawn } from '../parts/marks.ts';
import { backAction } from '../parts/back-action.ts';
import { ConnectViewElement } from './connect-view-element.ts';

export class DeclinedView extends ConnectViewElement {
  static override properties = { ...ConnectViewElement.properties, provider: { attribute: false } };

  declare provider: ProviderView;

  protected override render(): TemplateResult {
    const { say, view, provider } = this;
    return html`
      <div class="center result">
        <span class="emblem">${drawn('cross', 26)}</span>
        <h1 tabindex="-1">${say('declinedTitle')}</h1>
        <p class="muted">${say('declinedText', { app: view.app.name, provider: provider.name })}</p>
      </div>
      <div class="actions">
        ${view.status === 'open' ? this.#again() : backAction(this.view, say, () => this.act({ do: 'leave' }))}
      </div>
    `;
  }

  #again(): TemplateResult {
    const { say, view, provider } = this;
    return html`<button class="button primary" type="button" @click=${() => this.act({ do: 'choose', provider })}>
        ${say('tryAgain')}
      </button>
      ${
        view.providers.length > 1
          ? html`<button class="button" type="button" @click=${() => this.act({ do: 'pick' })}>
              ${say('chooseAnother')}
            </button>`
          : null
      }`;
  }
}
