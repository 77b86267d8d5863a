import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Role } from '@inbetwin/shared/entities/rights.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { invalidToken } from './access-token.ts';
import { randomId, randomSecret } from './keys.ts';
import { type Records, recordId, type SessionRecord } from './records.ts';
import { digestOf, type RefreshTokens } from './refresh-token.ts';

/** A device that stays silent for this long has to sign in again. */
const LIFETIME = 60 * 24 * 3600_000;

/**
 * Exchanges of one token within this time are one exchange: tabs that ask at once, a request that was sent again. Longer
 * than a device waits for an answer, so that a successor which is replaced later cannot be on its way any more.
 */
const GRACE = 60_000;

/** How long `roleOf` believes what it read: what another process changed is noticed within this time. */
const BELIEVED = 3_000;
const MAX_BELIEVED = 10_000;

type Parts = {
  readonly records: Records;
  readonly tokens: RefreshTokens;
  readonly clock: Clock;
  readonly log: Logger;
};

/** What a signed-in device holds. */
export type OpenSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly teamId: string;
  readonly refreshToken: string;
};

/** Signed-in devices. A session's record is the one place that says which of its refresh tokens is good. */
export const createSessions = ({ records, tokens, clock, log }: Parts) => {
  const believed = new Map<string, { readonly role: Role | undefined; readonly readAt: number }>();

  const believe = (sessionId: string, role: Role | undefined): Role | undefined => {
    believed.delete(sessionId);
    believed.set(sessionId, { role, readAt: clock() });
    const [oldest] = believed.keys();
    if (believed.size > MAX_BELIEVED && oldest !== undefined) believed.delete(oldest);
    return role;
  };

  const open = async (userId: string, teamId: string): Promise<OpenSession> => {
    const token = tokens.first(randomId());
    const now = clock();
    await records.sessions.insertOnce({
      id: recordId.session(token.sessionId),
      kind: 'session',
      userId,
      teamId,
      current: digestOf(token.secret),
      createdAt: now,
      expiresAt: now + LIFETIME,
    });
    return { sessionId: token.sessionId, userId, teamId, refreshToken: tokens.write(token) };
  };

  /**
   * Exchanges a refresh token for the next of its family. Within 60 seconds the same token gives the same successor.
   * After that it gives another one as long as the first was never exchanged: its answer was lost, or the device died
   * before it had written it down. From then on the first is void. Any other use of an exchanged or void token means
   * that two parties hold the family, and all of it is revoked (RFC 9700, 4.14.2).
   */
  const rotate = async (text: string): Promise<OpenSession> => {
    const token = tokens.read(text);
    if (!token) throw invalidToken();
    const digest = digestOf(token.secret);
    const salt = randomSecret();
    const successor = { digest: digestOf(tokens.next(token, salt).secret), salt };
    const now = clock();
    const session = await records.sessions.update(recordId.session(token.sessionId), (current) =>
      afterUse(current, { digest, successor, now }),
    );
    if (!session || session.expiresAt <= now) throw invalidToken();
    if (session.revokedAt !== undefined) {
      believe(token.sessionId, undefined);
      if (digest === session.current) throw invalidToken();
      log.warn({ sessionId: token.sessionId }, 'A used refresh token was used again: its session is revoked');
      throw reusedToken();
    }
    const next = tokens.next(token, session.previous?.salt ?? salt);
    return {
      sessionId: token.sessionId,
      userId: session.userId,
      teamId: session.teamId,
      refreshToken: tokens.write(next),
    };
  };

  /** Ends the session of a token; ending it again, or a token of nobody's, is no error (RFC 7009, 2.2). */
  const revoke = async (text: string): Promise<void> => {
    const token = tokens.read(text);
    if (!token) return;
    await records.sessions.update(recordId.session(token.sessionId), (current) =>
      current.revokedAt === undefined ? { ...current, revokedAt: clock() } : current,
    );
    believe(token.sessionId, undefined);
  };

  /**
   * What the session's person is in its team now; undefined once the session has ended or the person has left. At most 3
   * seconds behind.
   */
  const roleOf = async (sessionId: string): Promise<Role | undefined> => {
    const known = believed.get(sessionId);
    if (known && clock() - known.readAt < BELIEVED) return known.role;
    const session = await records.sessions.get(recordId.session(sessionId));
    if (!session || session.revokedAt !== undefined || session.expiresAt <= clock())
      return believe(sessionId, undefined);
    const membership = await records.memberships.get(recordId.membership(session.userId, session.teamId));
    return believe(sessionId, membership?.role);
  };

  return { open, rotate, revoke, roleOf };
};

type Use = {
  readonly digest: string;
  readonly successor: { readonly digest: string; readonly salt: string };
  readonly now: number;
};

const afterUse = (session: SessionRecord, { digest, successor, now }: Use): SessionRecord => {
  if (session.revokedAt !== undefined || session.expiresAt <= now) return session;
  // Still the previous one: nobody has exchanged its successor.
  const earlier = session.previous?.digest === digest ? session.previous : undefined;
  if (earlier && now - earlier.usedAt <= GRACE) return session;
  if (!earlier && session.current !== digest) return { ...session, revokedAt: now };
  const previous = { digest, salt: successor.salt, usedAt: now };
  return { ...session, current: successor.digest, previous, expiresAt: now + LIFETIME };
};

const reusedToken = (): Failure =>
  new Failure(
    'auth.refresh_reused',
    'This refresh token was exchanged or replaced before, so its session was ended to be safe.',
    'Sign in again. If you did not share the token, change your password.',
  );
