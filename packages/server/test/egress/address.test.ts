import { describe, expect, it } from 'vitest';
import { addressClass, judgeAddress } from '../../src/egress/address.ts';

describe('addressClass', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['93.184.216.34', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.1', 'public'],
    ['100.63.255.255', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['169.254.169.254', 'metadata_service'],
    ['100.100.100.200', 'metadata_service'],
    ['fd00:ec2::254', 'metadata_service'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'carrier_grade_nat'],
    ['169.254.0.1', 'link_local'],
    ['fe80::1', 'link_local'],
    ['febf::1', 'link_local'],
    ['192.0.0.8', 'protocol_assignments'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['2001:db8::1', 'documentation'],
    ['3fff::1', 'documentation'],
    ['192.31.196.1', 'as112'],
    ['2620:4f:8000::1', 'as112'],
    ['192.52.193.1', 'multicast_tunnel'],
    ['192.88.99.1', 'relay_6to4'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['2001:2::1', 'benchmarking'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['::ffff:127.0.0.1', 'ipv4_mapped'],
    ['::ffff:8.8.8.8', 'ipv4_mapped'],
    ['::ffff:0:7f00:1', 'ipv4_translated'],
    ['::7f00:1', 'ipv4_compatible'],
    ['64:ff9b::7f00:1', 'nat64'],
    ['64:ff9b:1::1', 'nat64'],
    ['2001:0:7f00:1::', 'teredo'],
    ['2002:7f00:1::', 'tunnel_6to4'],
    ['100::1', 'discard'],
    ['100:0:0:1::1', 'discard'],
    ['2001:10::1', 'orchid'],
    ['2001:20::1', 'orchid'],
    ['2001:100::1', 'protocol_assignments_v6'],
    ['5f00::1', 'segment_routing'],
    ['fc00::1', 'unique_local'],
    ['fdff::1', 'unique_local'],
    ['fec0::1', 'site_local'],
    ['4000::1', 'reserved'],
    ['not an address', 'unreadable'],
  ])('%s is %s', (address, expected) => {
    expect(addressClass(address)).toBe(expected);
  });
});

describe('judgeAddress', () => {
  it('lets loopback pass by the unsafe setting only, and nothing else with it', () => {
    expect(judgeAddress('127.0.0.1', { unsafeAllowLoopback: false })).toEqual({ kind: 'deny', class: 'loopback' });
    expect(judgeAddress('127.0.0.1', { unsafeAllowLoopback: true })).toEqual({ kind: 'allow', class: 'loopback' });
    for (const address of ['10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', '0.0.0.0', 'fe80::1']) {
      expect(judgeAddress(address, { unsafeAllowLoopback: true }).kind).toBe('deny');
    }
  });
});
