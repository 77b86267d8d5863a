import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { randomId, randomSecret } from './keys.ts';
import { type Records, recordId } from './records.ts';
import { digestOf } from './refresh-token.ts';

const LIFETIME = 7 * 24 * 3600_000;

/** Tokens with which one team can be created within a week. Only their digest is stored. */
export const createInvitations = (records: Records, clock: Clock) => {
  const create = async (): Promise<string> => {
    const token = randomSecret();
    const id = recordId.invitation(digestOf(token));
    await records.invitations.insertOnce({ id, kind: 'invitation', expiresAt: clock() + LIFETIME });
    return token;
  };

  /**
   * Consumes the invitation for `make`; if `make` fails, it can be used again. Throws `auth.link_used` if it is used, expired, or unknown.
   * A crash in between consumes the invitation.
   */
  const use = async <T>(token: string, make: () => Promise<T>): Promise<T> => {
    const [id, attempt] = [recordId.invitation(digestOf(token)), randomId()];
    const claimed = await records.invitations.update(id, (current) =>
      current.usedBy !== undefined || current.expiresAt <= clock() ? current : { ...current, usedBy: attempt },
    );
    if (claimed?.usedBy !== attempt) {
      throw new Failure('auth.link_used', 'This invitation is used up or expired.', 'Ask for a new one.');
    }
    try {
      return await make();
    } catch (error) {
      await records.invitations.update(id, ({ usedBy: _, ...free }) => free);
      throw error;
    }
  };

  return { create, use };
};
