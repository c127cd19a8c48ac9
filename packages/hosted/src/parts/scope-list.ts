/** Scopes in words, the risky ones first and marked; the raw ones one disclosure away. */
import type { ProviderView } from '@alter/protocol';
import { css, html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';
import { drawn, type IconName } from './marks.ts';

type ScopeView = ProviderView['scopes'][number];

const weight: Record<ScopeView['risk'], number> = { high: 0, medium: 1, low: 2 };

export function scopeList(scopes: readonly ScopeView[], say: Speech, mark: IconName = 'check'): TemplateResult {
  const sorted = scopes.toSorted((a, b) => weight[a.risk] - weight[b.risk]);
  return html`<ul class="scopes">
    ${sorted.map(
      ({ description, risk }) =>
        html`<li class=${risk}>
          ${drawn(risk === 'high' ? 'caution' : mark, 18)}
          <span>${description}${risk === 'high' ? html` <em>${say('riskHigh')}</em>` : null}</span>
        </li>`,
    )}
  </ul>`;
}

export function rawScopes(scopes: readonly ScopeView[], say: Speech): TemplateResult {
  return html`<details class="raw">
    <summary>${say('exactPermissions')}</summary>
    <ul translate="no">
      ${scopes.map(({ scope }) => html`<li><code>${scope}</code></li>`)}
    </ul>
  </details>`;
}

export const scopeSheet = css`
  .scopes,
  .raw ul {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .scopes li {
    display: flex;
    gap: 8px;
    overflow-wrap: anywhere;
  }
  .scopes .icon {
    margin-block-start: 2px;
    color: var(--_text-muted);
  }
  .scopes .high .icon {
    color: var(--_caution);
  }
  .scopes em {
    display: inline-block;
    padding-inline: 6px;
    border: 1px solid currentcolor;
    border-radius: 5px;
    color: var(--_caution);
    font-size: var(--_small);
    font-style: normal;
    line-height: 1.4;
    white-space: nowrap;
  }
  .raw summary {
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .raw ul {
    gap: 4px;
    padding-block-end: 8px;
  }
  .raw code {
    font-size: var(--_small);
    overflow-wrap: anywhere;
  }
`;
