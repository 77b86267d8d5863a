import type { StreamEvent, SyncCheckpoint, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { openLocalDocument } from '../../database/local-document.ts';
import type { Giver } from '../../database/marks/give-back.ts';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { Backoff } from '../backoff.ts';
import type { GatewayClient, PulledPage } from '../gateway-client.ts';
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

/**
 * `cursor`: the first pull is under way, newest first. `isRestarted`: the server tells everything again, since it does not know
 * where this device was; what it does not tell of it has lost.
 */
type Kept = { readonly checkpoint: SyncCheckpoint; readonly isRestarted?: boolean };

const FIRST_PAGE = 100;
const PAGE = 1_000;
/** What the stream brought is remembered this often: after a crash it is pulled again, which is harmless. */
const SAVE_AFTER_MS = 1_000;

export const pullCollection = (parts: Parts): CollectionPull => {
  const { workspace, name, writer, gateway, signal } = parts;
  const kept = openLocalDocument<Kept>(workspace.database, `pull:${name}`);
  const collection = workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const recovery = createRecovery({ ...parts, collection });
  const untilDone = createPersistence(parts);
  /** One write after the other: pages, and what the stream brings. */
  let storing: Promise<void> = Promise.resolve();
  let pulling: Promise<void> | undefined;
  let checkpoint: SyncCheckpoint | null = null;
  let isRestarted = false;
  /** The stream follows without a gap only behind a pull that came to its end. */
  let isLive = false;
  /** Something passed on the stream while a pull was under way. */
  let missed = false;

  const inTurn = (task: () => Promise<void>): Promise<void> => {
    storing = storing.then(() => untilDone(task));
    return storing;
  };
  const keep = async (value: SyncCheckpoint | null): Promise<void> => {
    checkpoint = value;
    if (value) await kept.change(() => ({ checkpoint: value, ...(isRestarted && { isRestarted }) }));
  };
  const keepPresent = () => keep(checkpoint);
  const keeping = createDelay(() => inTurn(keepPresent), SAVE_AFTER_MS);
  const isFilling = (): boolean => checkpoint === null || checkpoint.cursor !== undefined;

  /** What is in doubt is asked for anew before the place behind it is kept. */
  const write = async (documents: readonly SyncDocument[]): Promise<void> => {
    const doubtful = isFilling() ? await writer.fill(documents) : await writer.apply(documents);
    if (doubtful.length > 0) await recovery.compare(doubtful);
  };

  const store = (page: PulledPage): Promise<void> =>
    inTurn(async () => {
      if (page.beginning) await keep(page.beginning);
      await write(page.documents);
      isRestarted ||= page.restarted === true;
      await keep(page.checkpoint);
      parts.onPage(name, page);
    });

  /** The next page travels while this one is stored. */
  const pullAll = async (): Promise<void> => {
    let page: PulledPage | undefined = await gateway.pull(name, { checkpoint, limit: PAGE, count: !isFilling() });
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
    if (!isRestarted || signal.aborted) return;
    await recovery.findUntold();
    isRestarted = false;
    await keepPresent();
  };

  const pullToEnd = async (): Promise<void> => {
    do {
      missed = false;
      await untilDone(pullAll);
      await inTurn(giveBackUntold);
    } while (missed && !signal.aborted);
    isLive = !signal.aborted;
    pulling = undefined;
  };

  const catchUp = (): Promise<void> => {
    pulling ??= pullToEnd();
    return pulling;
  };

  return {
    begin: async () => {
      const before = await kept.read();
      checkpoint = before?.checkpoint ?? null;
      isRestarted = before?.isRestarted === true;
    },
    peek: async () => {
      if (isFilling()) await untilDone(async () => store(await gateway.pull(name, { checkpoint, limit: FIRST_PAGE })));
    },
    bring: async (ids) => {
      if (checkpoint !== null || ids.length === 0) return;
      await untilDone(async () => {
        const answer = await gateway.pull(name, { checkpoint, limit: FIRST_PAGE, ids: [...ids] });
        await inTurn(async () => {
          await keep(answer.checkpoint);
          await write(answer.documents);
        });
      });
    },
    catchUp,
    receive: ({ documents, checkpoint: place }) => {
      if (!isLive) missed = true;
      const wasFilling = !isLive && checkpoint?.cursor !== undefined;
      if (!isLive && !wasFilling) return;
      void inTurn(async () => {
        // A pull that began meanwhile brings it in its place.
        if (!wasFilling && !isLive) return;
        await write(documents);
        if (wasFilling) return;
        checkpoint = place;
        keeping.start();
      });
    },
    resync: () => {
      missed = true;
      if (!isLive) return;
      isLive = false;
      void catchUp();
    },
    stop: async () => {
      keeping.cancel();
      await pulling;
      await storing;
      await keepPresent();
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
