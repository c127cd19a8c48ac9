/** Contrast as WCAG 2.2 computes it, and the correction of an operator's accent. Colours are `#rrggbb`. */
import { colors } from './tokens.ts';

type Rgb = readonly [number, number, number];

const channels = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};
const toHex = (rgb: Rgb) => '#' + rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('');

/** @see WCAG 2.2, relative luminance */
export function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 to 21. @see WCAG 2.2, contrast ratio */
export function contrast(first: string, second: string): number {
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `#abc` and `#aabbcc` in any case → `#aabbcc`; anything else → null. */
export function normalHex(color: string): string | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(color);
  if (short)
    return `#${short
      .slice(1)
      .map((digit) => digit + digit)
      .join('')}`.toLowerCase();
  return /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : null;
}

/** The nearest colour on the way to black or white that reaches 4.5 : 1 on the surface, by steps of 2 %. */
export function readableAccent(hex: string, surface: string): string {
  const target = luminance(surface) > 0.18 ? 0 : 255;
  const from = channels(hex);
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = toHex(from.map((channel) => channel + (target - channel) * share) as unknown as Rgb);
    if (contrast(candidate, surface) >= 4.5) return candidate;
  }
  return target ? '#ffffff' : '#000000';
}

export interface AccentPair {
  accent: string;
  onAccent: string;
}

export interface AccentPairs {
  light: AccentPair;
  dark: AccentPair;
}

/** An operator's accent made safe on every surface of both schemes; null when it is not a colour. */
export function accentPairs(color: string): AccentPairs | null {
  const hex = normalHex(color);
  if (!hex) return null;
  // The surface that is nearest to the accent's side decides: sunken in the light scheme, raised in the dark one.
  const light = readableAccent(hex, colors['surface-sunken'][0]);
  const dark = readableAccent(hex, colors['surface-raised'][1]);
  return {
    light: { accent: light, onAccent: '#ffffff' },
    dark: { accent: dark, onAccent: colors['surface-sunken'][1] },
  };
}
