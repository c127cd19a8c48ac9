import { expect, test } from 'vitest';
import { monogramSvg } from '../../src/providers/logo.ts';

test('a name cannot break out of the tile', () => {
  const svg = monogramSvg({ name: '"><script>', monogram: 'A&', hue: 10 });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('aria-label="&#34;&#62;&#60;script&#62;"');
  expect(svg).toContain('>A&#38;</text>');
});
