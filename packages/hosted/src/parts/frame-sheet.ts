/** Header, main and footer: the whole window when it is small, a card on a quiet ground when it is not. */
import { controlSheet } from '@alter/ui';
import { css } from 'lit';
import { markSheet } from './marks.ts';

export const frameSheet = [
  controlSheet,
  markSheet,
  css`
    :host {
      display: grid;
      min-block-size: 100dvh;
    }
    .frame {
      display: flex;
      flex-direction: column;
      min-inline-size: 0;
      min-block-size: 100%;
      background: var(--_surface);
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: 16px;
      padding: 16px 24px;
      font-size: var(--_small);
    }
    .app {
      display: flex;
      align-items: center;
      gap: 8px;
      min-inline-size: 0;
      font-weight: 600;
      font-size: var(--_body);
    }
    .app > span:last-child {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .secured {
      margin-inline-start: auto;
      display: flex;
      align-items: center;
      gap: 4px;
      flex: none;
      color: var(--_text-muted);
    }
    .ghost {
      inline-size: 112px;
      block-size: 28px;
      border-radius: 7px;
      background: var(--_line);
      opacity: 0.45;
    }
    main {
      display: flex;
      flex: 1;
      flex-direction: column;
      padding: 16px 24px 24px;
    }
    footer {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 4px;
      padding: 4px 12px;
      border-block-start: 1px solid var(--_line);
      color: var(--_text-muted);
      font-size: var(--_small);
    }
    footer :first-child {
      margin-inline-end: auto;
    }
    footer .button,
    footer select {
      min-block-size: 44px;
      padding: 0 12px;
      border: 0;
      border-radius: var(--_radius);
      background: none;
      color: var(--_text-muted);
      font: 400 var(--_small) / 1.3 var(--_font);
      cursor: pointer;
    }
    footer select {
      field-sizing: content;
    }
    footer option {
      background: var(--_surface-raised);
      color: var(--_text);
    }
    footer .button:hover,
    footer select:hover {
      background: color-mix(in oklab, var(--_text) 5%, transparent);
      color: var(--_text);
    }
    @media (max-width: 359px) {
      header {
        padding-inline: 16px;
      }
      main {
        padding-inline: 16px;
      }
      footer {
        padding-inline: 8px;
        gap: 0;
      }
      footer .button,
      footer select {
        padding-inline: 8px;
      }
    }
    @media (min-width: 560px) and (min-height: 560px) {
      :host {
        place-items: center;
        padding-block: 32px;
      }
      .frame {
        inline-size: 480px;
        min-block-size: min(620px, 100%);
        border: 1px solid var(--_line);
        border-radius: var(--_radius-card);
        background: var(--_surface-raised);
        box-shadow: var(--_shadow);
        overflow: clip;
      }
    }
  `,
];
