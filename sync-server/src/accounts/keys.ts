import { hkdfSync, randomBytes } from 'node:crypto';

/** A key of its own for each purpose, so that no two uses of the server's secret can be played against each other (RFC 5869). */
export const deriveKey = (secretKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), `inbetwin:accounts:${purpose}`, 32));

/** 128 bits in lower-case hex: fit for the name of a database. */
export const randomId = (): string => randomBytes(16).toString('hex');

/** 256 bits, base64url. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');
