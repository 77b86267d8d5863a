import type { StreamEvent, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import type { RxCollection } from 'rxdb';
import { openLocalDocument } from '../../database/local-document.ts';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import type { Sender } from '../../database/marks/restore-lost-edits.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { GatewayClient, PulledPage } from '../gateway-client.ts';
import {
  fateOfChanges,
  isFilling,
  type KeptPosition,
  keptOf,
  openingPull,
  type PullEvent,
  pullAfter,
} from './pull-state.ts';
import { createRecovery } from './recover-losses.ts';

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

type Parts = {
  readonly workspace: Workspace;
  readonly name: ReplicatedCollection;
  readonly writer: RemoteWriter;
  readonly gateway: GatewayClient;
  /** The delay between attempts when this device cannot store what it received. */
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** The role of the person signed in. */
  readonly sender: () => Sender | undefined;
  readonly onPage: (name: ReplicatedCollection, page: PulledPage) => void;
  /** Reports how many of the server's changed documents are known to be missing here; 0 when there are none. */
  readonly onBehind: (name: ReplicatedCollection, documents: number) => void;
  readonly onProblem: (problem: unknown) => void;
};

const FIRST_PAGE = 100;
const PAGE = 1_000;
/** How often the position in the stream is saved; after a crash, changes since then are pulled again, which is harmless. */
const SAVE_AFTER_MS = 1_000;

/** Creates the pull of one collection. */
export const pullCollection = (parts: Parts): CollectionPull => {
  const { workspace, name, writer, gateway, signal } = parts;
  const collection = workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const recovery = createRecovery({ ...parts, collection });
  const untilDone = createPersistence(parts);
  const position = openPosition(workspace, name);
  const { state, apply } = position;
  /** Serializes writes of pages and of stream changes. */
  let storing: Promise<void> = Promise.resolve();
  let pulling: Promise<void> | undefined;

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    storing = storing.then(() => untilDone(task));
    return storing;
  };
  const keeping = createDelay(() => inTurn(position.keep), SAVE_AFTER_MS);

  const keepAt = (event: Extract<PullEvent, { type: 'stored' }>): Promise<void> => {
    apply(event);
    return position.keep();
  };

  /** Doubtful states are verified with the server before the position after them is saved. */
  const write = async (documents: readonly SyncDocument[]): Promise<void> => {
    const doubtful = isFilling(state()) ? await writer.fill(documents) : await writer.apply(documents);
    if (doubtful.length > 0) await recovery.compare(doubtful);
  };

  const store = (page: PulledPage): Promise<void> =>
    inTurn(async () => {
      if (page.beginning) await keepAt({ type: 'stored', checkpoint: page.beginning });
      await write(page.documents);
      await keepAt({ type: 'stored', checkpoint: page.checkpoint, restarted: page.restarted === true });
      parts.onPage(name, page);
    });

  const ask = (limit: number, more: { readonly count?: boolean; readonly ids?: string[] } = {}) =>
    gateway.pull(name, { checkpoint: state().checkpoint, limit, ...more });

  /** Requests the next page while the current one is being stored. */
  const pullAll = async (): Promise<void> => {
    let page: PulledPage | undefined = await ask(PAGE, { count: !isFilling(state()) });
    const isCounted = page.remaining !== undefined;
    /** Number of documents in the pages to come. */
    let remaining = page.remaining ?? 0;
    while (page && !signal.aborted) {
      const following: Promise<PulledPage> | undefined = page.more
        ? gateway.pull(name, { checkpoint: page.checkpoint, limit: PAGE })
        : undefined;
      if (isCounted) parts.onBehind(name, page.documents.length + remaining);
      await Promise.all([following, store(page)]);
      page = await following;
      // Documents changed since the count may be included.
      remaining = Math.max(0, remaining - (page?.documents.length ?? 0));
    }
    parts.onBehind(name, 0);
  };

  const giveBackUntold = async (): Promise<void> => {
    if (!state().isRestarted || signal.aborted) return;
    await recovery.findUntold();
    apply({ type: 'losses-restored' });
    await position.keep();
  };

  const pullToEnd = async (): Promise<void> => {
    do {
      apply({ type: 'round-begun' });
      await untilDone(pullAll);
      await inTurn(giveBackUntold);
    } while (state().hasMissed && !signal.aborted);
    if (!signal.aborted) apply({ type: 'round-ended' });
    pulling = undefined;
  };

  const catchUp = (): Promise<void> => {
    pulling ??= pullToEnd();
    return pulling;
  };

  return {
    begin: position.open,
    peek: async () => {
      if (isFilling(state())) await untilDone(async () => store(await ask(FIRST_PAGE)));
    },
    prefetch: async (ids) => {
      if (state().checkpoint !== null || ids.length === 0) return;
      await untilDone(async () => {
        const answer = await ask(FIRST_PAGE, { ids: [...ids] });
        await inTurn(async () => {
          await keepAt({ type: 'stored', checkpoint: answer.checkpoint });
          await write(answer.documents);
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
        await write(documents);
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
      await storing;
      await position.keep();
    },
  };
};

/** The state of a collection's pull, whose position is saved to disk. */
const openPosition = (workspace: Workspace, name: ReplicatedCollection) => {
  const kept = openLocalDocument<KeptPosition>(workspace.database, `pull:${name}`);
  let state = openingPull;
  const apply = (event: PullEvent): void => {
    state = pullAfter(state, event);
  };
  return {
    state: () => state,
    apply,
    open: async (): Promise<void> => apply({ type: 'opened', kept: await kept.read() }),
    keep: async (): Promise<void> => {
      const position = keptOf(state);
      if (position) await kept.change(() => position);
    },
  };
};

/** A local failure, such as a full disk, is reported and retried, because what the server sent must not be skipped. */
const createPersistence =
  ({ signal, backoff, onProblem }: Parts) =>
  async (task: () => Promise<void>): Promise<void> => {
    let hasFailed = false;
    const onFailed = (error: unknown): void => {
      hasFailed = true;
      onProblem(error);
    };
    await unlessAborted(signal, retryUntil(signal, task, { backoff, onFailed }));
    if (hasFailed && !signal.aborted) onProblem(undefined);
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
