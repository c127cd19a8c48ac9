import { html, nothing, type TemplateResult } from 'lit';
import { exactTime, relativeTime } from '@alter/ui';
import type { GrantRefresh, WalletGrant } from '@alter/protocol';
import { howKept, howRenewed } from '../renewal-words.ts';
import type { Renewals } from '../state/renewals.ts';
import { code, detail } from './detail.ts';
import { icons } from './icons.ts';
import { problemLine } from './problem.ts';
import { about, sentence, type Scene } from './scene.ts';

export function renewalsView(scene: Scene, grant: WalletGrant, renewals: Renewals): TemplateResult {
  const { act } = scene;
  const { state, items, shown } = renewals;
  const said = html`<p class="muted ${items.length > 0 ? 'small' : ''}">
    ${about(scene, grant, howKept(grant, items.length))}
  </p>`;
  // What is never renewed is known to be so before its history is.
  const known = grant.refreshable ? null : said;
  if (state.kind === 'failed') {
    return html`${known} ${problemLine(scene, 'problemRenewals', state.problem, act.renewals)}`;
  }
  if (state.kind === 'loading') return known ?? shape(scene);
  if (items.length === 0) return said;
  return html`${said}
    <ol class="renewals" part="renewals">
      ${shown.map((one) => html`<li>${renewal(scene, grant, one)}</li>`)}
    </ol>
    ${shown.length < items.length ? all(scene) : nothing}`;
}

const shape = ({ say }: Scene): TemplateResult =>
  html`<p class="sr">${say('loading')}</p>
    <div class="ghost slim"><i class="bar name"></i><i class="bar line"></i></div>`;

const all = ({ say, act }: Scene): TemplateResult =>
  html`<div class="foot">
    <button class="button" type="button" @click=${act.renewals}>${say('showAll')}</button>
  </div>`;

function renewal(scene: Scene, grant: WalletGrant, one: GrantRefresh): TemplateResult {
  const { say, now } = scene;
  const exact = exactTime(say.lang, one.at);
  return html`<details class="event">
    <summary data-event=${one.id}>
      ${one.outcome === 'refreshed' ? icons.check : icons.caution}
      <span class="what">${about(scene, grant, howRenewed(one))}</span>
      <time class="answer" datetime=${one.at} title=${exact}
        >${sentence(relativeTime(say.lang, one.at, now), say.lang)}</time
      >
    </summary>
    <dl>
      ${detail(scene, 'detailTime', exact)} ${detail(scene, 'detailDuration', duration(one.duration_ms, say.lang))}
      ${one.class ? detail(scene, 'detailClass', code(one.class)) : nothing}
      ${one.error ? detail(scene, 'detailReason', code(one.error)) : nothing}
      ${detail(scene, 'detailProcess', code(one.process))} ${detail(scene, 'detailReference', code(one.id))}
    </dl>
  </details>`;
}

/** "340 ms", "2.4 sec". */
function duration(ms: number, lang: string): string {
  const [amount, unit] = ms < 1000 ? [ms, 'millisecond'] : [ms / 1000, 'second'];
  const format = new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
  return format.format(amount);
}
