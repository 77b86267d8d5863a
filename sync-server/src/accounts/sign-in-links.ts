import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { eachPage } from '@inbetwin/shared/ports/each-page.ts';
import { randomSecret } from './keys.ts';
import { useOnce } from './one-time.ts';
import { byExpiry, type Records, recordId } from './records.ts';
import { digestOf } from './refresh-token.ts';

const LIFETIME = 24 * 3600_000;
const PAGE = 200;

/** The person whom a sign-in link signs in, and the team. */
export type LinkTarget = { readonly userId: string; readonly teamId: string };

/** Tokens that sign one person in once, within a day, until a newer one is created. Only their digest is stored. */
export const createSignInLinks = (records: Records, clock: Clock) => {
  const create = async ({ userId, teamId }: LinkTarget): Promise<string> => {
    const token = randomSecret();
    await revokeUnused(userId);
    const expiresAt = clock() + LIFETIME;
    await records.links.insertOnce({ id: recordId.link(digestOf(token)), kind: 'link', userId, teamId, expiresAt });
    return token;
  };

  /** An old link that turns up in a log or a terminal must no longer work. */
  const revokeUnused = async (userId: string): Promise<void> => {
    for await (const page of eachPage(records.links, { index: byExpiry, equals: ['link'], limit: PAGE })) {
      const unused = page.filter((link) => link.userId === userId && link.usedBy === undefined);
      if (unused.length > 0) await records.links.delete(unused.map(({ id }) => id));
    }
  };

  /** Throws `auth.link_used` if the link is used, expired, or unknown. */
  const redeem = (token: string): Promise<LinkTarget> =>
    useOnce(
      { records: records.links, id: recordId.link(digestOf(token)), now: clock() },
      'sign-in link',
      async ({ userId, teamId }) => ({ userId, teamId }),
    );

  return { create, redeem };
};
