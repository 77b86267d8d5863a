import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey, randomSecret } from './keys.ts';

export type RefreshToken = { readonly sessionId: string; readonly secret: string };

/**
 * Refresh tokens: `<session>.<secret>.<mark>`. The first secret of a family is random; each next one is made from its
 * predecessor and a random salt kept with the session, so that an exchange repeated after a lost response gives the
 * very same token. The mark tells an old token of ours from a made-up one: only the former may revoke a family.
 */
export const createRefreshTokens = (secretKey: Uint8Array) => {
  const chainKey = deriveKey(secretKey, 'refresh-chain');
  const markKey = deriveKey(secretKey, 'refresh-mark');
  const markOf = ({ sessionId, secret }: RefreshToken): string =>
    createHmac('sha256', markKey).update(`${sessionId}.${secret}`).digest('base64url').slice(0, 22);

  return {
    first: (sessionId: string): RefreshToken => ({ sessionId, secret: randomSecret() }),

    next: ({ sessionId, secret }: RefreshToken, salt: string): RefreshToken => ({
      sessionId,
      secret: createHmac('sha256', chainKey).update(`${secret}.${salt}`).digest('base64url'),
    }),

    write: (token: RefreshToken): string => `${token.sessionId}.${token.secret}.${markOf(token)}`,

    /** Undefined for anything that this server never wrote. */
    read: (text: string): RefreshToken | undefined => {
      const [sessionId, secret, mark, ...rest] = text.split('.');
      if (!sessionId || !secret || !mark || rest.length > 0) return undefined;
      const token = { sessionId, secret };
      return sameText(mark, markOf(token)) ? token : undefined;
    },
  };
};
export type RefreshTokens = ReturnType<typeof createRefreshTokens>;

/** SHA-256 in hex: all that is stored of a secret. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
