import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { invalidToken } from './access-token.ts';
import { randomId, randomSecret } from './keys.ts';
import type { Members } from './members.ts';
import { bareId, byUser, type Records, recordId, type SessionRecord } from './records.ts';
import { digestOf, type RefreshTokens } from './refresh-token.ts';

/** A device that is inactive for this long has to sign in again. */
const LIFETIME = 60 * 24 * 3600_000;

/**
 * Exchanges of one token within this time count as one exchange, because several tabs may ask at once or a request may be repeated. It is
 * longer than a device waits for a response, so a successor that is replaced later can no longer be in transit.
 */
const GRACE = 60_000;

/** How long `roleOf` caches what it read; changes by other processes are noticed within this time. */
const ROLE_CACHE_MS = 3_000;
const MAX_CACHED_ROLES = 10_000;
const PAGE = 200;
const MAX_DEVICE = 300;

/** The program that uses a session, as it introduces itself, and the address it comes from. */
export type SessionUse = { readonly device?: string | undefined; readonly address?: string | undefined };

type Parts = {
  readonly records: Records;
  readonly roleOf: Members['roleOf'];
  readonly tokens: RefreshTokens;
  readonly clock: Clock;
  readonly log: Logger;
};

/** The session of a signed-in device with its current refresh token. */
export type OpenSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly teamId: string;
  readonly refreshToken: string;
};

/** Manages the sessions of devices. A session's record alone decides which of its refresh tokens is valid. */
export const createSessions = (parts: Parts) => {
  const { records, tokens, clock, log } = parts;
  const roles = createRoleCache(parts);

  const open = async (userId: string, teamId: string, use: SessionUse = {}): Promise<OpenSession> => {
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
      ...tracesOf(use, now),
    });
    return { sessionId: token.sessionId, userId, teamId, refreshToken: tokens.write(token) };
  };

  /**
   * Exchanges a refresh token for its successor. Within 60 seconds the same token yields the same successor. After that it yields a new one
   * as long as the first was never exchanged: the response was lost, or the device stopped before saving it; the first successor is then
   * invalid. Any other use of an exchanged or invalid token means that two parties hold the family, and the whole family is revoked (RFC
   * 9700, 4.14.2).
   */
  const rotate = async (text: string, use: SessionUse = {}): Promise<OpenSession> => {
    const token = tokens.read(text);
    if (!token) throw invalidToken();
    const digest = digestOf(token.secret);
    const salt = randomSecret();
    const successor = { digest: digestOf(tokens.next(token, salt).secret), salt };
    const now = clock();
    const session = await records.sessions.update(recordId.session(token.sessionId), (current) =>
      afterUse(current, { digest, successor, now, traces: tracesOf(use, now) }),
    );
    if (!session || session.expiresAt <= now) throw invalidToken();
    if (session.revokedAt !== undefined) {
      roles.forget(token.sessionId);
      if (digest === session.current) throw invalidToken();
      log.warn({ sessionId: token.sessionId }, 'A refresh token was reused; its session is revoked');
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

  const end = async (sessionId: string): Promise<void> => {
    await records.sessions.update(recordId.session(sessionId), (current) =>
      current.revokedAt === undefined ? { ...current, revokedAt: clock() } : current,
    );
    roles.forget(sessionId);
  };

  /** Ends the session of a token. Repeating it, or an unknown token, is not an error (RFC 7009, 2.2). */
  const revoke = async (text: string): Promise<void> => {
    const token = tokens.read(text);
    if (token) await end(token.sessionId);
  };

  /** The sessions of a person that have not ended, the newest first. */
  const list = async (userId: string): Promise<readonly SessionRecord[]> => {
    const found: SessionRecord[] = [];
    const query = { index: byUser, equals: ['session', userId], descending: true, limit: PAGE };
    for await (const page of eachPage(records.sessions, query)) found.push(...page);
    return found.filter(({ revokedAt, expiresAt }) => revokedAt === undefined && expiresAt > clock());
  };

  /** Ends those sessions of a person that are to end. */
  const endSome = async (userId: string, isToEnd: (session: SessionRecord) => boolean): Promise<void> => {
    for (const session of (await list(userId)).filter(isToEnd)) await end(bareId(session));
  };

  return { open, rotate, revoke, list, endSome, roleOf: roles.of };
};

const createRoleCache = ({ records, roleOf, clock }: Pick<Parts, 'records' | 'roleOf' | 'clock'>) => {
  const cached = new Map<string, { readonly role: Role | undefined; readonly readAt: number }>();

  const keep = (sessionId: string, role: Role | undefined): Role | undefined => {
    cached.delete(sessionId);
    cached.set(sessionId, { role, readAt: clock() });
    const [oldest] = cached.keys();
    if (cached.size > MAX_CACHED_ROLES && oldest !== undefined) cached.delete(oldest);
    return role;
  };

  return {
    /**
     * The current role of the session's person in the team, at most 3 seconds old; undefined once the session has ended or the person has
     * left.
     */
    of: async (sessionId: string): Promise<Role | undefined> => {
      const known = cached.get(sessionId);
      if (known && clock() - known.readAt < ROLE_CACHE_MS) return known.role;
      const session = await records.sessions.get(recordId.session(sessionId));
      if (!session || session.revokedAt !== undefined || session.expiresAt <= clock())
        return keep(sessionId, undefined);
      return keep(sessionId, await roleOf(session.userId, session.teamId));
    },
    /** The session has ended. */
    forget: (sessionId: string): void => {
      keep(sessionId, undefined);
    },
  };
};

type Use = {
  readonly digest: string;
  readonly successor: { readonly digest: string; readonly salt: string };
  readonly now: number;
  readonly traces: Pick<SessionRecord, 'usedAt' | 'device' | 'address'>;
};

const tracesOf = ({ device, address }: SessionUse, usedAt: number): Use['traces'] => ({
  usedAt,
  ...(device !== undefined && { device: device.toWellFormed().slice(0, MAX_DEVICE) }),
  ...(address !== undefined && { address }),
});

const afterUse = (session: SessionRecord, { digest, successor, now, traces }: Use): SessionRecord => {
  if (session.revokedAt !== undefined || session.expiresAt <= now) return session;
  // It is still the previous token, so nobody has exchanged its successor.
  const earlier = session.previous?.digest === digest ? session.previous : undefined;
  if (earlier && now - earlier.usedAt <= GRACE) return session;
  if (!earlier && session.current !== digest) return { ...session, revokedAt: now };
  const previous = { digest, salt: successor.salt, usedAt: now };
  return { ...session, ...traces, current: successor.digest, previous, expiresAt: now + LIFETIME };
};

const reusedToken = (): Failure =>
  new Failure(
    'auth.refresh_reused',
    'This refresh token was exchanged or replaced before, so its session was ended to be safe.',
    'Sign in again. If you did not share the token, change your password.',
  );
