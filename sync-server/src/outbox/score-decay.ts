import { renewDueScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { wordsOf } from './attempts.ts';
import type { OutboxOptions } from './options.ts';

const HOUR = 3_600_000;
const PAGE = 200;
const BETWEEN_PAGES_MS = 1000;

type Options = Pick<OutboxOptions, 'teamId' | 'documents' | 'clock' | 'log' | 'timing' | 'random' | 'signal'>;

/**
 * Lowers scores that have decayed over time, one page of due leads after another; resolves when `signal` has aborted. Several processes may
 * do this at the same time.
 */
export const followScoreDecay = (options: Options, everyMs = HOUR): Promise<void> => {
  const { teamId, documents, clock, log, timing, random, signal } = options;
  const renew = async (): Promise<void> => {
    const renewed = await renewDueScores(documents, { now: clock(), limit: PAGE });
    await pause(renewed < PAGE ? everyMs : BETWEEN_PAGES_MS, signal);
  };
  return repeatUntil(signal, renew, {
    backoff: createBackoff(timing, random),
    onFailed: (error, failures) =>
      log.warn({ teamId, failures, error: wordsOf(error) }, 'Scores that are due could not be renewed'),
  });
};
