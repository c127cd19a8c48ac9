/** The page itself cannot go on: the link is old, unknown, in another browser, or the server cannot be reached. */
import type { ConnectView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import { backAction } from '../parts/back-action.ts';
import { drawn } from '../parts/marks.ts';
import { problemWords } from '../problem-words.ts';
import type { Problem } from '../state.ts';
import { ConnectViewElement } from './connect-view-element.ts';

export class ProblemView extends ConnectViewElement {
  static override properties = {
    ...ConnectViewElement.properties,
    known: { attribute: false },
    problem: { attribute: false },
    canRetry: { attribute: false },
  };

  /** The session, when it could be read. */
  declare known: ConnectView | null;
  declare problem: Problem;
  declare canRetry: boolean;

  protected override render(): TemplateResult {
    const { say, known, problem, canRetry } = this;
    const { icon, title, text } = problemWords(problem.code, say);
    return html`
      <div class="center result">
        <span class="emblem">${drawn(icon, 26)}</span>
        <h1 tabindex="-1">${title}</h1>
        <p class="muted">${text}</p>
        ${canRetry ? null : html`<p class="muted">${this.#whatNext()}</p>`}
        ${problem.requestId ? html`<p class="muted small">${say('reference', { id: problem.requestId })}</p>` : null}
      </div>
      <div class="actions">
        ${
          canRetry
            ? html`<button class="button primary" type="button" @click=${() => this.act({ do: 'retry' })}>
                ${say('tryAgain')}
              </button>`
            : known
              ? backAction(known, say, () => this.act({ do: 'leave' }))
              : html`<p class="center muted small">${say('canClose')}</p>`
        }
      </div>
    `;
  }

  #whatNext(): string | null {
    const { say, known, problem } = this;
    if (problem.code === 'other_browser') return null;
    return known ? say('startAgainAt', { app: known.app.name }) : say('startAgain');
  }
}
