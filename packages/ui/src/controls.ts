/** Buttons, links and disclosures of our own pages: targets of 44 px, one look for each weight. */
import { css } from 'lit';

export const controlSheet = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    margin: 0;
    padding: 8px 16px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface-raised);
    color: var(--_text);
    font: 600 var(--_body) / 1.3 var(--_font);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color 120ms;
  }
  .button:hover {
    background: color-mix(in oklab, var(--_text) 5%, var(--_surface-raised));
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: color-mix(in oklab, var(--_accent) 90%, var(--_text));
  }
  .button.danger {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_surface);
  }
  .button.danger:hover {
    background: color-mix(in oklab, var(--_danger) 90%, var(--_text));
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--_text-muted);
  }
  .button.quiet:hover {
    background: color-mix(in oklab, var(--_text) 5%, transparent);
    color: var(--_text);
  }
  .button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.6;
  }
  .link {
    color: var(--_accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    border-radius: var(--_radius);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    inline-size: 6px;
    block-size: 6px;
    border: solid currentcolor;
    border-width: 0 1.5px 1.5px 0;
    margin-block-end: 3px;
    margin-inline: 2px;
    rotate: 45deg;
    transition: rotate 120ms;
  }
  [open] > summary::before {
    rotate: 225deg;
    margin-block-end: -3px;
  }
`;
