import { expect, it } from 'vitest';
import { prefersRedirect } from '../src/device.ts';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)';
const ipad = 'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)';
const desktop = 'Mozilla/5.0 (X11; Linux x86_64)';

it.each([
  ['a phone', iphone, 5, 390, 844, true],
  ['a phone on its side', iphone, 5, 844, 390, false],
  ['a tablet held upright', ipad, 5, 820, 1180, true],
  ['a tablet on its side', ipad, 5, 1180, 820, false],
  ['a large tablet held upright', ipad, 5, 1025, 1366, false],
  ['a small touch screen', desktop, 10, 480, 800, true],
  ['an upright touch screen of 768 px', desktop, 10, 768, 1024, true],
  ['a laptop with a touch screen', desktop, 10, 1280, 720, false],
  ['a narrow window without touch', desktop, 0, 400, 900, false],
])('%s', (_, userAgent, maxTouchPoints, innerWidth, innerHeight, redirect) => {
  expect(prefersRedirect({ innerWidth, innerHeight, navigator: { userAgent, maxTouchPoints } })).toBe(redirect);
});
