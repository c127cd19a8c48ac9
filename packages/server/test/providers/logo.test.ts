import { expect, test } from 'vitest';
import { contrast } from '../../../ui/src/contrast.ts';
import { monogramSvg, tileColor } from '../../src/providers/logo.ts';

test('a name cannot break out of the tile', () => {
  const svg = monogramSvg({ name: '"><script>', monogram: 'A&', hue: 10 });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('aria-label="&#34;&#62;&#60;script&#62;"');
  expect(svg).toContain('>A&#38;</text>');
});

test('the letters can be read on every hue', () => {
  const faint = Array.from({ length: 361 }, (_, hue) => hue).filter((hue) => contrast(tileColor(hue), '#ffffff') < 4.5);
  expect(faint).toEqual([]);
});
