/** The first view, and what all views share. */
import { css } from 'lit';
import { baseSheet, controlSheet, tileSheet, tokenSheet } from '@alter/ui';

const frame = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .wallet {
    container: wallet / inline-size;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-card);
    background: var(--_surface-raised);
  }
  .view {
    animation: appear 160ms ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 4px;
    }
  }
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: var(--_title);
    font-weight: 650;
    line-height: 1.25;
    letter-spacing: -0.01em;
    border-radius: 4px;
    text-wrap: balance;
  }
  h3 {
    font-size: var(--_body);
    font-weight: 650;
  }
  p {
    text-wrap: pretty;
  }
  button,
  input {
    font: inherit;
  }
  .muted {
    color: var(--_text-muted);
  }
  .small {
    font-size: var(--_small);
  }
  .lead {
    font-size: var(--_lead);
    font-weight: 600;
  }
  .icon {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :host(:dir(rtl)) :is(.next, .back, .out) {
    scale: -1 1;
  }
  /* Our words run from left to right even in a page that does not; each sentence keeps its own order. */
  :host(:dir(rtl)) :is(h2, h3, h4, p, dt, dd, li, span, time) {
    unicode-bidi: plaintext;
  }
  :host(:dir(rtl)) :is(h2, h3, h4, p, dt, dd, li, .who, .answer) {
    text-align: right;
  }
  .head {
    display: grid;
    gap: 4px;
    padding: 24px 20px 16px;
  }
  .head .small {
    margin-block-start: 4px;
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    flex: none;
    font-size: var(--_small);
    font-weight: 600;
    color: var(--_tone, var(--_text-muted));
    white-space: nowrap;
  }
  .badge::before {
    content: '';
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: currentcolor;
  }
  .quiet {
    --_tone: var(--_text-muted);
  }
  .badge.quiet::before {
    background: none;
    box-shadow: inset 0 0 0 1.5px currentcolor;
  }
  .caution {
    --_tone: var(--_caution);
  }
  .good {
    --_tone: var(--_good);
  }
  .foot {
    display: grid;
    padding: 12px 20px;
    border-block-start: 1px solid var(--_line);
  }
  .problem,
  .empty {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding: 32px 20px;
  }
  .empty {
    padding-block: 8px 32px;
  }
  :is(.problem, .empty) .button {
    margin-block-start: 8px;
  }
  .reference {
    margin-block-start: 8px;
    overflow-wrap: anywhere;
  }
  .problem-line {
    display: grid;
    justify-items: start;
    gap: 8px;
    padding: 16px 20px;
    border-block-start: 1px solid var(--_line);
  }
`;

const list = css`
  .find {
    position: relative;
    margin: 0 20px 16px;
  }
  .find .icon {
    position: absolute;
    inset-block-start: 14px;
    inset-inline-start: 14px;
    color: var(--_text-muted);
    pointer-events: none;
  }
  input {
    display: block;
    inline-size: 100%;
    block-size: 44px;
    margin: 0;
    padding-block: 0;
    padding-inline: 40px 12px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    appearance: none;
  }
  input:focus-visible {
    outline-offset: 0;
  }
  ::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .rows li {
    border-block-start: 1px solid var(--_line);
    content-visibility: auto;
    contain-intrinsic-block-size: auto 112px;
  }
  .row {
    display: grid;
    grid-template: 'tile who next' 'tile rest next' / 32px minmax(0, 1fr) 16px;
    column-gap: 12px;
    row-gap: 4px;
    inline-size: 100%;
    min-block-size: 64px;
    margin: 0;
    padding: 12px 20px;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    cursor: pointer;
    transition: background-color 120ms;
  }
  .row:hover {
    background: color-mix(in oklab, var(--_text) 4%, transparent);
  }
  .row:focus-visible {
    outline-offset: -3px;
    border-radius: var(--_radius);
  }
  .row .tile {
    grid-area: tile;
    margin-block-start: 4px;
  }
  .row .who {
    grid-area: who;
    display: grid;
    min-inline-size: 0;
  }
  .title {
    display: flex;
    gap: 12px;
  }
  .row .who > .muted,
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
  }
  .row .rest {
    grid-area: rest;
    display: grid;
    gap: 4px;
    min-inline-size: 0;
  }
  .can {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    column-gap: 16px;
  }
  .row .next {
    grid-area: next;
    align-self: center;
    color: var(--_text-muted);
  }
  .revoked .tile {
    filter: grayscale(1);
  }
  .revoked .name {
    color: var(--_text-muted);
  }
  .group {
    padding: 24px 20px 8px;
    border-block-start: 1px solid var(--_line);
  }
  @container wallet (inline-size >= 640px) {
    .head,
    .foot,
    .problem,
    .empty,
    .problem-line,
    .group {
      padding-inline: 24px;
    }
    .find {
      margin-inline: 24px;
      max-inline-size: 320px;
    }
    .rows li {
      contain-intrinsic-block-size: auto 73px;
    }
    .row {
      grid-template: 'tile who rest next' / 32px minmax(0, 4fr) minmax(0, 8fr) 16px;
      column-gap: 16px;
      align-items: center;
      padding: 14px 24px;
    }
    .row .tile {
      margin: 0;
    }
    .row .rest {
      grid-template-columns: minmax(0, 1fr) max-content;
      align-items: center;
      column-gap: 24px;
    }
    .when {
      flex-direction: column;
      align-items: flex-end;
    }
  }
`;

const skeleton = css`
  .skeleton {
    padding: 26px 20px 12px;
    animation: appear 200ms 150ms ease-out backwards;
  }
  .bar {
    display: block;
    block-size: 12px;
    border-radius: 6px;
    background: color-mix(in oklab, var(--_text) 9%, transparent);
  }
  .bar.title {
    inline-size: min(200px, 60%);
    block-size: 20px;
    margin-block-end: 14px;
  }
  .bar.line {
    inline-size: min(340px, 85%);
  }
  .ghost {
    display: grid;
    grid-template-columns: 32px 1fr;
    align-items: center;
    gap: 10px 12px;
    padding-block: 20px;
    margin-block-start: 4px;
  }
  .ghost .square {
    grid-row: span 2;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 8px;
  }
  .ghost .name {
    inline-size: min(120px, 40%);
  }
  .ghost.slim {
    display: flex;
    padding-block: 16px;
  }
`;

export const walletStyles = [tokenSheet, baseSheet, controlSheet, tileSheet, frame, list, skeleton];
