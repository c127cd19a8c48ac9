import { html, nothing, type TemplateResult } from 'lit';
import type { WalletGrant } from '@alter/protocol';
import type { Key } from '../words.ts';
import { about, type Scene } from './scene.ts';

type Status = WalletGrant['status'];

const words: Record<Status, { label: Key; text: Key | null; tone: 'good' | 'caution' | 'quiet' }> = {
  active: { label: 'active', text: null, tone: 'good' },
  needs_reauth: { label: 'needsReauth', text: 'needsReauthText', tone: 'caution' },
  expired: { label: 'expired', text: 'expiredText', tone: 'quiet' },
  pending: { label: 'pending', text: 'pendingText', tone: 'caution' },
  error: { label: 'error', text: 'errorText', tone: 'caution' },
  revoked: { label: 'revoked', text: 'revokedText', tone: 'quiet' },
};

/** A dot and a word; the word carries the meaning. */
export function statusBadge(scene: Scene, grant: WalletGrant): TemplateResult {
  const { label, tone } = words[grant.status];
  return html`<span class="badge ${tone}" part="status">${about(scene, grant, label)}</span>`;
}

/** What is the matter and what to do, for everything that is not simply working. */
export function statusNotice(scene: Scene, grant: WalletGrant): TemplateResult | typeof nothing {
  const { text, tone } = words[grant.status];
  return text ? html`<p class="notice ${tone}">${about(scene, grant, text)}</p>` : nothing;
}
