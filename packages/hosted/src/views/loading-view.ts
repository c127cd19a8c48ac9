/** The shape of what comes. Nothing shows for the first moments, so that a quick answer does not flicker. */
import { css, html, type TemplateResult } from 'lit';
import { ConnectViewElement } from './connect-view-element.ts';

export class LoadingView extends ConnectViewElement {
  static override styles = [
    ConnectViewElement.styles,
    css`
      :host {
        gap: 12px;
        animation: late 160ms 240ms backwards;
      }
      @keyframes late {
        from {
          opacity: 0;
        }
      }
      i {
        display: block;
        block-size: 64px;
        border-radius: var(--_radius);
        background: var(--_line);
        opacity: 0.6;
        animation: breathe 1.6s ease-in-out infinite alternate;
      }
      @keyframes breathe {
        to {
          opacity: 0.3;
        }
      }
      .head {
        inline-size: 62%;
        block-size: 26px;
      }
      .line {
        inline-size: 80%;
        block-size: 16px;
        margin-block-end: 12px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<h1 class="sr" tabindex="-1">${this.say('loading')}</h1>
      <i class="head"></i><i class="line"></i><i></i><i></i><i></i>`;
  }
}
