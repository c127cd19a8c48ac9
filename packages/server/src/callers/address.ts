import ipaddr from 'ipaddr.js';

/** A range, or one address: `203.0.113.0/24`, `2001:db8::1`. */
export const isCidr = (text: string): boolean => rangeOf(text) !== null;

/** Is the address inside one of the ranges? An empty list allows any; what cannot be read allows nothing. */
export function isAllowedAddress(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const client = ipaddr.process(address);
  return ranges.some((text) => {
    const range = rangeOf(text);
    return range !== null && range[0].kind() === client.kind() && client.match(range);
  });
}

/** Four-part IPv4 only: `10.1` and `0x7f.1` are read differently by different programs. */
function rangeOf(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [address = '', bits] = text.split('/');
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return null;
  if (bits === undefined) return single(address);
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null;
}

function single(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
