import { isIP } from 'node:net';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RequestHandler } from 'express';

export type HostSettings = {
  /** Where the server listens. */
  readonly host: string;
  /** The origin at which people open the server, when a proxy or a name stands before it. */
  readonly publicUrl?: string;
};

/** Probes inside a cluster call by whatever address they know; the answers hold nothing private. */
const probes: ReadonlySet<string> = new Set(['/health', '/ready']);

/**
 * Refuses requests whose `Host` is not a name of this server: a page on the internet whose name is made to resolve to
 * this machine (DNS rebinding) would otherwise be same-origin with it. `X-Forwarded-Host` never counts, since such a page
 * can set it.
 */
export const refuseOtherHosts = (settings: HostSettings): RequestHandler => {
  const isOwn = createHostCheck(settings);
  return (request, _response, next) => {
    // Of two Host headers a proxy may have judged the other one.
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

/** Whether a `Host` header names this server. Ports do not matter, since a page cannot choose another host by them. */
export const createHostCheck = ({ host, publicUrl }: HostSettings): ((header: string) => boolean) => {
  const own = new Set([hostnameOf(bracketed(host)), publicUrl && hostnameOf(new URL(publicUrl).host)]);
  // Rebinding needs a name, so an address is harmless where no name is configured and every address is listened on.
  const takesAddresses = publicUrl === undefined && isEverywhere(host);
  return (header) => {
    const name = hostnameOf(header);
    if (name === undefined) return false;
    return own.has(name) || isLoopbackName(name) || (takesAddresses && isAddress(name));
  };
};

/** Listening on every address of the machine. */
export const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Whether a name or an address, as URLs write it, always stands for this machine. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name);

/** An address or a name as it stands in a URL. */
export const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0;

/** In the one form that URLs give it; undefined for what is not a host with an optional port. */
const hostnameOf = (header: string): string | undefined => {
  if (!/^[^/\\@?#\s]+$/.test(header)) return undefined;
  return URL.parse(`http://${header}`)?.hostname.replace(/\.$/, '');
};
