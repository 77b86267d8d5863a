import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { randomId, randomSecret } from './keys.ts';
import { type Records, recordId } from './records.ts';
import { digestOf } from './refresh-token.ts';

const LIFETIME = 24 * 3600_000;

/** Whom a sign-in link lets in, and where. */
export type LinkTarget = { readonly userId: string; readonly teamId: string };

/** Tokens that sign one person in, once, within a day. Only their digest is stored. */
export const createSignInLinks = (records: Records, clock: Clock) => {
  const create = async ({ userId, teamId }: LinkTarget): Promise<string> => {
    const token = randomSecret();
    const expiresAt = clock() + LIFETIME;
    await records.links.insertOnce({ id: recordId.link(digestOf(token)), kind: 'link', userId, teamId, expiresAt });
    return token;
  };

  /** Throws `auth.link_used` for a link that is used, expired or none of ours. */
  const redeem = async (token: string): Promise<LinkTarget> => {
    const attempt = randomId();
    const link = await records.links.update(recordId.link(digestOf(token)), (current) =>
      current.usedBy !== undefined || current.expiresAt <= clock() ? current : { ...current, usedBy: attempt },
    );
    if (link?.usedBy !== attempt) {
      throw new Failure('auth.link_used', 'This sign-in link is used up or expired.', 'Ask for a new link.');
    }
    return { userId: link.userId, teamId: link.teamId };
  };

  return { create, redeem };
};
