/** Names the app's user: the defence against a borrowed link. */
import type { ConnectView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';
import { drawn } from './marks.ts';

export function whoLine(view: ConnectView, say: Speech): TemplateResult {
  const app = html`<bdi>${view.app.name}</bdi>`;
  const user = view.user_name
    ? html`<p class="who">${say.pieces('signedIn', { app, user: html`<bdi class="name">${view.user_name}</bdi>` })}</p>`
    : html`<p class="note caution">${drawn('caution')}<span>${say.pieces('unnamed', { app })}</span></p>`;
  if (!view.agent_name) return user;
  const agent = html`<bdi class="name">${view.agent_name}</bdi>`;
  return html`${user}
    <p class="who">${say.pieces('agent', { app, agent })}</p>`;
}
