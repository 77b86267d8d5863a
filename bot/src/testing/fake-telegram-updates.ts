export type Update = Readonly<Record<string, unknown>>;
type Queued = { readonly id: number; readonly update: Update };

/** One bot's updates, with the offsets and the long poll of https://core.telegram.org/bots/api#getupdates. */
export const createUpdateQueue = (firstId: number) => {
  let lastId = firstId;
  let queued: readonly Queued[] = [];
  let again: readonly Queued[] = [];
  const known = new Map<number, Update>();
  let reverse = false;
  let waiting: { readonly wake: () => void; readonly end: () => void } | undefined;

  const take = (limit: number): readonly Update[] => {
    const found = [...again, ...queued].slice(0, limit).map(({ update }) => update);
    again = again.slice(limit);
    if (!reverse || found.length === 0) return found;
    reverse = false;
    return found.toReversed();
  };

  return {
    push: (content: Update): number => {
      lastId += 1;
      const update = { update_id: lastId, ...content };
      known.set(lastId, update);
      queued = [...queued, { id: lastId, update }];
      waiting?.wake();
      return lastId;
    },
    redeliver: (id: number): void => {
      const update = known.get(id);
      if (!update) return;
      again = [...again, { id, update }];
      waiting?.wake();
    },
    reverseNext: (): void => {
      reverse = true;
    },
    unconfirmed: (): number => queued.length,
    /** A new poll ends the previous one, which gets a conflict error. */
    poll: async (parameters: Update, gone: AbortSignal): Promise<readonly Update[] | 'conflict'> => {
      waiting?.end();
      const offset = Number(parameters.offset ?? 0);
      // A negative offset counts from the end; the updates before it are forgotten.
      queued = offset < 0 ? queued.slice(offset) : queued.filter(({ id }) => id >= offset);
      const limit = Number(parameters.limit ?? 100);
      const at = take(limit);
      const milliseconds = Number(parameters.timeout ?? 0) * 1000;
      if (at.length > 0 || milliseconds === 0) return at;
      return new Promise((resolve) => {
        const finish = (result: readonly Update[] | 'conflict') => {
          clearTimeout(timer);
          if (waiting === poll) waiting = undefined;
          resolve(result);
        };
        const poll = { wake: () => finish(take(limit)), end: () => finish('conflict') };
        const timer = setTimeout(poll.wake, milliseconds);
        waiting = poll;
        gone.addEventListener('abort', () => finish([]), { once: true });
      });
    },
  };
};
export type UpdateQueue = ReturnType<typeof createUpdateQueue>;
