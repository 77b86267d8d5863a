import { isIP } from 'node:net';
import { type RegistrationMode, registrationModes } from '@inbetwin/shared/contracts/accounts.ts';
import { z } from 'zod';
import { bracketed, isLoopbackName } from './http/machinery/own-hosts.ts';

/** An origin: a path, query, or password would be ignored, so it is refused. */
const originSchema = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .transform((text) => new URL(text))
  .refine((url) => url.href === `${url.origin}/`, 'must be an address without a path, such as https://crm.example.com')
  .transform((url) => url.origin);

/** The number of proxies in front of the server, or their addresses: Express's `trust proxy`. */
export type TrustedProxies = number | readonly string[];

const namedRanges: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);
const MAX_HOPS = 10;

const isRange = (text: string): boolean => {
  if (namedRanges.has(text)) return true;
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && (prefix === undefined || (Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128)));
};

const trustedProxiesSchema = z
  .string()
  .transform((text): TrustedProxies => (/^\s*\d+\s*$/.test(text) ? Number(text) : text.split(',').map(trimmed)))
  .refine(
    (proxies) => (typeof proxies === 'number' ? proxies <= MAX_HOPS : proxies.every(isRange)),
    `must be how many proxies stand before the server (0 to ${MAX_HOPS}), or their addresses or networks, separated by commas`,
  );

const trimmed = (text: string): string => text.trim();

/** The settings of the server's address and the proxies in front of it. */
export const networkFields = {
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: originSchema.optional(),
  TRUST_PROXY: trustedProxiesSchema.default(0),
  REGISTRATION: z.enum(registrationModes, { error: 'must be open, invited or closed' }).optional(),
};

/** By default, a server that others can reach lets only people whom its operator invited create teams. */
export const defaultRegistration = (host: string): RegistrationMode =>
  isLoopbackName(bracketed(host)) ? 'open' : 'invited';
