import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './keys.ts';

/**
 * Device tokens: `<session>.<mark>`, which say that this device has signed in to the account with this e-mail before. One
 * lets nobody in: it only keeps its holder out of the delays that strangers' wrong passwords cause. So it may outlive the
 * session, and nothing about it is stored.
 */
export const createDeviceTokens = (secretKey: Uint8Array) => {
  const key = deriveKey(secretKey, 'known-device');
  const markOf = (sessionId: string, email: string): string =>
    createHmac('sha256', key).update(`${sessionId}\n${email}`).digest('base64url');

  return {
    issue: (sessionId: string, email: string): string => `${sessionId}.${markOf(sessionId, email)}`,

    /** The device's name; undefined unless this server made the token for this very e-mail. */
    read: (token: string, email: string): string | undefined => {
      const [sessionId = '', mark = ''] = token.split('.');
      const [given, expected] = [Buffer.from(mark), Buffer.from(markOf(sessionId, email))];
      return given.length === expected.length && timingSafeEqual(given, expected) ? sessionId : undefined;
    },
  };
};
