import { html, nothing, type TemplateResult } from 'lit';
import { problemWords, type ProblemWords } from '../problem-words.ts';
import type { WalletError } from '../wallet-error.ts';
import { sayAny, type Key } from '../words.ts';
import type { Scene } from './scene.ts';

const labels = { retry: 'tryAgain', reload: 'reload', back: 'back' } as const satisfies Record<string, Key>;

/** What happened, what did not, and the one button that helps. */
export function problemView(scene: Scene, title: Key, problem: WalletError, retry: () => void): TemplateResult {
  const words = problemWords(problem, scene.renewable);
  return html`<div class="problem" part="problem" role="alert">
    <h2 tabindex="-1">${sayAny(scene.say, title)}</h2>
    <p class="muted">${sayAny(scene.say, words.text)}</p>
    ${button(scene, words, retry, 'primary')} ${reference(scene, problem)}
  </div>`;
}

/** The same on one line, below what was loaded before. */
export function problemLine(scene: Scene, title: Key, problem: WalletError, retry: () => void): TemplateResult {
  const words = problemWords(problem, scene.renewable);
  return html`<div class="problem-line" role="alert">
    <p>${sayAny(scene.say, title)} <span class="muted">${sayAny(scene.say, words.text)}</span></p>
    ${button(scene, words, retry)} ${reference(scene, problem)}
  </div>`;
}

export const reference = (scene: Scene, problem: WalletError): TemplateResult | typeof nothing =>
  problem.requestId
    ? html`<p class="small muted reference">${scene.say('reference', { id: problem.requestId })}</p>`
    : nothing;

function button(
  scene: Scene,
  { action }: ProblemWords,
  retry: () => void,
  weight = '',
): TemplateResult | typeof nothing {
  if (action === null) return nothing;
  const act = { retry, reload: scene.act.reload, back: scene.act.back }[action];
  return html`<button class="button ${weight}" type="button" @click=${act}>
    ${sayAny(scene.say, labels[action])}
  </button>`;
}
