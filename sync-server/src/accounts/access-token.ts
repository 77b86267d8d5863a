import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type Role, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { deriveKey } from './keys.ts';

/** The caller of a request, as stated by the access token. */
export type Caller = {
  readonly userId: string;
  readonly teamId: string;
  readonly role: Role;
  readonly sessionId: string;
};

const LIFETIME = 15 * 60; // seconds
const fixed = { algorithm: 'HS256', type: 'at+jwt', issuer: 'inbetwin', audience: 'inbetwin-api' };

const claimsSchema = z.object({ sub: z.string(), team: z.string(), role: z.enum(roles), sid: z.string() });

/**
 * Issues and verifies signed access tokens (in the form of RFC 9068). Anyone who holds one can read it; only this server can create one.
 */
export const createAccessTokens = (secretKey: Uint8Array, clock: Clock) => {
  const key = deriveKey(secretKey, 'access-token');

  const issue = ({ userId, teamId, role, sessionId }: Caller): Promise<string> => {
    const now = Math.floor(clock() / 1000);
    return new SignJWT({ team: teamId, role, sid: sessionId })
      .setProtectedHeader({ alg: fixed.algorithm, typ: fixed.type })
      .setSubject(userId)
      .setIssuer(fixed.issuer)
      .setAudience(fixed.audience)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME)
      .sign(key);
  };

  /** Throws `auth.token_expired` or `auth.token_invalid`. */
  const verify = async (token: string): Promise<Caller> => {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [fixed.algorithm],
      typ: fixed.type,
      issuer: fixed.issuer,
      audience: fixed.audience,
      requiredClaims: ['exp'],
      currentDate: new Date(clock()),
    }).catch((error: unknown) => {
      throw tokenFailure(error);
    });
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw invalidToken();
    const { sub, team, role, sid } = claims.data;
    return { userId: sub, teamId: team, role, sessionId: sid };
  };

  return { issue, verify };
};

/** The failure for a token that was not issued by this server or whose session has ended. */
export const invalidToken = (): Failure =>
  new Failure(
    'auth.token_invalid',
    'This token was not issued by this server, or its session has ended.',
    'Sign in again.',
  );

/** The failure for an access token past its lifetime of 15 minutes. */
export const expiredToken = (): Failure =>
  new Failure('auth.token_expired', 'The access token has expired.', 'Exchange the refresh token for a new pair.');

const tokenFailure = (error: unknown): unknown => {
  if (error instanceof errors.JWTExpired) return expiredToken();
  return error instanceof errors.JOSEError ? invalidToken() : error;
};
