const GROUPS = 8;

/**
 * The network that a limit counts for an address. A subscriber owns a whole /64 of IPv6 addresses, so those share one limit; IPv4-mapped
 * IPv6 is treated as IPv4. A port, which some proxies add in `X-Forwarded-For`, is removed because it would give each connection its own
 * limit.
 */
export const networkOf = (address: string): string => {
  const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? groupsOf(plain).slice(0, 4).join(':') : plain;
};

const withoutPort = (address: string): string =>
  address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1');

/** All eight groups, including the zeros that `::` abbreviates. */
const groupsOf = (address: string): readonly string[] => {
  const [before = [], after] = address
    .replace(/%[\s\S]*$/, '')
    .toLowerCase()
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  if (!after) return before;
  return [...before, ...Array.from({ length: GROUPS - before.length - after.length }, () => '0'), ...after];
};
