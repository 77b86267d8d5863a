import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { passageSchema } from '@inbetwin/shared/entities/passage.ts';
import type { Change, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { SearchThread } from './search-thread.ts';

const BATCH = 500;
const FOLLOWING_AGAIN: RetryLimits = { firstRetryMs: 200, longestRetryMs: 10_000 };

export type PassageFollower = {
  /** Resolves when every passage that was stored before the call is in the index. */
  caughtUp(): Promise<void>;
  /** Whether the index holds the team's passages: false while it is built. */
  isBuilt(): boolean;
  /** Resolves when `isBuilt` is next true, or at once. */
  built(): Promise<void>;
  close(): Promise<void>;
};

type FollowerOptions = {
  readonly teamId: string;
  readonly passages: DocumentDatabase;
  readonly thread: SearchThread;
  readonly log: Logger;
};

/** Feeds a team's index from its passages' change feed, from the beginning at every start and after every crash of the thread. */
export const followPassages = ({ teamId, passages, thread, log }: FollowerOptions): PassageFollower => {
  const closing = new AbortController();
  let round = new AbortController();
  let applied: { readonly generation: number; readonly sequence: string } | undefined;
  let builtGeneration = -1;
  let failures = 0;
  let announce: (() => void)[] = [];
  let tail: Promise<void> = Promise.resolve();

  const since = (generation: number) => (applied?.generation === generation ? applied.sequence : undefined);

  const apply = async (changes: readonly Change[]): Promise<void> => {
    const living = changes.filter(({ deleted }) => !deleted).flatMap((change) => readPassage(change, log));
    const passageIds = changes.filter(({ deleted }) => deleted).map(({ id }) => id);
    if (living.length > 0) await thread.call(teamId, { method: 'put', passages: living });
    if (passageIds.length > 0) await thread.call(teamId, { method: 'remove', passageIds });
  };

  const readToEnd = async (): Promise<void> => {
    for (;;) {
      const generation = thread.generation();
      const from = since(generation);
      if (from === undefined) await thread.call(teamId, { method: 'drop' });
      const batch = await changesFrom(from);
      await apply(batch.changes);
      applied = { generation, sequence: batch.sequence };
      if (batch.changes.length === 0 && generation === thread.generation()) {
        builtGeneration = generation;
        for (const resolve of announce) resolve();
        announce = [];
        return;
      }
    }
  };

  const changesFrom = async (from: string | undefined) => {
    try {
      return await passages.changes(from === undefined ? { limit: BATCH } : { since: from, limit: BATCH });
    } catch (error) {
      // Another store took this one's place: what is indexed is not what is stored.
      if (hasCode(error, 'store.bad_sequence')) applied = undefined;
      throw error;
    }
  };

  // One at a time, so that an older state of a passage never overtakes a newer one.
  const caughtUp = (): Promise<void> => {
    tail = tail.then(readToEnd, readToEnd);
    return tail;
  };

  const followOnce = async (): Promise<void> => {
    round = new AbortController();
    await caughtUp();
    failures = 0;
    const signal = AbortSignal.any([closing.signal, round.signal]);
    const from = applied === undefined ? {} : { since: applied.sequence };
    for await (const _ of passages.follow({ ...from, limit: BATCH, signal })) await caughtUp();
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await followOnce();
      } catch (error) {
        if (closing.signal.aborted) return;
        failures += 1;
        log.warn({ teamId, error: String(error), failures }, 'Following the passages failed; it is tried again');
        await pause(retryDelay(FOLLOWING_AGAIN, failures), closing.signal);
      }
    }
  };

  const stopListening = thread.onReplaced(() => round.abort());
  const running = run();
  const isBuilt = () => builtGeneration === thread.generation();
  return {
    caughtUp,
    isBuilt,
    built: () => (isBuilt() ? Promise.resolve() : new Promise((resolve) => announce.push(resolve))),
    close: async () => {
      stopListening();
      closing.abort();
      await running;
    },
  };
};

const readPassage = ({ id, body }: Change, log: Logger): IndexedPassage[] => {
  const parsed = passageSchema.safeParse(body);
  if (!parsed.success) {
    log.warn({ passageId: id }, 'a stored passage does not fit its schema and is not searchable');
    return [];
  }
  const { sourceId, position, title, text, question, language } = parsed.data;
  return [{ id, sourceId, position, title, text, question, language }];
};
