/** A code to enter at the provider, here or on another device. The server learns of it first; this page waits. */
import type { ConnectView, ProviderView } from '@alter/protocol';
import { tile } from '@alter/ui';
import { css, html, type TemplateResult } from 'lit';
import { appMark, drawn } from '../parts/marks.ts';
import { whoLine } from '../parts/who-line.ts';
import { ConnectViewElement } from './connect-view-element.ts';

const copiedMs = 2_500;

export class CodeView extends ConnectViewElement {
  static override styles = [
    ConnectViewElement.styles,
    css`
      .card {
        display: grid;
        justify-items: center;
        gap: 12px;
        margin-block: 24px 16px;
        padding: 24px 16px 16px;
        border: 1px solid var(--_line);
        border-radius: var(--_radius-card);
        background: var(--_surface-sunken);
      }
      .code {
        margin: 0;
        color: var(--_text);
        font:
          650 clamp(26px, 9vw, 40px) / 1.2 ui-monospace,
          'SF Mono',
          Menlo,
          Consolas,
          monospace;
        letter-spacing: 0.08em;
        /* The last letter's space would push the code off its middle. */
        margin-inline-end: -0.08em;
        text-align: center;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .hint {
        overflow-wrap: anywhere;
        text-align: center;
      }
      .hint a {
        display: inline-block;
        padding-block: 13px;
      }
      .waiting {
        display: grid;
        justify-items: center;
        gap: 12px;
        margin-block: 8px 16px;
        text-align: center;
      }
      .track {
        inline-size: 96px;
        block-size: 3px;
        overflow: clip;
        border-radius: 2px;
        background: var(--_line);
      }
      .track i {
        display: block;
        inline-size: 40%;
        block-size: 100%;
        border-radius: 2px;
        background: var(--_accent);
        animation: wander 1800ms ease-in-out infinite alternate;
      }
      @keyframes wander {
        from {
          translate: -20% 0;
        }
        to {
          translate: 170% 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .track i {
          inline-size: 100%;
          animation: none;
        }
      }
      .unseen {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
    `,
  ];
  static override properties = {
    ...ConnectViewElement.properties,
    provider: { attribute: false },
    code: { attribute: false },
    copied: { state: true },
  };

  declare provider: ProviderView;
  declare code: NonNullable<ConnectView['code']>;
  declare copied: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.copied = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    const { say, view, provider, code, copied } = this;
    const names = { provider: provider.name };
    return html`
      <div class="center">
        <div class="pair">${appMark(view.app, 48)}<i></i>${tile(provider.monogram, provider.hue, 48)}</div>
        <h1 tabindex="-1">${say('codeTitle', names)}</h1>
        ${whoLine(view, say)}
      </div>
      <div class="card">
        <p class="code" translate="no" dir="ltr">${code.user_code}</p>
        <button class="button" type="button" @click=${this.#copy}>
          ${drawn(copied ? 'check' : 'copy', 18)}${say(copied ? 'codeCopied' : 'codeCopy')}
        </button>
        <p class="hint muted small">${say.pieces('codeElsewhere', { address: this.#address() })}</p>
      </div>
      <div class="waiting">
        <span class="track" aria-hidden="true"><i></i></span>
        <p class="muted small" role="status">${copied ? say('codeCopied') : say('codeWaiting', names)}</p>
      </div>
      <div class="actions">
        <p class="hint muted small">${say('codeUntil', { time: this.#until() })}</p>
        <a
          class="button primary"
          href=${code.verification_uri_complete ?? code.verification_uri}
          target="_blank"
          rel="noopener noreferrer"
        >
          ${say('codeOpen', names)}${drawn('out', 18)}<span class="unseen">${say('newTab')}</span>
        </a>
      </div>
    `;
  }

  /** As a person would type it elsewhere. */
  #address(): TemplateResult {
    const { verification_uri } = this.code;
    const { host, pathname, search } = new URL(verification_uri);
    return html`<a
      class="link"
      href=${verification_uri}
      target="_blank"
      rel="noopener noreferrer"
      translate="no"
      dir="ltr"
      >${host}${pathname === '/' && search === '' ? '' : pathname + search}<span class="unseen">
        ${this.say('newTab')}</span
      ></a
    >`;
  }

  #until(): string {
    return new Intl.DateTimeFormat(this.say.lang, { timeStyle: 'short' }).format(new Date(this.code.expires_at));
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.code.user_code);
    } catch {
      // Not allowed here: the code is marked, so that the person's own copying takes it.
      const text = this.renderRoot.querySelector('.code');
      if (text) getSelection()?.selectAllChildren(text);
      return;
    }
    this.copied = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.copied = false), copiedMs);
  };
}
