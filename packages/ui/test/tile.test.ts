import { expect, test } from 'vitest';
import { contrast } from '../src/contrast.ts';
import { tileColors, tileSheet } from '../src/tile.ts';

const linear = (share: number) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
const gamma = (share: number) => (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055);

/** Hue of `hsl(hue 90% 50%)` in OKLCH, in radians. @see CSS Color 4, §9.2 */
function okHue(hue: number): number {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12;
    return linear(0.5 - 0.45 * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  const [r, g, b] = [channel(0), channel(8), channel(4)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return Math.atan2(
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
  );
}

/** sRGB, clipped as browsers do. */
function toHex(lightnessAndChroma: string, hue: number): string {
  const [lightness, chroma] = lightnessAndChroma.split(' ').map(Number) as [number, number];
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (share: number) => Math.round(255 * gamma(Math.min(1, Math.max(0, share))));
  return '#' + rgb.map((share) => byte(share).toString(16).padStart(2, '0')).join('');
}

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('letters of a tile read at 4.5 : 1 or more for every hue, %s', (_, scheme) => {
  for (let hue = 0; hue < 360; hue++) {
    const angle = okHue(hue);
    const ratio = contrast(toHex(tileColors.letters[scheme], angle), toHex(tileColors.background[scheme], angle));
    expect(ratio, `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
  }
});

test('the sheet uses the colours that were checked', () => {
  for (const value of [...tileColors.background, ...tileColors.letters])
    expect(tileSheet.cssText).toContain(`${value} h)`);
});
