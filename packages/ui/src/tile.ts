/** A provider's monogram: two letters on the provider's hue. Lightness is fixed, so the contrast holds for every hue. */
import { css, html, type TemplateResult } from 'lit';

export type TileSize = 20 | 32 | 48;

/** OKLCH lightness and chroma: background and letters, light scheme then dark. */
export const tileColors = {
  background: ['0.94 0.04', '0.34 0.07'],
  letters: ['0.42 0.13', '0.9 0.07'],
} as const;

/** Decoration: the provider's name stands beside it. `style` is set through the CSSOM, which a strict CSP allows. */
export function tile(monogram: string, hue: number, size: TileSize = 32): TemplateResult {
  return html`<span
    class="tile tile-${size}"
    aria-hidden="true"
    translate="no"
    .style=${`--_hue:${Number.isFinite(hue) ? hue : 0}`}
    >${monogram.slice(0, 2)}</span
  >`;
}

export const tileSheet = css`
  .tile {
    --_hued: hsl(var(--_hue) 90% 50%);
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: 8px;
    background: light-dark(oklch(from var(--_hued) 0.94 0.04 h), oklch(from var(--_hued) 0.34 0.07 h));
    color: light-dark(oklch(from var(--_hued) 0.42 0.13 h), oklch(from var(--_hued) 0.9 0.07 h));
    font: 650 13px/1 var(--_font);
    letter-spacing: -0.01em;
    user-select: none;
    forced-color-adjust: none;
  }
  .tile-20 {
    inline-size: 20px;
    block-size: 20px;
    border-radius: 5px;
    font-size: 10px;
  }
  .tile-48 {
    inline-size: 48px;
    block-size: 48px;
    border-radius: 12px;
    font-size: 18px;
  }
`;
