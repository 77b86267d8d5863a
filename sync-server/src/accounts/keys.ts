import { hkdfSync, randomBytes } from 'node:crypto';

/** Derives a separate key for each purpose, so that no two uses of the server's secret can interact (HKDF, RFC 5869). */
export const deriveKey = (secretKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), `inbetwin:accounts:${purpose}`, 32));

/** 128 random bits in lowercase hex, which is safe in a database name. */
export const randomId = (): string => randomBytes(16).toString('hex');

/** 256 random bits in base64url. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');
