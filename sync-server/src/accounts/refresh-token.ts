import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey, randomSecret } from './keys.ts';

/** The parts of a refresh token that its holder must prove. */
export type RefreshToken = { readonly sessionId: string; readonly secret: string };

/**
 * Refresh tokens have the form `<session>.<secret>.<mark>`. The first secret of a family is random; each following one is derived from its
 * predecessor and a random salt stored with the session, so that an exchange repeated after a lost response returns the same token. The
 * mark proves that a token was issued by this server: only such a token may revoke a family.
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

    /** Returns undefined for anything that this server did not issue. */
    read: (text: string): RefreshToken | undefined => {
      const [sessionId, secret, mark, ...rest] = text.split('.');
      if (!sessionId || !secret || !mark || rest.length > 0) return undefined;
      const token = { sessionId, secret };
      return sameText(mark, markOf(token)) ? token : undefined;
    },
  };
};
/** Issues and parses refresh tokens; see `createRefreshTokens`. */
export type RefreshTokens = ReturnType<typeof createRefreshTokens>;

/** SHA-256 in hex; of a secret, only this digest is stored. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
