import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { randomSecret } from './keys.ts';
import { useOnce } from './one-time.ts';
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

  /** Creates something with an invitation; see `useOnce`. */
  const use = <T>(token: string, make: () => Promise<T>): Promise<T> =>
    useOnce(
      { records: records.invitations, id: recordId.invitation(digestOf(token)), now: clock() },
      'invitation',
      make,
    );

  return { create, use };
};
