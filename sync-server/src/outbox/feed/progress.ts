import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

type Entry = { readonly sequence: string; handled: boolean };

/** Tracks how far a feed has been handled without a gap, while its changes are handled in any order. */
export type Progress = {
  /** Registers a change that was read. The returned function must be called once, when its consequences are stored. */
  track(sequence: string): () => void;
  /** The position up to which everything has been handled; undefined before the first change. */
  position(): string | undefined;
  /** Resolves when at most `count` changes after the first gap are unhandled, or when `signal` aborts. */
  below(count: number, signal: AbortSignal): Promise<void>;
};

export const createProgress = (onAdvance: () => void): Progress => {
  const entries: Entry[] = [];
  const waiting = new Set<() => void>();
  let position: string | undefined;

  const advance = (): void => {
    const before = position;
    while (entries[0]?.handled) position = entries.shift()?.sequence;
    if (position === before) return;
    for (const wake of [...waiting]) wake();
    onAdvance();
  };

  return {
    track: (sequence) => {
      const entry: Entry = { sequence, handled: false };
      entries.push(entry);
      return () => {
        entry.handled = true;
        advance();
      };
    },
    position: () => position,
    below: async (count, signal) => {
      while (entries.length > count && !signal.aborted) {
        await untilHeard((wake) => {
          waiting.add(wake);
          return () => waiting.delete(wake);
        }, signal);
      }
    },
  };
};
