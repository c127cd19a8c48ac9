import { html, nothing, type TemplateResult } from 'lit';
import { dateOnly, exactTime, relativeTime, tile } from '@alter/ui';
import type { WalletGrant } from '@alter/protocol';
import { endsAt } from '../ends-at.ts';
import type { Connection } from '../state/connection.ts';
import { activityView } from './activity.ts';
import { icons } from './icons.ts';
import { problemView } from './problem.ts';
import { renewalsView } from './renewals.ts';
import { revokeDialog } from './revoke-dialog.ts';
import { stepList } from './revoke-steps.ts';
import { about, accountOf, sentence, type Scene } from './scene.ts';
import { statusBadge, statusNotice } from './status.ts';

export function connectionView(scene: Scene, connection: Connection): TemplateResult {
  const { grant, gone } = connection;
  if (gone) return problemView(scene, 'problemConnection', gone, scene.act.retryConnection);
  const live = grant.status !== 'revoked';
  return html`
    <button class="button quiet backward" part="back" type="button" @click=${scene.act.back}>
      ${icons.back} ${scene.say('back')}
    </button>
    ${header(scene, grant)}
    <section>
      <h3>${scene.say(live ? 'canDo' : 'couldDo')}</h3>
      ${abilities(scene, grant)}
    </section>
    <section>
      <h3>${scene.say('activity')}</h3>
      ${activityView(scene, grant, connection.activity)}
    </section>
    ${live ? renewalsSection(scene, connection) : nothing} ${live ? revokeSection(scene, grant) : nothing}
    ${revokeDialog(scene, connection)}
  `;
}

function header(scene: Scene, grant: WalletGrant): TemplateResult {
  return html`<header class="connection" part="header">
      ${tile(grant.provider.monogram, grant.provider.hue, 48)}
      <div class="who">
        <h2 tabindex="-1" part="heading">${grant.provider.name}</h2>
        <p class="muted">${accounts(grant)}</p>
      </div>
      ${statusBadge(scene, grant)}
    </header>
    ${statusNotice(scene, grant)} ${facts(scene, grant)}
    ${grant.status === 'revoked' && grant.revocation ? stepList(scene, grant, grant.revocation, true) : nothing}`;
}

/** The name beside the address, where both are known and differ. */
function accounts(grant: WalletGrant): string {
  const { account_identifier: id, account_display_name: name } = grant;
  return id && name && id !== name ? `${name} · ${id}` : accountOf(grant);
}

function facts(scene: Scene, grant: WalletGrant): TemplateResult {
  const { say, now } = scene;
  const end = endsAt(grant);
  return html`<dl class="facts">
    ${fact(scene, 'factSince', grant.created_at, dateOnly(say.lang, grant.created_at))}
    ${
      grant.last_used_at
        ? fact(
            scene,
            'factUsed',
            grant.last_used_at,
            sentence(relativeTime(say.lang, grant.last_used_at, now), say.lang),
          )
        : html`<div>
            <dt>${say('factUsed')}</dt>
            <dd>${say('neverUsed')}</dd>
          </div>`
    }
    ${end && grant.status !== 'revoked' ? endFact(scene, end) : nothing}
    ${grant.revoked_at ? fact(scene, 'factRemoved', grant.revoked_at, dateOnly(say.lang, grant.revoked_at)) : nothing}
  </dl>`;
}

const dayMs = 86_400_000;

/** A date says little of an end that is hours away. */
function endFact(scene: Scene, at: string): TemplateResult {
  const { say, now } = scene;
  const left = Date.parse(at) - now.getTime();
  if (left <= 0) return fact(scene, 'expired', at, dateOnly(say.lang, at));
  const words = left < dayMs ? sentence(relativeTime(say.lang, at, now), say.lang) : dateOnly(say.lang, at);
  return fact(scene, 'factUntil', at, words);
}

type Fact = 'factSince' | 'factUsed' | 'factUntil' | 'expired' | 'factRemoved';

function fact({ say }: Scene, key: Fact, at: string, words: string): TemplateResult {
  const exact = exactTime(say.lang, at);
  return html`<div>
    <dt>${say(key)}</dt>
    <dd><time datetime=${at} title=${exact}>${words}</time><span class="sr"> (${exact})</span></dd>
  </div>`;
}

function abilities(scene: Scene, grant: WalletGrant): TemplateResult {
  const { say } = scene;
  if (grant.scopes.length === 0) return html`<p class="muted">${about(scene, grant, 'noScopes')}</p>`;
  return html`<ul class="abilities" part="abilities">
      ${grant.scopes.map(
        ({ description, risk }) =>
          html`<li>
            ${risk === 'high' ? icons.caution : icons.check}
            <span>
              ${sentence(description, say.lang)}
              ${risk === 'high' ? html`<span class="badge caution">${say('riskHigh')}</span>` : nothing}
            </span>
          </li>`,
      )}
    </ul>
    <details class="exact">
      <summary>${say('exactScopes')}</summary>
      <dl>
        ${grant.scopes.map(
          ({ scope, description }) =>
            html`<div>
              <dt>${sentence(description, say.lang)}</dt>
              <dd><code translate="no">${scope}</code></dd>
            </div>`,
        )}
      </dl>
    </details>`;
}

/** The history goes with the access. */
const renewalsSection = (scene: Scene, { grant, renewals }: Connection): TemplateResult =>
  html`<section>
    <h3>${scene.say('renewals')}</h3>
    ${renewalsView(scene, grant, renewals)}
  </section>`;

const revokeSection = (scene: Scene, grant: WalletGrant): TemplateResult =>
  html`<section class="revoke" part="revoke">
    <p class="muted">${about(scene, grant, 'revokeText')}</p>
    <button class="button danger" part="revoke-button" type="button" @click=${scene.act.ask}>
      ${scene.say('revoke')}
    </button>
  </section>`;
