import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { TeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { randomId } from './keys.ts';

/** A record whose secret works once. */
export type OneTime = { readonly id: string; readonly expiresAt: number; readonly usedBy?: string | undefined };

/** Whether the record can still be used. */
export const isUsable = ({ usedBy, expiresAt }: OneTime, now: number): boolean =>
  usedBy === undefined && expiresAt > now;

type Use<T> = { readonly records: TeamCollection<T & { id: string }>; readonly id: string; readonly now: number };

/**
 * Consumes a record for `make`; if `make` fails, it can be used again. Throws `auth.link_used` with what was missing if it is used, expired,
 * or unknown. A crash in between consumes it.
 */
export const useOnce = async <T extends OneTime, R>(
  { records, id, now }: Use<T>,
  what: string,
  make: (record: T) => Promise<R>,
): Promise<R> => {
  const attempt = randomId();
  const claimed = await records.update(id, (current) =>
    isUsable(current, now) ? { ...current, usedBy: attempt } : current,
  );
  if (claimed?.usedBy !== attempt) {
    throw new Failure('auth.link_used', `This ${what} is used up or expired.`, 'Ask for a new one.');
  }
  try {
    return await make(claimed);
  } catch (error) {
    await records.update(id, ({ usedBy: _, ...free }) => free as T);
    throw error;
  }
};
