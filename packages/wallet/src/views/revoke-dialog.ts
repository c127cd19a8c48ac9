import { html, nothing, type TemplateResult } from 'lit';
import type { WalletGrant } from '@alter/protocol';
import { outcomeUnknown, problemWords } from '../problem-words.ts';
import type { Connection } from '../state/connection.ts';
import type { RevocationPhase } from '../state/revocation.ts';
import type { WalletError } from '../wallet-error.ts';
import { sayAny, type Key } from '../words.ts';
import { reference } from './problem.ts';
import { stepList, stepsSaid } from './revoke-steps.ts';
import { about, accountOf, sentence, type Scene } from './scene.ts';

/** More than this is a list nobody reads before a decision. */
const named = 5;

/** Opened by the element with `showModal()`: the page behind is inert, Escape closes, focus comes back. */
export function revokeDialog(scene: Scene, connection: Connection): TemplateResult {
  const { grant, revocation } = connection;
  const { phase } = revocation;
  return html`<dialog
    part="dialog"
    aria-labelledby="dialog-title"
    @close=${scene.act.dialogClosed}
    @click=${(event: MouseEvent) => event.target === event.currentTarget && scene.act.closeDialog()}
  >
    <div class="dialog">
      <h2 id="dialog-title" tabindex="-1">${about(scene, grant, title(phase))}</h2>
      ${body(scene, grant, phase)}
      <p class="sr" role="status">${said(scene, grant, phase)}</p>
    </div>
  </dialog>`;
}

function title(phase: RevocationPhase): Key {
  switch (phase.kind) {
    case 'asking':
      return 'revokeTitle';
    case 'working':
      return 'revokingTitle';
    case 'removed':
      return 'revokedTitle';
    case 'failed':
      return outcomeUnknown(phase.problem) ? 'problemRevokeUnsure' : 'problemRevoke';
    default:
      return phase satisfies never;
  }
}

function body(scene: Scene, grant: WalletGrant, phase: RevocationPhase): TemplateResult {
  switch (phase.kind) {
    case 'asking':
      return question(scene, grant);
    case 'working':
      return html`${stepList(scene, grant, null, false)} ${actions(html``)}`;
    case 'removed':
      return html`${stepList(scene, grant, phase.state, phase.late)}
      ${actions(
        html`<button class="button primary" type="button" @click=${scene.act.closeDialog}>
          ${scene.say('done')}
        </button>`,
      )}`;
    case 'failed':
      return failed(scene, phase.problem);
    default:
      return phase satisfies never;
  }
}

function question(scene: Scene, grant: WalletGrant): TemplateResult {
  const { say, act, app } = scene;
  const account = accountOf(grant) || grant.provider.name;
  const scopes = grant.scopes.slice(0, named);
  const rest = grant.scopes.length - scopes.length;
  return html`
    <p>${say(scopes.length > 0 ? 'revokeStops' : 'revokeStopsBare', { app, account })}</p>
    ${
      scopes.length > 0
        ? html`<ul class="stops">
            ${scopes.map(({ description }) => html`<li>${sentence(description, say.lang)}</li>`)}
            ${rest > 0 ? html`<li class="muted">${say('andMore', { count: rest })}</li>` : nothing}
          </ul>`
        : nothing
    }
    <p class="muted">${say('revokeBreaks', { app })}</p>
    ${actions(
      html`<button class="button" type="button" @click=${act.closeDialog}>${say('cancel')}</button>
        <button class="button danger" part="confirm" type="button" @click=${act.revoke}>${say('revoke')}</button>`,
    )}
  `;
}

function failed(scene: Scene, problem: WalletError): TemplateResult {
  const { say, act } = scene;
  const unsure = outcomeUnknown(problem);
  const words = problemWords(problem, scene.renewable);
  const reload = words.action === 'reload';
  return html`
    <p class="muted">${sayAny(say, unsure ? 'askTwice' : words.text)}</p>
    ${reference(scene, problem)}
    ${actions(
      html`<button class="button" type="button" @click=${act.closeDialog}>${say('cancel')}</button>
        <button
          class="button ${reload ? 'primary' : 'danger'}"
          type="button"
          @click=${reload ? act.reload : act.revoke}
        >
          ${say(reload ? 'reload' : 'tryAgain')}
        </button>`,
    )}
  `;
}

const actions = (buttons: TemplateResult): TemplateResult => html`<div class="actions">${buttons}</div>`;

function said(scene: Scene, grant: WalletGrant, phase: RevocationPhase): string {
  if (phase.kind === 'removed') return stepsSaid(scene, grant, phase.state, phase.late);
  if (phase.kind === 'failed') return about(scene, grant, title(phase));
  return '';
}
