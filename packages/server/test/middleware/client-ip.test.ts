import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientIp } from '../../src/middleware/request-id.ts';

const from = (peer: string, forwarded?: string) =>
  ({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('clientIp', () => {
  it('ignores the header when no proxy is trusted', () => {
    expect(clientIp(from('203.0.113.9', '198.51.100.1'), 0)).toBe('203.0.113.9');
  });

  it('takes the address that the one trusted proxy saw', () => {
    expect(clientIp(from('10.0.0.1', '198.51.100.1'), 1)).toBe('198.51.100.1');
  });

  it('never reaches what the client wrote itself', () => {
    expect(clientIp(from('10.0.0.1', '6.6.6.6, 7.7.7.7, 198.51.100.1'), 1)).toBe('198.51.100.1');
    expect(clientIp(from('10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2'), 2)).toBe('198.51.100.1');
  });

  it('falls back to the peer when the header is shorter than the proxies are many', () => {
    expect(clientIp(from('10.0.0.1', '198.51.100.1'), 2)).toBe('10.0.0.1');
    expect(clientIp(from('10.0.0.1'), 1)).toBe('10.0.0.1');
  });

  it.each([
    ['198.51.100.1:5678', '198.51.100.1'],
    ['[2001:db8::1]:80', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[::ffff:198.51.100.1]:443', '198.51.100.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::1', '::1'],
  ])('knows the address in %s, which a proxy wrote', (written, address) => {
    expect(clientIp(from('10.0.0.1', written), 1)).toBe(address);
    expect(clientIp(from('10.0.0.1', `6.6.6.6:1, ${written}, 10.0.0.2:9`), 2)).toBe(address);
  });

  it('writes an IPv4 address in an IPv6 socket as IPv4', () => {
    expect(clientIp(from('::ffff:203.0.113.9'), 0)).toBe('203.0.113.9');
  });
});
