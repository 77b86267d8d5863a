import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** Resolves when its turn is over. */
type Job = () => Promise<void>;
type Kind = 'urgent' | 'patient';

export type Call = {
  readonly teamId: string;
  readonly urgent: boolean;
  readonly signal?: AbortSignal | undefined;
};

export type CallQueue = {
  /**
   * Rejects with the reason of `signal` when that aborts first; what was not begun by then never is. Rejects with
   * `server.busy` when the team has too many urgent calls waiting already.
   */
  add<T>(work: () => Promise<T>, call: Call): Promise<T>;
};

export type QueueLimits = {
  /** Urgent calls of one team that are under way at a time. */
  readonly urgent: number;
  /** Patient calls under way at a time, of all teams. */
  readonly patient: number;
  /** Urgent calls of one team that wait. */
  readonly waiting: number;
};

/**
 * Lets only so many calls be under way at a time, so that those that somebody waits for never stand behind a long row of
 * others, whether patient ones or another team's. Each team's calls of a kind begin in the order of arrival, and teams
 * that wait take turns.
 */
export const createCallQueue = (limits: QueueLimits): CallQueue => {
  const waiting = { urgent: new Map<string, Set<Job>>(), patient: new Map<string, Set<Job>>() };
  /** Under way: urgent ones by team, patient ones together. */
  const running = new Map<string, number>();
  const placeOf = (kind: Kind, teamId: string): string => (kind === 'urgent' ? `urgent ${teamId}` : kind);
  const underWay = (place: string): number => running.get(place) ?? 0;

  /** The first call of the team whose turn it is; the team goes behind the others. */
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
