import { html, nothing, type TemplateResult } from 'lit';
import type { RevocationState, WalletGrant } from '@alter/protocol';
import { revokeSteps, type RevokeStep } from '../revoke-steps.ts';
import { icons } from './icons.ts';
import { about, type Scene } from './scene.ts';

const marks = { done: icons.check, busy: icons.dot, todo: icons.dot, not: icons.dash };

/** The lines that fill in as they become true, and where to go when one of them cannot. */
export function stepList(
  scene: Scene,
  grant: WalletGrant,
  state: RevocationState | null,
  late: boolean,
): TemplateResult {
  const { steps, removeThere } = revokeSteps(state, late);
  return html`<ol class="steps" part="steps">
      ${steps.map(({ mark, key }) => html`<li class=${mark}>${marks[mark]} <span>${about(scene, grant, key)}</span></li>`)}
    </ol>
    ${removeThere ? there(scene, grant) : nothing}`;
}

/** The same in one breath, for the live region: only what has been decided. */
export function stepsSaid(scene: Scene, grant: WalletGrant, state: RevocationState | null, late: boolean): string {
  const decided = ({ mark }: RevokeStep) => mark === 'done' || mark === 'not';
  return revokeSteps(state, late)
    .steps.filter(decided)
    .map(({ key }) => about(scene, grant, key))
    .join('. ');
}

function there(scene: Scene, grant: WalletGrant): TemplateResult {
  const url = webAddress(grant.provider_settings_url);
  if (!url) return html`<p class="there">${about(scene, grant, 'removeThereBare')}</p>`;
  return html`<p class="there">
    <a class="link" part="remove-there" href=${url} target="_blank" rel="noopener noreferrer"
      >${scene.say('removeThere')} ${icons.out}<span class="sr"> (${scene.say('newTab')})</span></a
    >
  </p>`;
}

/** The address comes from an operator's catalog; only the web's own schemes become a link. */
function webAddress(text: string | null): string | null {
  if (!text || !URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
