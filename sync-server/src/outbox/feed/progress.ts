import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';

type Entry = { readonly sequence: string; handled: boolean };

/** How far a feed is handled without a gap, while its changes are handled in any order. */
export type Progress = {
  /** Notes a change that was read; the answer is to be called once, when its consequences are stored. */
  track(sequence: string): () => void;
  /** Everything up to here is handled; undefined before the first. */
  position(): string | undefined;
  /** Resolves when no more than `count` changes are unhandled behind the first gap, or when `signal` aborts. */
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
