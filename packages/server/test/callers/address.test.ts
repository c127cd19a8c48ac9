import { describe, expect, it } from 'vitest';
import { isAllowedAddress, isCidr } from '../../src/callers/address.ts';

describe('address ranges of a key', () => {
  it.each<[string, string, boolean]>([
    ['203.0.113.9', '203.0.113.0/24', true],
    ['203.0.114.9', '203.0.113.0/24', false],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.8', '203.0.113.9', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8::1', '2001:db8::1', true],
    ['::ffff:203.0.113.9', '203.0.113.0/24', true],
    ['203.0.113.9', '::/0', false],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['', '0.0.0.0/0', false],
    ['unknown', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, range, allowed) => {
    expect(isAllowedAddress(address, [range])).toBe(allowed);
  });

  it('an empty list allows any address, a range that cannot be read allows none', () => {
    expect(isAllowedAddress('203.0.113.9', [])).toBe(true);
    expect(isAllowedAddress('203.0.113.9', ['garbage'])).toBe(false);
    expect(isAllowedAddress('203.0.113.9', ['10.0.0.0/8', '203.0.113.0/24'])).toBe(true);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10/8',
    '10.1',
    '010.0.0.1',
    '0x0a.0.0.1',
    '::/129',
    'host',
    '',
    '10.0.0.0/8/8',
  ])('"%s" is no range', (text) => {
    expect(isCidr(text)).toBe(false);
  });
});
