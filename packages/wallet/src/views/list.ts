import { html, nothing, type TemplateResult } from 'lit';
import { dateOnly, exactTime, relativeTime, tile } from '@alter/ui';
import type { WalletGrant } from '@alter/protocol';
import type { Connections } from '../state/connections.ts';
import { icons } from './icons.ts';
import { problemLine, problemView } from './problem.ts';
import { accountOf, sentence, type Scene } from './scene.ts';
import { statusBadge } from './status.ts';

/** From this many connections on, finding one takes a field. */
const filterFrom = 8;

export function listView(scene: Scene, list: Connections): TemplateResult {
  if (list.state.kind === 'failed') return problemView(scene, 'problemList', list.state.problem, scene.act.retryList);
  if (list.state.kind === 'loading') return skeleton(scene);
  const live = list.shown.filter((row) => row.status !== 'revoked');
  const removed = list.shown.filter((row) => row.status === 'revoked');
  const filtered = list.filter.trim() !== '';
  return html`
    <header class="head" part="header">
      <h2 tabindex="-1" part="heading">${scene.say('heading')}</h2>
      ${live.length > 0 || filtered ? html`<p class="muted">${scene.say('lead', { app: scene.app })}</p>` : nothing}
      ${list.userName ? html`<p class="small muted">${scene.say('signedIn', { app: scene.app, name: list.userName })}</p>` : nothing}
    </header>
    ${list.rows.length >= filterFrom || list.cursor !== null ? filterField(scene, list) : nothing}
    ${live.length > 0 ? rows(scene, live) : nothing}
    ${list.shown.length === 0 && filtered ? noMatch(scene, list) : nothing}
    ${live.length === 0 && !filtered ? empty(scene) : nothing}
    ${
      removed.length > 0
        ? html`<h3 class="group small muted">${scene.say('revoked')}</h3>
            ${rows(scene, removed)}`
        : nothing
    }
    ${foot(scene, list)}
  `;
}

const rows = (scene: Scene, grants: readonly WalletGrant[]): TemplateResult =>
  html`<ul class="rows" part="list">
    ${grants.map((grant) => rowOnce(scene, grant))}
  </ul>`;

/** Rows are replaced, never changed: with thousands of them, words and dates are made again only when something moved. */
const made = new WeakMap<WalletGrant, { for: Scene; row: TemplateResult }>();

function rowOnce(scene: Scene, grant: WalletGrant): TemplateResult {
  const known = made.get(grant);
  if (known?.for === scene) return known.row;
  const fresh = row(scene, grant);
  made.set(grant, { for: scene, row: fresh });
  return fresh;
}

function row(scene: Scene, grant: WalletGrant): TemplateResult {
  const { say, act } = scene;
  const id = grant.grant_id;
  const can = grant.scopes.map(({ description }) => description).join(' · ');
  return html`<li>
    <button class="row ${grant.status}" part="row" type="button" data-grant=${id} @click=${() => act.open(id)}>
      ${tile(grant.provider.monogram, grant.provider.hue, 32)}
      <span class="who">
        <span class="title">
          <span class="name">${grant.provider.name}</span>
          ${quiet.includes(grant.status) ? nothing : statusBadge(scene, grant)}
        </span>
        <span class="muted">${accountOf(grant)}</span>
      </span>
      <span class="rest">
        <span class="can muted">${sentence(can, say.lang)}</span>
        <span class="when small muted">${times(scene, grant)}</span>
      </span>
      ${icons.next}
    </button>
  </li>`;
}

/** Working needs no word, and removed ones stand under a heading that says it. */
const quiet: readonly WalletGrant['status'][] = ['active', 'revoked'];

function times(scene: Scene, grant: WalletGrant): TemplateResult {
  const { say } = scene;
  const date = (at: string): string => dateOnly(say.lang, at);
  if (grant.revoked_at) return html`<span>${say('removedOn', { date: date(grant.revoked_at) })}</span>`;
  return html`<span>${lastUsed(scene, grant)}</span> <span>${say('since', { date: date(grant.created_at) })}</span>`;
}

function lastUsed({ say, now }: Scene, { last_used_at: at = null }: WalletGrant): TemplateResult | string {
  if (at === null) return say('neverUsed');
  const exact = exactTime(say.lang, at);
  const words = relativeTime(say.lang, at, now);
  return html`<time datetime=${at} title=${exact}>${say('lastUsed', { when: words })}</time
    ><span class="sr">(${exact})</span>`;
}

const filterField = (scene: Scene, list: Connections): TemplateResult =>
  html`<div class="find" part="filter">
    ${icons.search}
    <input
      type="search"
      aria-label=${scene.say('filter')}
      placeholder=${scene.say('filter')}
      autocomplete="off"
      spellcheck="false"
      .value=${list.filter}
      @input=${(event: InputEvent) => scene.act.filter((event.target as HTMLInputElement).value)}
    />
  </div>`;

const noMatch = (scene: Scene, list: Connections): TemplateResult | typeof nothing =>
  list.more.kind === 'loading'
    ? nothing
    : html`<div class="empty">
        <p>${scene.say('noMatch', { text: list.filter.trim() })}</p>
        <button class="button" type="button" @click=${() => scene.act.filter('')}>${scene.say('showAll')}</button>
      </div>`;

const empty = (scene: Scene): TemplateResult =>
  html`<div class="empty" part="empty">
    <p class="lead">${scene.say('emptyTitle')}</p>
    <p class="muted">${scene.say('emptyText', { app: scene.app })}</p>
  </div>`;

function foot(scene: Scene, list: Connections): TemplateResult | typeof nothing {
  const { say, act } = scene;
  if (list.more.kind === 'failed') return problemLine(scene, 'problemMore', list.more.problem, act.more);
  if (list.cursor === null) return nothing;
  const busy = list.more.kind === 'loading';
  if (busy && list.filter.trim() !== '') return html`<p class="foot muted">${say('lookingFurther')}</p>`;
  return html`<div class="foot">
    <button class="button" part="more" type="button" aria-disabled=${busy} @click=${act.more}>
      ${busy ? say('loading') : say('more')}
    </button>
  </div>`;
}

/** The shape of what comes. */
const skeleton = (scene: Scene): TemplateResult =>
  html`<div class="skeleton" part="skeleton">
    <h2 class="sr" tabindex="-1">${scene.say('heading')}</h2>
    <p class="sr">${scene.say('loading')}</p>
    <i class="bar title"></i><i class="bar line"></i>
    ${[0, 1, 2].map(() => html`<div class="ghost"><i class="bar square"></i><i class="bar name"></i><i class="bar line"></i></div>`)}
  </div>`;
