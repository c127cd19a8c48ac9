/** A provider's tile: two letters on its hue. Vendors' marks are theirs; this one needs nobody's licence. */
import type { Provider } from './provider.ts';

/** A square SVG, readable on light and dark pages. It has no style attribute and no script. */
export function monogramSvg({ name, monogram, hue }: Pick<Provider, 'name' | 'monogram' | 'hue'>): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="${escaped(name)}">`,
    `<rect width="64" height="64" rx="14" fill="hsl(${String(hue)} 45% 42%)"/>`,
    `<text x="32" y="33" fill="#fff" font-family="system-ui, sans-serif" font-size="28" font-weight="600"`,
    ` text-anchor="middle" dominant-baseline="central">${escaped(monogram)}</text>`,
    '</svg>',
  ].join('');
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
