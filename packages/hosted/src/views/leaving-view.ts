/** Between the click and the provider's page. */
import type { ProviderView } from '@alter/protocol';
import { tile } from '@alter/ui';
import { css, html, type TemplateResult } from 'lit';
import { appMark } from '../parts/marks.ts';
import { ConnectViewElement } from './connect-view-element.ts';

export class LeavingView extends ConnectViewElement {
  static override styles = [
    ConnectViewElement.styles,
    css`
      .pair i {
        inline-size: 48px;
        animation: fade 900ms ease-in-out infinite alternate;
      }
      @keyframes fade {
        to {
          opacity: 0.25;
        }
      }
    `,
  ];
  static override properties = { ...ConnectViewElement.properties, provider: { attribute: false } };

  declare provider: ProviderView;

  protected override render(): TemplateResult {
    const { say, view, provider } = this;
    return html`<div class="center result">
      <div class="pair">${appMark(view.app, 48)}<i></i>${tile(provider.monogram, provider.hue, 48)}</div>
      <h1 tabindex="-1">${say('leavingTitle', { provider: provider.name })}</h1>
      <p class="muted">${say('leavingText')}</p>
    </div>`;
  }
}
