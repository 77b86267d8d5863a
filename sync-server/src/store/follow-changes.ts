import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { ChangeBatch, ChangeFeed } from '@inbetwin/shared/ports/document-store.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import type { ChangeSignal } from './change-signal.ts';

/** A store that was down is asked again soon, because customers wait. */
const RETRYING: RetryLimits = { firstRetryMs: 100, longestRetryMs: 2000 };

/** The change feed to follow, and what wakes its follower. */
export type Followed = {
  readonly database: string;
  readonly changes: ChangeFeed['changes'];
  readonly changeSignal: ChangeSignal;
  /** Aborts when the store closes. */
  readonly closed: AbortSignal;
  /** Uniform in [0, 1); spreads repeated requests out. */
  readonly random?: () => number;
};

/**
 * Follows a change feed: reads on until there is nothing more, and then waits to be woken. A temporary outage of the store is survived.
 */
export async function* followChanges(
  { database, changes, changeSignal, closed, random = Math.random }: Followed,
  { since, limit, signal }: Parameters<ChangeFeed['follow']>[0],
): AsyncGenerator<ChangeBatch> {
  const ended = AbortSignal.any([signal, closed]);
  const backoff = createBackoff(RETRYING, random);
  let from = since;
  while (!ended.aborted) {
    const seen = changeSignal.count(database);
    const query = from === undefined ? { limit } : { since: from, limit };
    const batch = await unlessAborted(
      ended,
      retryUntil(ended, () => changes(query), { backoff, onFailed }),
    );
    if (!batch || ended.aborted) return;
    backoff.reset();
    from = batch.sequence;
    if (batch.changes.length > 0) yield batch;
    else await changeSignal.wait(database, seen, ended);
  }
}

const onFailed = (error: unknown): void => {
  if (!(error instanceof Failure) || hasCode(error, 'store.bad_sequence')) throw error;
};
