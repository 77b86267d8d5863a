import type { StreamEvent, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { openLocalDocument } from '../../database/local-document.ts';
import type { Giver } from '../../database/marks/give-back.ts';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { Backoff } from '../backoff.ts';
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

/** Brings one collection of the server here: first what is newest, then the rest, then whatever changes. */
export type CollectionPull = {
  /** Takes up where the last run was. */
  begin(): Promise<void>;
  /** During a first pull: the next documents, so that a screen can show them. */
  peek(): Promise<void>;
  /** On a new device, before anything else of the collection: what the first screen names. 200 at most. */
  bring(ids: readonly string[]): Promise<void>;
  /** Pulls until this device holds all that the server has, then follows the stream. */
  catchUp(): Promise<void>;
  /** From the stream. */
  receive(changes: Extract<StreamEvent, { type: 'changes' }>): void;
  /** The stream missed something. */
  resync(): void;
  stop(): Promise<void>;
};

type Parts = {
  readonly workspace: Workspace;
  readonly name: ReplicatedCollection;
  readonly writer: RemoteWriter;
  readonly gateway: GatewayClient;
  /** Between attempts when this device cannot store what came. */
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** Who is signed in. */
  readonly giver: () => Giver | undefined;
  readonly onPage: (name: ReplicatedCollection, page: PulledPage) => void;
  /** How many changed documents of the server are known not to be here yet; 0 when all are. */
  readonly onBehind: (name: ReplicatedCollection, documents: number) => void;
  readonly onProblem: (problem: unknown) => void;
};

const FIRST_PAGE = 100;
const PAGE = 1_000;
/** What the stream brought is remembered this often: after a crash it is pulled again, which is harmless. */
const SAVE_AFTER_MS = 1_000;

export const pullCollection = (parts: Parts): CollectionPull => {
  const { workspace, name, writer, gateway, signal } = parts;
  const collection = workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const recovery = createRecovery({ ...parts, collection });
  const untilDone = createPersistence(parts);
  const position = openPosition(workspace, name);
  const { state, apply } = position;
  /** One write after the other: pages, and what the stream brings. */
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

  /** What is in doubt is asked for anew before the place behind it is kept. */
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

  /** The next page travels while this one is stored. */
  const pullAll = async (): Promise<void> => {
    let page: PulledPage | undefined = await ask(PAGE, { count: !isFilling(state()) });
    const isCounted = page.remaining !== undefined;
    /** In the pages to come. */
    let remaining = page.remaining ?? 0;
    while (page && !signal.aborted) {
      const following: Promise<PulledPage> | undefined = page.more
        ? gateway.pull(name, { checkpoint: page.checkpoint, limit: PAGE })
        : undefined;
      if (isCounted) parts.onBehind(name, page.documents.length + remaining);
      await Promise.all([following, store(page)]);
      page = await following;
      // What changed since it was counted may come, too.
      remaining = Math.max(0, remaining - (page?.documents.length ?? 0));
    }
    parts.onBehind(name, 0);
  };

  const giveBackUntold = async (): Promise<void> => {
    if (!state().isRestarted || signal.aborted) return;
    await recovery.findUntold();
    apply({ type: 'given-back' });
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
    bring: async (ids) => {
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
        // A pull that began meanwhile brings it in its place.
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

/** The state of a collection's pull, of which the position is kept on the disk. */
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

/** A failure on this side (no room, say) is told and tried again: what the server sent must not be skipped. */
const createPersistence =
  ({ signal, backoff, onProblem }: Parts) =>
  async (task: () => Promise<void>): Promise<void> => {
    for (let failed = false; !signal.aborted; failed = true) {
      try {
        await task();
        if (failed) onProblem(undefined);
        return;
      } catch (error) {
        if (signal.aborted) return;
        onProblem(error);
        await backoff.wait(signal);
      }
    }
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
