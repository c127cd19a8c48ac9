import { html, nothing, type TemplateResult } from 'lit';
import { dateOnly, exactTime } from '@alter/ui';
import type { WalletActivityItem, WalletGrant } from '@alter/protocol';
import { hasActor, howItEnded, whatHappened } from '../activity-words.ts';
import { byDay, clockTime, type Day } from '../days.ts';
import type { Activity } from '../state/activity.ts';
import { code, detail } from './detail.ts';
import { problemLine } from './problem.ts';
import { about, type Scene } from './scene.ts';

export function activityView(scene: Scene, grant: WalletGrant, activity: Activity): TemplateResult {
  const { state, items } = activity;
  if (state.kind === 'ready' && items.length === 0) return html`<p class="muted">${scene.say('noActivity')}</p>`;
  return html`<div class="activity" part="activity">
    ${byDay(items, scene.now).map((day) => dayView(scene, grant, day))} ${foot(scene, activity)}
  </div>`;
}

const dayView = (scene: Scene, grant: WalletGrant, day: Day): TemplateResult =>
  html`<h4 class="small muted">${dayName(scene, day)}</h4>
    <ol class="events">
      ${day.items.map((item) => html`<li>${event(scene, grant, item)}</li>`)}
    </ol>`;

function dayName({ say }: Scene, { daysAgo, items: [first] }: Day): string {
  if (daysAgo === 0) return say('today');
  if (daysAgo === 1) return say('yesterday');
  return dateOnly(say.lang, first.at);
}

function event(scene: Scene, grant: WalletGrant, item: WalletActivityItem): TemplateResult {
  const { say } = scene;
  const quiet = item.outcome === 'ok' || item.outcome === 'open';
  const ended = howItEnded(item);
  const happened = whatHappened(item);
  const actor = item.actor === 'you' ? say('you') : item.actor;
  return html`<details class="event">
    <summary data-event=${item.id}>
      <time datetime=${item.at} title=${exactTime(say.lang, item.at)}>${clockTime(item.at, say.lang)}</time>
      <span class="what">
        <span>${about(scene, grant, happened, { host: item.host ?? '' })}</span>
        ${hasActor(happened) ? html`<span class="small muted">${actor}</span>` : nothing}
      </span>
      ${ended ? html`<span class="small answer ${quiet ? 'muted' : 'caution'}">${about(scene, grant, ended)}</span>` : nothing}
    </summary>
    <dl>
      ${detail(scene, 'detailTime', exactTime(say.lang, item.at))}
      ${item.method ? detail(scene, 'detailCall', code(`${item.method} ${item.host ?? ''}${item.path ?? ''}`)) : nothing}
      ${item.status === null ? nothing : detail(scene, 'detailAnswer', code(String(item.status)))}
      ${item.reason ? detail(scene, 'detailReason', item.reason) : nothing}
      ${detail(scene, 'detailReference', code(item.id))}
    </dl>
  </details>`;
}

function foot(scene: Scene, { state, cursor, items }: Activity): TemplateResult | typeof nothing {
  const { say, act } = scene;
  if (state.kind === 'failed') return problemLine(scene, 'problemActivity', state.problem, act.activity);
  if (state.kind === 'loading' && items.length === 0) {
    return html`<p class="sr">${say('loading')}</p>
      ${[0, 1, 2].map(() => html`<div class="ghost slim"><i class="bar name"></i><i class="bar line"></i></div>`)}`;
  }
  if (cursor === null) return nothing;
  const busy = state.kind === 'loading';
  return html`<div class="foot">
    <button class="button" part="more" type="button" aria-disabled=${busy} @click=${act.activity}>
      ${busy ? say('loading') : say('more')}
    </button>
  </div>`;
}
