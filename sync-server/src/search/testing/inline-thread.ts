import { setImmediate } from 'node:timers/promises';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { createTeamIndexes } from '../team-indexes.ts';
import type { SearchCommand } from '../threads/search-protocol.ts';
import type { SearchThread } from '../threads/search-thread.ts';
import { unavailable } from '../threads/thread-calls.ts';

export type InlineThread = SearchThread & {
  /** What it was asked, in order. */
  readonly asked: SearchCommand[];
  /** All indexes are gone, and a new thread stands ready. */
  crash(): void;
  /** As if the process were killed: nothing that was asked is answered any more. */
  kill(): void;
};

/** The search thread's work without a thread, by full text alone. Indexes are saved in `blobs`. */
export const createInlineThread = (blobs?: BlobStore): InlineThread => {
  const asked: SearchCommand[] = [];
  const listeners = new Set<() => void>();
  const signal = new AbortController().signal;
  let indexes = createTeamIndexes(() => ({ embedder: 'none' }), blobs);
  let generation = 0;
  let isDead = false;

  return {
    asked,
    call: async (teamId, command) => {
      const begunIn = generation;
      if (isDead) throw unavailable();
      asked.push(command);
      const value = await indexes.run(teamId, structuredClone(command), signal);
      await setImmediate();
      if (isDead || generation !== begunIn) throw unavailable();
      return structuredClone(value);
    },
    generation: () => generation,
    onReplaced: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    crash: () => {
      generation += 1;
      indexes = createTeamIndexes(() => ({ embedder: 'none' }), blobs);
      for (const listener of listeners) listener();
    },
    kill: () => {
      isDead = true;
    },
    close: async () => undefined,
  };
};
