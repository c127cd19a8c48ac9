/**
 * Colours, type and space of every surface. A page sets `--alter-<name>`; our sheets read `--_<name>`, which falls back
 * to the value here, so that a page's own value wins from wherever it is set.
 */
import { unsafeCSS } from 'lit';

/** Light, dark. */
export const colors = {
  surface: ['#ffffff', '#14161a'],
  'surface-raised': ['#ffffff', '#1b1e24'],
  'surface-sunken': ['#f6f7f9', '#0e1013'],
  text: ['#14171c', '#eceef2'],
  'text-muted': ['#5b6472', '#a2abb8'],
  line: ['#dfe3e8', '#2b3038'],
  accent: ['#2346d8', '#8ba2ff'],
  'on-accent': ['#ffffff', '#0c1230'],
  danger: ['#b3261e', '#ff8a80'],
  caution: ['#8a5a00', '#f2c063'],
  good: ['#0f6b3a', '#6fd39b'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type ColorName = keyof typeof colors;

/** Everything that is not a colour. */
export const measures = {
  font: 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif',
  small: '13px',
  body: '15px',
  lead: '18px',
  title: '22px',
  radius: '8px',
  'radius-card': '12px',
  shadow: '0 1px 2px light-dark(#14171c0f,#0000),0 6px 20px light-dark(#14171c14,#0000)',
} as const;

const declaration = (name: string, value: string) => `--_${name}:var(--alter-${name},${value})`;

/**
 * For `adoptedStyleSheets`. `light-dark()` follows the used `color-scheme`, so an element in a dark page is dark without
 * asking the operating system; a browser without it shows the page's own colours.
 */
export const tokenSheet = unsafeCSS(
  `:host,:root{${[
    ...Object.entries(colors).map(([name, [light, dark]]) => declaration(name, `light-dark(${light},${dark})`)),
    ...Object.entries(measures).map(([name, value]) => declaration(name, value)),
  ].join(';')}}`,
);
