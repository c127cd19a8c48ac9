/** One connection and the dialog that takes it back. */
import { css } from 'lit';

const view = css`
  .backward {
    margin: 8px 8px 0;
    padding-inline: 10px 14px;
    font-weight: 500;
  }
  header.connection {
    display: grid;
    grid-template-columns: 48px minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 16px;
    padding: 12px 20px 16px;
  }
  header.connection .muted {
    overflow-wrap: anywhere;
  }
  .notice {
    margin: 0 20px 16px;
    padding: 12px 16px;
    border-radius: var(--_radius);
    border-inline-start: 3px solid var(--_tone);
    background: color-mix(in oklab, var(--_tone) 8%, transparent);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 40px;
    padding: 0 20px 20px;
  }
  dt {
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  dd {
    font-variant-numeric: tabular-nums;
  }
  section {
    padding: 20px;
    border-block-start: 1px solid var(--_line);
  }
  h3 + p {
    margin-block-start: 4px;
  }
  .abilities {
    display: grid;
    gap: 10px;
    padding-block: 12px 4px;
  }
  .abilities li {
    display: flex;
    gap: 10px;
  }
  .abilities .icon {
    margin-block-start: 3px;
    color: var(--_text-muted);
  }
  .abilities .icon.caution {
    color: var(--_caution);
  }
  .abilities .badge::before {
    content: none;
  }
  .abilities .badge {
    margin-inline-start: 4px;
    padding: 1px 8px;
    border-radius: 99px;
    background: color-mix(in oklab, var(--_caution) 12%, transparent);
  }
  .exact {
    margin-block-end: -8px;
  }
  .exact summary {
    inline-size: fit-content;
    padding-inline-end: 8px;
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  details dl {
    display: grid;
    gap: 8px;
  }
  .exact dl {
    padding: 4px 0 8px 16px;
  }
  code {
    font:
      var(--_small) / 1.4 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
  }
  h4 {
    padding-block: 16px 4px;
    font-weight: 600;
  }
  .event summary {
    display: grid;
    grid-template-columns: 72px minmax(0, 1fr) auto 10px;
    align-content: center;
    align-items: baseline;
    gap: 2px 12px;
    margin-inline: -8px;
    padding: 8px;
    /* Said again: between a disclosure and its summary stands an element of the browser's own. */
    box-sizing: border-box;
  }
  .event summary::before {
    box-sizing: content-box;
    grid-area: 1 / 4;
    align-self: start;
    margin-block-start: 7px;
    color: var(--_text-muted);
  }
  .event summary:hover,
  .exact summary:hover {
    background: color-mix(in oklab, var(--_text) 4%, transparent);
  }
  .event summary > time {
    grid-area: 1 / 1;
  }
  .event time {
    color: var(--_text-muted);
    font-size: var(--_small);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .what {
    display: grid;
    overflow-wrap: anywhere;
  }
  .answer {
    text-align: end;
  }
  .answer.caution {
    color: var(--_caution);
    font-weight: 600;
  }
  .event dl {
    margin-inline-start: 84px;
    padding: 4px 0 12px;
  }
  .event dl div {
    display: grid;
    grid-template-columns: 88px minmax(0, 1fr);
    align-items: baseline;
    gap: 12px;
  }
  .renewals {
    padding-block-start: 8px;
  }
  .renewals summary {
    grid-template-columns: 16px minmax(0, 1fr) auto 10px;
    column-gap: 10px;
  }
  .renewals .icon {
    align-self: start;
    margin-block-start: 3px;
    color: var(--_text-muted);
  }
  .renewals .icon.caution {
    color: var(--_caution);
  }
  .renewals summary > time {
    grid-area: 1 / 3;
  }
  .renewals dl {
    margin-inline-start: 26px;
  }
  section .foot,
  section .problem-line {
    padding-inline: 0;
    border: 0;
  }
  .revoke {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px 24px;
  }
  @container wallet (inline-size >= 640px) {
    header.connection,
    section,
    .facts {
      padding-inline: 24px;
    }
    .backward {
      margin-inline-start: 14px;
    }
    .notice {
      margin-inline: 24px;
    }
  }
  @container wallet (inline-size < 440px) {
    header.connection .badge {
      grid-column: 2 / -1;
    }
    .event summary {
      grid-template-columns: 64px minmax(0, 1fr) 10px;
    }
    .event summary::before {
      grid-column: 3;
    }
    .event .answer {
      grid-column: 2;
      text-align: start;
    }
    .renewals summary {
      grid-template-columns: 16px minmax(0, 1fr) 10px;
    }
    .renewals summary > time {
      grid-area: 2 / 2;
    }
    .event dl {
      margin-inline-start: 0;
    }
    .revoke .button {
      inline-size: 100%;
    }
  }
`;

const dialog = css`
  dialog {
    inline-size: min(480px, 100vw - 32px);
    max-block-size: calc(100dvh - 32px);
    margin: auto;
    padding: 0;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-card);
    background: var(--_surface-raised);
    box-shadow: var(--_shadow);
    color: var(--_text);
  }
  dialog[open] {
    animation: appear 160ms ease-out;
  }
  ::backdrop {
    background: #0e101380;
  }
  .dialog {
    display: grid;
    gap: 12px;
    padding: 24px;
  }
  .dialog h2 {
    font-size: var(--_lead);
    overflow-wrap: anywhere;
  }
  .stops {
    display: grid;
    gap: 6px;
    padding-inline-start: 20px;
    list-style: disc;
  }
  .stops ::marker {
    color: var(--_text-muted);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    min-block-size: 44px;
    margin-block-start: 12px;
  }
  .steps {
    display: grid;
    gap: 12px;
    padding-block: 4px;
  }
  .view > .steps,
  .view > .there {
    padding: 0 20px 16px;
  }
  .steps li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 10px;
    color: var(--_text-muted);
    transition: color 160ms;
  }
  .steps .icon {
    inline-size: 20px;
    block-size: 20px;
    margin-block-start: 1px;
    padding: 3px;
    border-radius: 50%;
    box-shadow: inset 0 0 0 1.5px var(--_line);
  }
  .steps .done {
    color: var(--_text);
  }
  .steps .done .icon {
    background: var(--_good);
    box-shadow: none;
    color: var(--_surface-raised);
    stroke-width: 2.2;
  }
  .steps .not .icon {
    color: var(--_caution);
    box-shadow: inset 0 0 0 1.5px currentcolor;
  }
  .steps .dot circle {
    fill: currentcolor;
    stroke: none;
  }
  .steps .todo circle {
    opacity: 0;
  }
  .steps .busy circle {
    animation: pulse 1.2s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.2;
    }
  }
  .there {
    padding-inline-start: 30px;
  }
  .there .link {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 44px;
  }
  @container wallet (inline-size >= 640px) {
    .view > .steps,
    .view > .there {
      padding-inline: 24px;
    }
  }
  @media (max-width: 440px) {
    .actions .button {
      flex: 1 1 auto;
    }
  }
`;

export const connectionStyles = [view, dialog];
