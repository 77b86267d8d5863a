import { isIP } from 'node:net';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RequestHandler } from 'express';

/** The names under which the server may be called. */
export type HostSettings = {
  /** The host or address on which the server listens. */
  readonly host: string;
  /** The public origin, when a proxy or a domain name is in front of the server. */
  readonly publicUrl?: string;
};

/** Probes within a cluster may use any address; their responses contain nothing private. */
const probes: ReadonlySet<string> = new Set(['/health', '/ready']);

/**
 * Rejects requests whose `Host` does not name this server. Otherwise a web page whose domain resolves to this machine (DNS rebinding) would
 * be same-origin with it. `X-Forwarded-Host` is ignored because such a page could set it.
 */
export const refuseOtherHosts = (settings: HostSettings): RequestHandler => {
  const isOwn = createHostCheck(settings);
  return (request, _response, next) => {
    // With two Host headers, a proxy may have checked the other one.
    const [host, ...others] = request.headersDistinct.host ?? [];
    if (probes.has(request.path) || (host !== undefined && others.length === 0 && isOwn(host))) return next();
    next(
      new Failure(
        'request.misdirected',
        'This server does not answer to the name in the Host header.',
        'Set PUBLIC_URL to the address that people open, and let a proxy pass its Host header on.',
      ),
    );
  };
};

/**
 * Returns a predicate that tells whether a `Host` header names this server. Ports are ignored because a page cannot reach another host
 * through them.
 */
export const createHostCheck = ({ host, publicUrl }: HostSettings): ((header: string) => boolean) => {
  const own = new Set([hostnameOf(bracketed(host)), publicUrl && hostnameOf(new URL(publicUrl).host)]);
  // DNS rebinding needs a name, so plain addresses are safe if no public name is configured and all addresses are listened on.
  const takesAddresses = publicUrl === undefined && isEverywhere(host);
  return (header) => {
    const name = hostnameOf(header);
    if (name === undefined) return false;
    return own.has(name) || isLoopbackName(name) || (takesAddresses && isAddress(name));
  };
};

/** Whether a host setting means all addresses of the machine. */
export const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Whether a name or an address, as written in URLs, always refers to this machine. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name);

/** A host as it is written in a URL: IPv6 addresses in brackets. */
export const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0;

/** The host name in normalized form, or undefined unless the header is a host with an optional port. */
const hostnameOf = (header: string): string | undefined => {
  if (!/^[^/\\@?#\s]+$/.test(header)) return undefined;
  return URL.parse(`http://${header}`)?.hostname.replace(/\.$/, '');
};
