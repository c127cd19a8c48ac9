/** Which addresses a credential may be sent to: the IANA special-purpose registries, by name. */
import ipaddr from 'ipaddr.js';

/**
 * Every class but `public` is refused. The first row that matches names the class, so narrow rows stand before wide ones.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const classes = {
  metadata_service: ['169.254.169.254/32', '100.100.100.200/32', 'fd00:ec2::254/128'],
  unspecified: ['0.0.0.0/8', '::/128'],
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  carrier_grade_nat: ['100.64.0.0/10'],
  link_local: ['169.254.0.0/16', 'fe80::/10'],
  protocol_assignments: ['192.0.0.0/24'],
  documentation: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  as112: ['192.31.196.0/24', '192.175.48.0/24', '2620:4f:8000::/48'],
  multicast_tunnel: ['192.52.193.0/24'],
  relay_6to4: ['192.88.99.0/24'],
  benchmarking: ['198.18.0.0/15', '2001:2::/48'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  broadcast: ['255.255.255.255/32'],
  // Addresses that carry an IPv4 address inside: what they reach depends on a gateway, not on what can be checked here.
  ipv4_mapped: ['::ffff:0:0/96'],
  ipv4_translated: ['::ffff:0:0:0/96'],
  ipv4_compatible: ['::/96'],
  nat64: ['64:ff9b::/96', '64:ff9b:1::/48'],
  teredo: ['2001::/32'],
  tunnel_6to4: ['2002::/16'],
  discard: ['100::/64', '100:0:0:1::/64'],
  orchid: ['2001:10::/28', '2001:20::/28'],
  protocol_assignments_v6: ['2001::/23'],
  segment_routing: ['5f00::/16'],
  unique_local: ['fc00::/7'],
  site_local: ['fec0::/10'],
  reserved: ['240.0.0.0/4'],
} as const;

export type AddressClass = keyof typeof classes | 'public' | 'unreadable';

export type AddressDecision =
  { kind: 'allow'; class: 'public' | 'loopback' } | { kind: 'deny'; class: Exclude<AddressClass, 'public'> };

type Range = [AddressClass, ipaddr.IPv4 | ipaddr.IPv6, number];

const ranges: readonly Range[] = Object.entries(classes).flatMap(([name, blocks]) =>
  blocks.map((block): Range => [name as AddressClass, ...ipaddr.parseCIDR(block)]),
);
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** The class of a textual address; of IPv6 only 2000::/3 is public. */
export function addressClass(address: string): AddressClass {
  if (!ipaddr.isValid(address)) return 'unreadable';
  const parsed = ipaddr.parse(address);
  const match = ranges.find(([, block, bits]) => block.kind() === parsed.kind() && parsed.match(block, bits));
  if (match) return match[0];
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast)) return 'reserved';
  return 'public';
}

/** @param options.unsafeAllowLoopback development only: loopback may be dialled too, nothing else */
export function judgeAddress(address: string, options: { unsafeAllowLoopback: boolean }): AddressDecision {
  const found = addressClass(address);
  if (found === 'public') return { kind: 'allow', class: found };
  if (found === 'loopback' && options.unsafeAllowLoopback) return { kind: 'allow', class: found };
  return { kind: 'deny', class: found };
}
