import { describe, expect, test } from 'vitest';
import { accentPairs, contrast, normalHex, readableAccent } from '../src/contrast.ts';
import { colors, type ColorName } from '../src/tokens.ts';

const surfaces: ColorName[] = ['surface', 'surface-raised', 'surface-sunken'];
const onSurfaces: ColorName[] = ['text', 'text-muted', 'accent', 'danger', 'caution', 'good'];
const pairs: [ColorName, ColorName][] = [
  ...onSurfaces.flatMap((text) => surfaces.map((surface): [ColorName, ColorName] => [text, surface])),
  ['on-accent', 'accent'],
  ['surface', 'danger'],
];

describe.each(['light', 'dark'] as const)('tokens, %s', (scheme) => {
  const value = (name: ColorName) => colors[name][scheme === 'light' ? 0 : 1];

  test.each(pairs)('%s on %s reads at 4.5 : 1 or more', (text, surface) => {
    expect(contrast(value(text), value(surface))).toBeGreaterThanOrEqual(4.5);
  });
});

describe('contrast', () => {
  test('gives the ratios of the standard', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#ffffff', '#ffffff')).toBe(1);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  });

  test('reads short and long colours, and nothing else', () => {
    expect(normalHex('#AbC')).toBe('#aabbcc');
    expect(normalHex('#A1B2C3')).toBe('#a1b2c3');
    for (const color of ['red', '#12', '#12345', '123456', '#12345g', 'url(x)', ''])
      expect(normalHex(color)).toBeNull();
  });
});

describe("an operator's accent", () => {
  const accents = [
    '#ffffff',
    '#000000',
    '#ffff00',
    '#00ff00',
    '#ff0000',
    '#0000ff',
    '#7f7f7f',
    '#fdf6e3',
    '#0a0a23',
    '#2346d8',
  ];

  test.each(accents)(
    '%s is corrected until it reads on every surface of both schemes, and its label on it',
    (color) => {
      const corrected = accentPairs(color);
      if (!corrected) throw new Error('not read as a colour');
      for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
        const { accent, onAccent } = corrected[scheme];
        for (const name of surfaces) expect(contrast(accent, colors[name][index] ?? '')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(onAccent, accent)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('stays as it is when it reads already', () => {
    expect(readableAccent('#2346d8', '#ffffff')).toBe('#2346d8');
    expect(readableAccent('#8ba2ff', '#14161a')).toBe('#8ba2ff');
  });

  test('keeps its hue when it is corrected', () => {
    const yellow = readableAccent('#ffd400', '#ffffff');
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(yellow.slice(at, at + 2), 16)) as [
      number,
      number,
      number,
    ];
    expect(blue).toBe(0);
    expect(green / red).toBeCloseTo(0xd4 / 0xff, 1);
  });

  test('that is no colour is ignored', () => {
    expect(accentPairs('red; background: url(//x)')).toBeNull();
  });
});
