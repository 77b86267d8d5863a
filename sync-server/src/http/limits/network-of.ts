const GROUPS = 8;

/**
 * Whose limit an address counts for: one subscriber has a whole /64 of IPv6 addresses. IPv4 within IPv6 is IPv4. Some
 * proxies add the caller's port to `X-Forwarded-For`, and it would give each connection a limit of its own.
 */
export const networkOf = (address: string): string => {
  const plain = withoutPort(address).replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? groupsOf(plain).slice(0, 4).join(':') : plain;
};

const withoutPort = (address: string): string =>
  address.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1').replace(/^\[(.*)\](?::\d+)?$/, '$1');

/** All eight, the zeros that `::` stands for included. */
const groupsOf = (address: string): readonly string[] => {
  const [before = [], after] = address
    .replace(/%[\s\S]*$/, '')
    .toLowerCase()
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  if (!after) return before;
  return [...before, ...Array.from({ length: GROUPS - before.length - after.length }, () => '0'), ...after];
};
