import { css } from 'lit';

export const pickerSheet = css`
  .search {
    position: relative;
    margin-block-start: 16px;
  }
  .search .icon {
    position: absolute;
    inset-block-start: 13px;
    inset-inline-start: 12px;
    color: var(--_text-muted);
    pointer-events: none;
  }
  input {
    inline-size: 100%;
    min-block-size: 44px;
    padding-inline: 40px 12px;
    border: 1px solid var(--_text-muted);
    border-radius: var(--_radius);
    background: var(--_surface-raised);
    color: var(--_text);
    font: inherit;
  }
  ::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .rows {
    margin: 16px 0 0;
    padding: 0;
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-card);
    list-style: none;
  }
  .group {
    margin-block-start: 24px;
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .group + .rows {
    margin-block-start: 8px;
  }
  .rows button {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 60px;
    padding: 8px 12px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
    transition: background-color 120ms;
  }
  .rows li + li {
    border-block-start: 1px solid var(--_line);
  }
  .rows button:hover {
    background: color-mix(in oklab, var(--_text) 4%, transparent);
  }
  .rows button:focus-visible {
    outline-offset: -2px;
    border-radius: var(--_radius-card);
  }
  .names {
    display: grid;
    flex: 1;
    min-inline-size: 0;
  }
  .provider {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .account {
    display: flex;
    align-items: center;
    gap: 4px;
    min-inline-size: 0;
    color: var(--_good);
    font-size: var(--_small);
  }
  .account bdi {
    min-inline-size: 0;
    color: var(--_text-muted);
    overflow-wrap: anywhere;
  }
  .go {
    flex: none;
    color: var(--_accent);
    font-weight: 600;
  }
  button > .icon {
    margin-inline: -4px;
    color: var(--_text-muted);
  }
  button > .icon:dir(rtl) {
    scale: -1 1;
  }
  /* A narrow row gives the account a line of its own: it is what tells two accounts apart. */
  @media (max-width: 399px) {
    .rows button {
      display: grid;
      grid-template-columns: auto 1fr auto auto;
      row-gap: 0;
    }
    .rows .tile {
      grid-row: 1 / span 2;
    }
    .rows button:not(:has(.account)) .tile {
      grid-row: 1;
    }
    .names {
      display: contents;
    }
    .account {
      grid-area: 2 / 2 / auto / -1;
    }
  }
  .none {
    margin-block: 24px;
    color: var(--_text-muted);
    text-align: center;
  }
  .explain {
    margin-block-start: 8px;
  }
  .explain > summary {
    color: var(--_text-muted);
  }
  section {
    display: grid;
    gap: 8px;
    padding-block: 8px;
  }
  section + section {
    border-block-start: 1px solid var(--_line);
  }
`;
