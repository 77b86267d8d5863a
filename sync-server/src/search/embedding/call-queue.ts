import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** Resolves when the call has ended, however it ended. */
type Job = () => Promise<void>;
type Kind = 'urgent' | 'patient';

/** Which team a call is for, and whether somebody waits for its result. */
export type Call = {
  readonly teamId: string;
  readonly urgent: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** Schedules calls under `QueueLimits`. */
export type CallQueue = {
  /**
   * Rejects with the reason of `signal` when that aborts first; a call that has not started by then never starts.
   * Rejects with `server.busy` when too many urgent calls of the team are waiting.
   */
  add<T>(work: () => Promise<T>, call: Call): Promise<T>;
};

/** Limits of concurrent and waiting calls. */
export type QueueLimits = {
  /** Urgent calls of one team that run at the same time. */
  readonly urgent: number;
  /** Patient calls of all teams that run at the same time. */
  readonly patient: number;
  /** Urgent calls of one team that may wait; more are rejected. */
  readonly waiting: number;
};

/**
 * Limits how many calls run at the same time, so that a call that somebody waits for is never queued behind many
 * patient calls or behind another team's calls. Calls of one team and kind start in order of arrival, and teams take
 * turns (round robin).
 */
export const createCallQueue = (limits: QueueLimits): CallQueue => {
  const waiting = { urgent: new Map<string, Set<Job>>(), patient: new Map<string, Set<Job>>() };
  /** Number of running calls: urgent ones per team, patient ones for all teams together. */
  const running = new Map<string, number>();
  const placeOf = (kind: Kind, teamId: string): string => (kind === 'urgent' ? `urgent ${teamId}` : kind);
  const underWay = (place: string): number => running.get(place) ?? 0;

  /** Takes the first call of the next team that may start one, and moves that team to the end of the order. */
  const takeNext = (kind: Kind): { readonly job: Job; readonly place: string } | undefined => {
    for (const [teamId, jobs] of waiting[kind]) {
      const place = placeOf(kind, teamId);
      const [job] = jobs;
      if (!job || underWay(place) >= limits[kind]) continue;
      jobs.delete(job);
      waiting[kind].delete(teamId);
      if (jobs.size > 0) waiting[kind].set(teamId, jobs);
      return { job, place };
    }
    return undefined;
  };

  const advance = (kind: Kind): void => {
    for (let next = takeNext(kind); next; next = takeNext(kind)) {
      const { job, place } = next;
      running.set(place, underWay(place) + 1);
      void job().finally(() => {
        const left = underWay(place) - 1;
        if (left > 0) running.set(place, left);
        else running.delete(place);
        advance(kind);
      });
    }
  };

  return {
    add: (work, { teamId, urgent, signal }) => {
      const kind = urgent ? 'urgent' : 'patient';
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const jobs = waiting[kind].get(teamId) ?? new Set();
        if (urgent && jobs.size >= limits.waiting) {
          reject(busy());
          return;
        }
        const leave = (): void => {
          jobs.delete(job);
          if (jobs.size === 0 && waiting[kind].get(teamId) === jobs) waiting[kind].delete(teamId);
          reject(signal?.reason);
        };
        const job: Job = () =>
          work()
            .then(resolve, reject)
            .finally(() => signal?.removeEventListener('abort', leave));
        signal?.addEventListener('abort', leave, { once: true });
        jobs.add(job);
        waiting[kind].set(teamId, jobs);
        advance(kind);
      });
    },
  };
};

const busy = (): Failure =>
  new Failure('server.busy', 'Too many searches of this team wait already.', 'Try again in a moment.', {
    retryAfter: 1,
  });
