import type { Change, ChangeFeed } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { followFromNow } from '../store/follow-from-now.ts';
import type { AccountChange } from './hosted-teams.ts';

type FollowerOptions = {
  /** The changes of the stored accounts of all teams. */
  readonly feed: ChangeFeed;
  readonly onChanged: (changes: readonly AccountChange[]) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/** Learns which accounts were connected, rotated, or disconnected, whichever process did it. */
export const createAccountsFollower = ({ feed, onChanged, signal, log }: FollowerOptions) => {
  let started: ReturnType<typeof followFromNow> | undefined;
  const onFailed = (error: unknown): void =>
    log.warn({ error: String(error) }, 'Following the connected channels failed; it is tried again');

  const start = async (): Promise<void> => {
    started ??= followFromNow(feed, { handle: (changes) => onChanged(changes.map(changeOf)), onFailed, signal });
    try {
      await started;
    } catch (error) {
      started = undefined;
      throw error;
    }
  };
  return {
    /** Every change after this has resolved is reported. Idempotent. */
    start,
    /** Resolves when `signal` has aborted and nothing is being handled any more. */
    ended: async (): Promise<void> => {
      await (await started)?.ended;
    },
  };
};

const changeOf = ({ id, body, deleted }: Change): AccountChange => ({
  id,
  teamId: deleted ? undefined : String(body.teamId),
});
