/** What is connected now, and what happens next. */
import type { ConnectView } from '@alter/protocol';
import { tile } from '@alter/ui';
import { css, html, type TemplateResult } from 'lit';
import type { WayOut } from '../deliver.ts';
import { drawn } from '../parts/marks.ts';
import { ConnectViewElement } from './connect-view-element.ts';

type Success = Extract<NonNullable<ConnectView['result']>, { type: 'alter_connect_success' }>;
type Grant = Success['grants'][number];

export class ConnectedView extends ConnectViewElement {
  static override styles = [
    ConnectViewElement.styles,
    css`
      ul {
        display: grid;
        gap: 12px;
        inline-size: 100%;
        margin: 16px 0;
        padding: 12px 16px;
        border: 1px solid var(--_line);
        border-radius: var(--_radius-card);
        list-style: none;
        text-align: start;
      }
      li {
        display: flex;
        align-items: center;
        gap: 12px;
        min-inline-size: 0;
      }
      li div {
        display: grid;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties = { ...ConnectViewElement.properties, way: { attribute: false } };

  declare way: WayOut;

  protected override render(): TemplateResult {
    const { say, view } = this;
    const app = view.app.name;
    const grants = view.result?.type === 'alter_connect_success' ? view.result.grants : [];
    const [only] = grants;
    const pending = grants.some(({ status }) => status === 'pending');
    return html`
      <div class="center result">
        <span class="emblem good">${drawn('check', 28)}</span>
        <h1 tabindex="-1">
          ${grants.length === 1 && only ? say('connectedOne', { provider: only.provider_name }) : say('connectedMany')}
        </h1>
        <p class="muted">${say(pending ? 'connectedPending' : 'connectedNow', { app })}</p>
        <ul>
          ${grants.map((grant) => this.#account(grant))}
        </ul>
        <p class="muted small" role="status">${this.#whatHappens()}</p>
      </div>
      <div class="actions">
        <button class="button primary" type="button" @click=${() => this.act({ do: 'leave' })}>
          ${this.way.by === 'address' ? say('backTo', { app }) : say('done')}
        </button>
      </div>
    `;
  }

  #account(grant: Grant): TemplateResult {
    const provider = this.view.providers.find(({ id }) => id === grant.provider);
    return html`<li>
      ${provider ? tile(provider.monogram, provider.hue) : null}
      <div>
        <span class="name" translate="no">${grant.provider_name}</span>
        <bdi class="muted small">${grant.account_identifier || this.say('connected')}</bdi>
      </div>
    </li>`;
  }

  #whatHappens(): string {
    switch (this.way.by) {
      case 'close':
        return this.say('closesItself');
      case 'address':
        return this.say('takingBack', { app: this.view.app.name });
      case 'stay':
        return this.say('canClose');
      default:
        return this.way satisfies never;
    }
  }
}
