/** What the views share: a heading, calm text, and the actions at the foot where the thumb is. */
import { css } from 'lit';

export const viewSheet = css`
  :host {
    display: flex;
    flex: 1;
    flex-direction: column;
    animation: appear 160ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
  h1 {
    margin: 0;
    font: 650 var(--_title) / 1.25 var(--_font);
    letter-spacing: -0.01em;
    text-wrap: balance;
    overflow-wrap: break-word;
  }
  h1:focus {
    outline: none;
  }
  h2 {
    margin: 0;
    font: 600 var(--_body) / 1.4 var(--_font);
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  .who {
    margin-block-start: 4px;
    color: var(--_text-muted);
    overflow-wrap: anywhere;
  }
  .name {
    color: var(--_text);
    font-weight: 600;
  }
  .muted {
    color: var(--_text-muted);
  }
  .small {
    font-size: var(--_small);
  }
  .note {
    display: flex;
    gap: 8px;
    margin-block-start: 12px;
    padding: 12px;
    border-radius: var(--_radius);
    background: color-mix(in oklab, currentcolor 9%, transparent);
    text-align: start;
  }
  .note.caution {
    color: var(--_caution);
  }
  .note.good {
    color: var(--_good);
  }
  .note span {
    color: var(--_text);
  }
  .center {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 8px;
    text-align: center;
  }
  .center p {
    text-wrap: balance;
  }
  .result {
    margin-block: auto;
    padding-block: 24px;
  }
  .emblem {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    margin-block-end: 8px;
    border-radius: 50%;
    background: color-mix(in oklab, currentcolor 12%, transparent);
    color: var(--_text-muted);
  }
  .emblem.good {
    color: var(--_good);
  }
  .emblem.caution {
    color: var(--_caution);
  }
  .pair {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block-end: 8px;
  }
  .pair i {
    inline-size: 32px;
    border-block-start: 2px dotted var(--_text-muted);
  }
  .actions {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    gap: 8px;
    margin-block-start: auto;
    margin-inline: -4px;
    padding: 16px 4px 4px;
    background: linear-gradient(transparent, var(--_ground) 12px);
  }
  :host {
    --_ground: var(--_surface);
  }
  @media (min-width: 560px) and (min-height: 560px) {
    :host {
      --_ground: var(--_surface-raised);
    }
  }
  .more {
    inline-size: 100%;
    margin-block-start: 8px;
    text-align: start;
  }
  .more summary {
    justify-content: center;
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .more blockquote {
    margin: 0;
    padding: 12px;
    border-radius: var(--_radius);
    background: var(--_surface-sunken);
    font-size: var(--_small);
    overflow-wrap: anywhere;
  }
  code {
    font:
      var(--_small) / 1.45 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
  }
`;
