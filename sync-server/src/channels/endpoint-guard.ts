import { lookup } from 'node:dns';
import { lookup as lookupName } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** IPv4 ranges outside the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry */
const privateIpv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Only 2000::/3 is public IPv6, except for these ranges: Teredo, benchmarks, ORCHID, documentation, 6to4, SRv6. */
const privateIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const blockListOf = (ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
};
const ipv4Blocked = blockListOf(privateIpv4, 'ipv4');
const ipv6Blocked = blockListOf(privateIpv6, 'ipv6');
const ipv6Public = blockListOf(['2000::/3'], 'ipv6');

/** Whether an address is on the public internet. IPv6 addresses that embed an IPv4 address are not. */
export const isPublicAddress = (address: string): boolean => {
  const plain = address.replace(/%[\s\S]*$/, '');
  if (isIP(plain) === 4) return !ipv4Blocked.check(plain, 'ipv4');
  return isIP(plain) === 6 && ipv6Public.check(plain, 'ipv6') && !ipv6Blocked.check(plain, 'ipv6');
};

/**
 * Throws `channel.private_endpoint` if a platform's address, or any address that its name resolves to, is not public, and
 * `channel.unreachable` if the name does not exist. Connections must use `publicLookup` as well, because a name may resolve differently a
 * moment later.
 */
export const assertPublicEndpoint = async (url: string): Promise<void> => {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await addressesOf(host);
  if (!addresses.every(isPublicAddress)) throw privateEndpoint(host);
};

const addressesOf = async (host: string): Promise<readonly string[]> => {
  try {
    return (await lookupName(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw new Failure('channel.unreachable', `No server has the name ${host}.`, 'Check the address.', { cause: error });
  }
};

/** A `lookup` for connections that fails unless all addresses of the name are public. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return done(privateEndpoint(hostname), []);
    const [first] = addresses;
    if (options.all || !first) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

const privateEndpoint = (host: string) =>
  new Failure(
    'channel.private_endpoint',
    `${host} is a private address.`,
    "Name a public address, or let the server's operator set ALLOW_PRIVATE_ENDPOINTS=true.",
  );
