import type { StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import { ask, keepAt, openPull, type PullParts, pullRound, store, write } from './pull-pages.ts';
import { fateOfChanges, isFilling } from './pull-state.ts';

/** Downloads one collection: first the newest documents, then the rest, then every change. */
export type CollectionPull = {
  /** Loads the position of the last run. */
  begin(): Promise<void>;
  /** Downloads the next documents of a first pull, so that a screen can show them. */
  peek(): Promise<void>;
  /** Downloads up to 200 given documents that the first screen refers to, on a new device before the rest of the collection. */
  prefetch(ids: readonly string[]): Promise<void>;
  /** Pulls until this device has everything, then follows the stream. */
  catchUp(): Promise<void>;
  /** Receives changes from the stream. */
  receive(changes: Extract<StreamEvent, { type: 'changes' }>): void;
  /** The stream has missed changes, so they must be pulled. */
  resync(): void;
  stop(): Promise<void>;
};

const FIRST_PAGE = 100;
/** How often the position in the stream is saved; after a crash, changes since then are pulled again, which is harmless. */
const SAVE_AFTER_MS = 1_000;

/** Creates the pull of one collection. */
export const pullCollection = (parts: PullParts): CollectionPull => {
  const pull = openPull(parts);
  const { state, apply, inTurn } = pull;
  const keeping = createDelay(() => inTurn(pull.keep), SAVE_AFTER_MS);
  let pulling: Promise<void> | undefined;

  /** Repeats if the stream reported changes in the meantime. */
  const pullToEnd = async (): Promise<void> => {
    do await pullRound(pull);
    while (state().hasMissed && !pull.signal.aborted);
    if (!pull.signal.aborted) apply({ type: 'round-ended' });
    pulling = undefined;
  };
  const catchUp = (): Promise<void> => {
    pulling ??= pullToEnd();
    return pulling;
  };

  return {
    begin: pull.open,
    peek: async () => {
      if (isFilling(state())) await pull.untilDone(async () => store(pull, await ask(pull, FIRST_PAGE)));
    },
    prefetch: async (ids) => {
      if (state().checkpoint !== null || ids.length === 0) return;
      await pull.untilDone(async () => {
        const answer = await ask(pull, FIRST_PAGE, { ids: [...ids] });
        await inTurn(async () => {
          await keepAt(pull, { type: 'stored', checkpoint: answer.checkpoint });
          await write(pull, answer.documents);
        });
      });
    },
    catchUp,
    receive: ({ documents, checkpoint }) => {
      const fate = fateOfChanges(state());
      apply({ type: 'told' });
      if (fate === 'leave') return;
      void inTurn(async () => {
        // A pull that started in the meantime will bring these changes.
        if (fate === 'follow' && !state().isLive) return;
        await write(pull, documents);
        if (fate === 'store') return;
        apply({ type: 'stored', checkpoint });
        keeping.start();
      });
    },
    resync: () => {
      const wasLive = state().isLive;
      apply({ type: 'gap' });
      if (wasLive) void catchUp();
    },
    stop: async () => {
      keeping.cancel();
      await pulling;
      await pull.settled();
      await pull.keep();
    },
  };
};

const createDelay = (task: () => Promise<void>, ms: number) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    start: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void task();
      }, ms);
    },
    cancel: () => clearTimeout(timer),
  };
};
