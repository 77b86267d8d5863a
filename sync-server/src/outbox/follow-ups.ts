import { isMisdated } from '@inbetwin/shared/conversations/follow-ups/follow-up.ts';
import { type Work, workSchema } from '@inbetwin/shared/entities/work.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { withAttempts, wordsOf } from './attempts.ts';
import { laneKeyOf, type OutboxOptions } from './options.ts';

/** The clock may jump, and another process may have written what no feed told yet: nobody sleeps longer. */
const LONGEST_SLEEP_MS = 60_000;
const PAGE = 200;
const FEW = 5;

type Schedule = {
  /** Sees that each follow-up of the team is fired when it is due; resolves when `signal` has aborted. */
  follow(): Promise<void>;
  /** One of them changed: looks now. */
  nudge(): void;
};

/**
 * The timers of a team's follow-ups. They are documents, found by their time, so that no restart loses one; that each fires once is
 * seen to by `fire`, which several processes may call at the same time.
 */
export const openFollowUpSchedule = (options: OutboxOptions, longestSleepMs = LONGEST_SLEEP_MS): Schedule => {
  const { documents, runs, lanes, clock, log, teamId, signal, timing, random } = options;
  /** In a lane, or given up. */
  const taken = new Set<string>();
  let woken = new AbortController();
  const nudge = (): void => woken.abort();

  const fire = ({ id, conversationId = '' }: Work): void => {
    taken.add(id);
    const attempt = async () => {
      await runs.followUps.fire(id, { signal });
      taken.delete(id);
      nudge();
      return 'done' as const;
    };
    const giveUp = () => runs.followUps.giveUp(id);
    const job = { what: 'follow up', messageId: id, attempt, giveUp, abandoned: nudge };
    lanes.running.add(laneKeyOf(teamId, conversationId), withAttempts(job, options));
  };

  /** The first ones by their time, besides those that are taken. */
  const readOpen = async (most: number): Promise<readonly Work[]> => {
    const { documents: found } = await documents.work.database.find({
      index: ['kind', 'state', 'dueAt'],
      equals: ['follow-up', 'open'],
      limit: Math.min(most + taken.size, 1000),
    });
    return found.flatMap(({ body }) => workSchema.safeParse(body).data ?? []).filter(({ id }) => !taken.has(id));
  };

  /** Milliseconds until the next look. */
  const look = async (): Promise<number> => {
    const now = clock();
    // Every reply plans one, so this is asked often, and seldom is any of them due.
    const first = await readOpen(FEW);
    const open = first.every(({ dueAt }) => dueAt <= now) ? await readOpen(PAGE) : first;
    const isDue = (work: Work): boolean => work.dueAt <= now || isMisdated(work, now);
    for (const work of open.filter(isDue)) fire(work);
    const next = open.find((work) => !isDue(work));
    // The rest of a full page of due ones is read when some of them are done.
    return Math.min(longestSleepMs, next ? next.dueAt - now : longestSleepMs);
  };

  return {
    nudge,
    follow: () =>
      repeatUntil(
        signal,
        async () => {
          woken = new AbortController();
          await pause(await look(), AbortSignal.any([signal, woken.signal]));
        },
        {
          backoff: createBackoff(timing, random),
          onFailed: (error, failures) =>
            log.warn({ teamId, failures, error: wordsOf(error) }, 'Follow-ups could not be looked for'),
        },
      ),
  };
};
