/** One DNS label under a provider's fixed suffix, e.g. a shop's name: nothing else may be asked of a person. */
import type { ProviderView } from '@alter/protocol';
import { css, html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';
import { drawn } from '../parts/marks.ts';

type Variables = ProviderView['variables'];

export const isLabel = (value: string): boolean => /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/.test(value);

/** What people paste: the whole address of their shop. */
export function cleanLabel(typed: string, suffix: string): string {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '');
  const end = dotted(suffix).toLowerCase();
  return suffix && host.endsWith(end) ? host.slice(0, -end.length) : host;
}

const dotted = (suffix: string) => (suffix === '' || suffix.startsWith('.') ? suffix : `.${suffix}`);

export function labelFields(
  variables: Variables,
  values: Readonly<Record<string, string>>,
  wrong: ReadonlySet<string>,
  say: Speech,
): TemplateResult[] {
  return variables.map(({ name, label, suffix }) => {
    const isWrong = wrong.has(name);
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <div class="box">
        <input
          id=${name}
          name=${name}
          .value=${values[name] ?? ''}
          required
          maxlength="253"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          dir="ltr"
          aria-invalid=${isWrong}
          aria-describedby="${name}-hint"
        />
        ${suffix ? html`<span class="suffix" aria-hidden="true" dir="ltr">${dotted(suffix)}</span>` : null}
      </div>
      <p class="hint" id="${name}-hint">
        ${
          isWrong
            ? html`${drawn('caution', 16)}<span>${say('labelWrong')}</span>`
            : suffix
              ? say('labelHint', { suffix: dotted(suffix) })
              : null
        }
      </p>
    </div>`;
  });
}

export const labelSheet = css`
  .field {
    display: grid;
    gap: 4px;
    margin-block-end: 16px;
  }
  label {
    font-weight: 600;
  }
  .box {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    border: 1px solid var(--_text-muted);
    border-radius: var(--_radius);
    background: var(--_surface-raised);
    direction: ltr;
  }
  .box:focus-within {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  .box:has([aria-invalid='true']) {
    border-color: var(--_danger);
  }
  .box input {
    flex: 1;
    inline-size: 0;
    min-inline-size: 0;
    min-block-size: 42px;
    padding-inline: 12px 4px;
    border: 0;
    background: none;
    color: var(--_text);
    font: inherit;
    outline: none;
  }
  .suffix {
    padding-inline-end: 12px;
    color: var(--_text-muted);
  }
  .hint {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 19px;
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .box:has([aria-invalid='true']) + .hint {
    color: var(--_danger);
  }
`;
