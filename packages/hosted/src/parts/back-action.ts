/** The way back to the app: its return URL, the window's end, or its own site. */
import type { ConnectView } from '@alter/protocol';
import { html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';

/** @param leave null: the window was asked to close already, and could not */
export function backAction(view: ConnectView, say: Speech, leave: (() => void) | null): TemplateResult | null {
  const label = say('backTo', { app: view.app.name });
  if (leave && (view.redirect_to ?? view.allowed_origin)) {
    return html`<button class="button primary" type="button" @click=${leave}>${label}</button>`;
  }
  const href = view.redirect_to ?? view.app.website_url;
  if (href) return html`<a class="button ${leave ? 'primary' : ''}" href=${href} rel="noreferrer">${label}</a>`;
  return leave ? html`<p class="center muted small">${say('canClose')}</p>` : null;
}
