import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { KeptRuns } from '../../database/kept-runs.ts';
import type { RunFeed } from '../../replication/stream/run-feed.ts';

type FollowParts = {
  readonly id: string;
  readonly feed: RunFeed;
  readonly kept: KeptRuns;
  /** Undefined while the server is unreachable. */
  readonly readRun: (() => Promise<Run>) | undefined;
  /** Null if the run does not exist, or if the server is unreachable and the run was never opened on this device. */
  readonly onChange: (run: Run | null) => void;
  readonly onFailure: (error: unknown) => void;
};

/**
 * Follows one run: first as it was when it was last opened here, then as the server has it, and live while it continues. Returns a function
 * that stops.
 */
export const followRun = ({ id, feed, kept, readRun, onChange, onFailure }: FollowParts): (() => void) => {
  let isOver = false;
  let isKnown = false;
  let isReading = false;
  /** Whether the run changed while it was being read. */
  let isStale = false;
  let unwatch: (() => void) | undefined;

  const show = (run: Run | null): void => {
    if (isOver) return;
    isKnown = true;
    onChange(run);
    if (run && isGoingOn(run)) unwatch ??= watch(run);
    else letGo();
  };
  const letGo = (): void => {
    unwatch?.();
    unwatch = undefined;
  };

  const watch = ({ conversationId }: Run): (() => void) =>
    feed.watch(
      { conversationId },
      {
        onLive: () => void read(),
        onNews: ({ runs, removed }) => {
          if (removed.includes(id) || runs.some((run) => run.id === id)) void read();
        },
      },
    );

  const readOnce = async (ask: () => Promise<Run>): Promise<void> => {
    try {
      const run = await ask();
      show(run);
      await kept.keep(run).catch(tellNotKept);
    } catch (error) {
      if (hasCode(error, 'resource.not_found')) {
        show(null);
        await kept.forget(id);
        return;
      }
      onFailure(error);
      if (!isKnown) show(null);
    }
  };

  const read = async (): Promise<void> => {
    isStale = true;
    if (isReading || !readRun) return;
    isReading = true;
    while (isStale && !isOver) {
      isStale = false;
      await readOnce(readRun);
    }
    isReading = false;
  };

  const begin = async (): Promise<void> => {
    const before = await kept.read(id);
    if (before) show(before);
    if (readRun) await read();
    else if (!before) show(null);
  };
  begin().catch(onFailure);

  return () => {
    isOver = true;
    letGo();
  };
};

const isGoingOn = ({ state }: Run): boolean => state === 'running' || state === 'waiting';

const tellNotKept = (error: unknown): void => {
  // biome-ignore lint/suspicious/noConsole: it can be read while there is a network; whoever wonders later finds the reason here
  console.warn('A run could not be kept for reading offline.', error);
};
