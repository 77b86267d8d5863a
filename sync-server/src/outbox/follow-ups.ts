import { isMisdated } from '@inbetwin/shared/conversations/follow-ups/follow-up.ts';
import { type Work, workSchema } from '@inbetwin/shared/entities/work.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { withAttempts, wordsOf } from './attempts.ts';
import { type AnsweringOptions, laneKeyOf } from './options.ts';

/** Maximum sleep while a follow-up is open, because the clock may jump. Milliseconds. */
const LONGEST_SLEEP_MS = 60_000;
/** A team without one sleeps this much longer: its feed reports the next one, so that many idle teams cost little. */
const QUIET_FACTOR = 15;
const PAGE = 200;
const FEW = 5;

type Schedule = {
  /** Fires each of the team's follow-ups when it is due; resolves when `signal` has aborted. */
  follow(): Promise<void>;
  /** A follow-up has changed, so the timers are checked now. */
  nudge(): void;
};

/**
 * The timers of a team's follow-ups. They are documents that are found by their due time, so no restart loses one. `fire` makes sure that
 * each fires once, even if several processes call it at the same time.
 */
export const openFollowUpSchedule = (options: AnsweringOptions, longestSleepMs = LONGEST_SLEEP_MS): Schedule => {
  const { documents, runs, lanes, clock, log, teamId, signal, timing, random } = options;
  /** Follow-ups that are in a lane or were given up. */
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

  /** The earliest follow-ups, except for those in progress. */
  const readOpen = async (most: number): Promise<readonly Work[]> => {
    const { documents: found } = await documents.work.stored.find({
      index: ['kind', 'state', 'dueAt'],
      equals: ['follow-up', 'open'],
      limit: Math.min(most + taken.size, 1000),
    });
    return found.flatMap(({ body }) => workSchema.safeParse(body).data ?? []).filter(({ id }) => !taken.has(id));
  };

  /** Milliseconds until the next check. */
  const look = async (): Promise<number> => {
    const now = clock();
    // Every reply plans a follow-up, so this is called often, and one is rarely due.
    const first = await readOpen(FEW);
    const mayBeMore = first.length >= FEW && first.every(({ dueAt }) => dueAt <= now);
    const open = mayBeMore ? await readOpen(PAGE) : first;
    const isDue = (work: Work): boolean => work.dueAt <= now || isMisdated(work, now);
    for (const work of open.filter(isDue)) fire(work);
    const next = open.find((work) => !isDue(work));
    // After a full page, the remaining due ones are read when some of these are done.
    return next ? Math.min(longestSleepMs, next.dueAt - now) : longestSleepMs * QUIET_FACTOR;
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
