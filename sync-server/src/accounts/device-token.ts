import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './keys.ts';

/**
 * Device tokens, `<session>.<mark>`, prove that a device has signed in to the account with this email before. A token does not
 * authenticate; it only exempts its holder from the delays that strangers' wrong passwords cause. It may therefore outlive the session, and
 * nothing about it is stored.
 */
export const createDeviceTokens = (secretKey: Uint8Array) => {
  const key = deriveKey(secretKey, 'known-device');
  const markOf = (sessionId: string, email: string): string =>
    createHmac('sha256', key).update(`${sessionId}\n${email}`).digest('base64url');

  return {
    issue: (sessionId: string, email: string): string => `${sessionId}.${markOf(sessionId, email)}`,

    /** The device's id, or undefined unless this server issued the token for this email. */
    read: (token: string, email: string): string | undefined => {
      const [sessionId = '', mark = ''] = token.split('.');
      const [given, expected] = [Buffer.from(mark), Buffer.from(markOf(sessionId, email))];
      return given.length === expected.length && timingSafeEqual(given, expected) ? sessionId : undefined;
    },
  };
};
