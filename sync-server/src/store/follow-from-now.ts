import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Change, ChangeFeed } from '@inbetwin/shared/ports/document-store.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';

const BATCH = 100;
const FOLLOWING_AGAIN: RetryLimits = { firstRetryMs: 1000, longestRetryMs: 5000 };

type Following = {
  /** Handles a page of changes; one that it rejects is handled again. */
  readonly handle: (changes: readonly Change[]) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
  readonly signal: AbortSignal;
};

/**
 * Handles every change that is made after this has resolved. `ended` resolves when `signal` has aborted or the store is closed. If the feed
 * was replaced by another one, all of its changes are handled.
 */
export const followFromNow = async (
  feed: ChangeFeed,
  { handle, onFailed, signal }: Following,
): Promise<{ readonly ended: Promise<void> }> => {
  let since: string | undefined = await feed.sequence();
  const backoff = createBackoff(FOLLOWING_AGAIN);

  const follow = async (): Promise<void> => {
    const from = since === undefined ? {} : { since };
    for await (const { changes, sequence } of feed.follow({ ...from, limit: BATCH, signal })) {
      await handle(changes);
      since = sequence;
      backoff.reset();
    }
  };
  const onInterrupted = (error: unknown): void => {
    onFailed(error);
    if (hasCode(error, 'store.bad_sequence')) since = undefined;
  };
  return { ended: unlessAborted(signal, retryUntil(signal, follow, { backoff, onFailed: onInterrupted })) };
};
