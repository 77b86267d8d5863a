import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import type { StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import type { PulledPage } from '../gateway-client.ts';
import {
  ask,
  keepAt,
  leftOutOf,
  missingOf,
  openPull,
  type Pull,
  type PullParts,
  pullRound,
  store,
  toHorizon,
  write,
} from './pull-pages.ts';
import { fateOfChanges, isFilling, type LeftOut } from './pull-state.ts';

/** Downloads one collection: first the newest documents, then the rest, then every change. */
export type CollectionPull = {
  /** Loads the position of the last run. */
  begin(): Promise<void>;
  /** Downloads the next documents of a first pull, so that a screen can show them. */
  peek(): Promise<void>;
  /** Downloads those of the given documents that are not here. */
  fetch(ids: readonly string[]): Promise<void>;
  /** What this device leaves out. */
  leftOut(): LeftOut | undefined;
  /** Downloads what is within the present horizon, if this device left it out. */
  refill(): Promise<void>;
  /** Pulls until this device has everything, then follows the stream. */
  catchUp(): Promise<void>;
  /** Receives changes from the stream. */
  receive(changes: Extract<StreamEvent, { type: 'changes' }>): void;
  /** The stream has missed changes, so they must be pulled. */
  resync(): void;
  stop(): Promise<void>;
};

const FIRST_PAGE = 100;
/** How many documents the gateway sends by their ids at once. */
const oneRequest = { room: 200, sizeOf: () => 1 };
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
    fetch: async (ids) => {
      for (const some of inParts([...new Set(ids)], oneRequest)) await inTurn(() => fetchMissing(pull, some));
    },
    leftOut: () => state().leftOut,
    refill: () => refill(pull),
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

/**
 * Asked while no change of the stream is being stored: otherwise a document that is deleted at the same time could be stored after the
 * news of its deletion.
 */
const fetchMissing = async (pull: Pull, ids: readonly string[]): Promise<void> => {
  const missing = await missingOf(pull.collection, ids);
  if (missing.length === 0) return;
  const answer = await ask(pull, FIRST_PAGE, { ids: [...missing] });
  if (pull.state().checkpoint === null) {
    await keepAt(pull, { type: 'begun', checkpoint: answer.checkpoint, leftOut: leftOutOf(answer) });
  }
  await write(pull, answer.documents);
};

/** Smaller than the pages that the server reads ahead: those could bring back a document that was deleted in the meantime. */
const REFILL_PAGE = 900;

/** Reads the pages of a new device beside the feed. If it is interrupted, it begins anew. */
const refill = async (pull: Pull): Promise<void> => {
  const { gateway, name, state, signal, inTurn } = pull;
  const horizon = pull.horizon();
  const isWithin = horizon && state().leftOut && horizon.since >= (state().leftOut?.since ?? 0);
  if (!state().leftOut || isWithin) return;
  let page: PulledPage | undefined;
  const readNext = async (): Promise<void> => {
    const checkpoint = page?.checkpoint ?? null;
    const next = await gateway.pull(name, {
      checkpoint,
      limit: REFILL_PAGE,
      ...(checkpoint === null && toHorizon(horizon)),
    });
    await write(pull, next.documents);
    page = next;
  };
  do await inTurn(readNext);
  while (page?.checkpoint.cursor !== undefined && !signal.aborted);
  // A server that has been replaced sends everything again, as it does for the feed.
  if (!page || page.restarted || signal.aborted) return;
  const leftOut = leftOutOf(page);
  await inTurn(() => keepAt(pull, { type: 'refilled', leftOut }));
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
