import { css } from 'lit';

export const connectSheet = css`
  :host {
    display: inline-block;
    max-inline-size: 100%;
    vertical-align: middle;
    color: inherit;
    font: inherit;
  }
  /* Both faces share one cell, and the one that is hidden keeps its height: no state is taller than another. */
  .control {
    display: grid;
    grid-template-columns: minmax(0, auto);
    min-block-size: var(--alter-control-size, 44px);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface-raised);
    color: var(--_text);
    white-space: nowrap;
  }
  .control > * {
    grid-area: 1 / 1;
    display: flex;
    align-items: center;
    min-inline-size: 0;
  }
  .control > [inert] {
    inline-size: 0;
    overflow: hidden;
    padding: 0;
    visibility: hidden;
  }
  button {
    margin: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .main {
    anchor-name: --alter-connect;
    justify-content: center;
    gap: 10px;
    padding-block: 6px;
    padding-inline: 12px 16px;
    border-radius: inherit;
    font-weight: 600;
    transition: background-color 120ms;
  }
  .main.plain {
    padding-inline: 16px;
  }
  .main:hover {
    background: color-mix(in oklab, var(--_text) 5%, transparent);
  }
  .main:disabled {
    color: var(--_text-muted);
    cursor: not-allowed;
  }
  .main:disabled .tile {
    opacity: 0.6;
  }
  .main[aria-busy='true'] {
    color: var(--_text-muted);
    cursor: progress;
  }
  .label {
    display: grid;
    min-inline-size: 0;
  }
  .label > * {
    grid-area: 1 / 1;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .label > .away {
    visibility: hidden;
  }
  .chevron {
    flex: none;
    inline-size: 7px;
    block-size: 7px;
    margin: 0 2px 4px;
    border: solid currentcolor;
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
    transition: rotate 120ms;
  }
  [aria-expanded='true'] > .chevron {
    rotate: 225deg;
    margin-block: 4px 0;
  }
  .status {
    justify-content: space-between;
  }
  .said {
    display: flex;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    padding-inline: 12px;
  }
  .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .mark {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .connected .mark {
    color: var(--_good);
  }
  .failed .mark {
    color: var(--_danger);
  }
  .waiting .mark {
    color: var(--_text-muted);
  }
  .action {
    flex: none;
    align-self: stretch;
    padding-inline: 14px;
    border-inline-start: 1px solid var(--_line);
    border-start-end-radius: var(--_radius);
    border-end-end-radius: var(--_radius);
    color: var(--_accent);
    font-weight: 600;
    transition: background-color 120ms;
  }
  .action:hover {
    background: color-mix(in oklab, var(--_accent) 8%, transparent);
  }
  :focus-visible {
    outline-offset: 1px;
  }
  [popover] {
    inset: auto;
    margin: 4px 0;
    padding: 4px;
    max-inline-size: min(360px, calc(100vw - 16px));
    max-block-size: min(60vh, 420px);
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-card);
    background: var(--_surface-raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    opacity: 0;
    translate: 0 -4px;
    transition:
      opacity 120ms,
      translate 120ms,
      overlay 120ms allow-discrete,
      display 120ms allow-discrete;
  }
  [popover]:popover-open {
    opacity: 1;
    translate: none;
  }
  @starting-style {
    [popover]:popover-open {
      opacity: 0;
      translate: 0 -4px;
    }
  }
  .anchored {
    position-anchor: --alter-connect;
    position-area: block-end span-inline-end;
    position-try-fallbacks:
      flip-block,
      flip-inline,
      flip-block flip-inline;
    min-inline-size: anchor-size(inline);
  }
  .item {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 44px;
    padding-block: 6px;
    padding-inline: 8px 12px;
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }
  .item:hover,
  .item:focus {
    outline-offset: -2px;
    background: color-mix(in oklab, var(--_text) 5%, transparent);
  }
`;
