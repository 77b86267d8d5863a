import { renewDueScores } from '@inbetwin/shared/leads/renew-scores.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import { wordsOf } from './attempts.ts';
import type { OutboxOptions } from './options.ts';

const HOUR = 3_600_000;
const PAGE = 200;
const BETWEEN_PAGES_MS = 1000;

type Options = Pick<OutboxOptions, 'teamId' | 'documents' | 'clock' | 'log' | 'timing' | 'random' | 'signal'>;

/**
 * Lowers the scores that waiting has made less of, a page of due leads at a time; resolves when `signal` has aborted. Several
 * processes may do so at the same time.
 */
export const followScoreDecay = async (options: Options, everyMs = HOUR): Promise<void> => {
  const { teamId, documents, clock, log, timing, random, signal } = options;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const renewed = await renewDueScores(documents, { now: clock(), limit: PAGE });
      failures = 0;
      await pause(renewed < PAGE ? everyMs : BETWEEN_PAGES_MS, signal);
    } catch (error) {
      failures += 1;
      log.warn({ teamId, failures, error: wordsOf(error) }, 'Scores that are due could not be renewed');
      await pause(retryDelay(timing, { failures, error }, random), signal);
    }
  }
};
