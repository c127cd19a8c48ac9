/** Who asks, and whose page this is. */
import type { ConnectView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';
import { appMark, drawn } from './marks.ts';

/** @param app undefined: not known yet; null: will not be known */
export function brandHeader(app: ConnectView['app'] | null | undefined, say: Speech): TemplateResult {
  if (app === undefined) return html`<header aria-hidden="true"><span class="ghost"></span></header>`;
  const secured = html`<span class="secured">${drawn('shield', 16)} ${say('securedBy')}</span>`;
  if (!app) return html`<header>${secured}</header>`;
  return html`<header>
    <span class="app" translate="no">${appMark(app, 28)}<span>${app.name}</span></span>
    ${secured}
  </header>`;
}
