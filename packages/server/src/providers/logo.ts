/** A provider's tile: two letters on its hue. Vendors' marks are theirs; this one needs nobody's licence. */
import type { Provider } from './provider.ts';

/** A square SVG, readable on light and dark pages. It has no style attribute and no script. */
export function monogramSvg({ name, monogram, hue }: Pick<Provider, 'name' | 'monogram' | 'hue'>): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="${escaped(name)}">`,
    `<rect width="64" height="64" rx="14" fill="${tileColor(hue)}"/>`,
    `<text x="32" y="33" fill="#fff" font-family="system-ui, sans-serif" font-size="28" font-weight="600"`,
    ` text-anchor="middle" dominant-baseline="central">${escaped(monogram)}</text>`,
    '</svg>',
  ].join('');
}

const saturation = 0.45;
/** WCAG 2.2, 1.4.3, for white letters: luminance at which the contrast is 4.5. */
const darkEnough = 1.05 / 4.5 - 0.05;

/** The hue as light as white letters allow: yellows and greens are brighter than blues of the same lightness. */
export function tileColor(hue: number): string {
  let lightness = 0.42;
  while (luminance(rgb(hue, lightness)) > darkEnough) lightness -= 0.01;
  return `#${rgb(hue, lightness)
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** CSS Color 4 §7.1. */
const rgb = (hue: number, lightness: number): number[] =>
  [0, 8, 4].map((offset) => {
    const k = (offset + hue / 30) % 12;
    const share = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(share * 255);
  });

/** WCAG 2.2, relative luminance. */
function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
