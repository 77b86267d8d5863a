import type { Horizon, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { isKept } from '@inbetwin/shared/entities/declaring/recent.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';
import { retryUntil, unlessAborted } from '@inbetwin/shared/timing/retry-until.ts';
import type { RxCollection } from 'rxdb';
import { openLocalDocument } from '../../database/local-document.ts';
import type { RemoteWriter } from '../../database/marks/remote-writer.ts';
import type { Sender } from '../../database/marks/restore-lost-edits.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { GatewayClient, PulledPage } from '../gateway-client.ts';
import {
  isFilling,
  type KeptPosition,
  keptOf,
  type LeftOut,
  openingPull,
  type PullEvent,
  type PullState,
  pullAfter,
} from './pull-state.ts';
import { createRecovery } from './recover-losses.ts';

/** What the pull of a collection depends on. */
export type PullParts = {
  readonly workspace: Workspace;
  readonly name: ReplicatedCollection;
  readonly writer: RemoteWriter;
  readonly gateway: GatewayClient;
  /** The delay between attempts when this device cannot store what it received. */
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** The role of the person signed in. */
  readonly sender: () => Sender | undefined;
  /** What this device holds of a large team; undefined if it holds everything. */
  readonly horizon: () => Horizon | undefined;
  /** Called when documents were stored, before the position after them is saved; not during a first pull. */
  readonly onStored: (name: ReplicatedCollection, documents: readonly SyncDocument[]) => Promise<void>;
  /** Reports what this device leaves out of the collection. */
  readonly onLeftOut: (name: ReplicatedCollection, leftOut: LeftOut | undefined) => void;
  readonly onPage: (name: ReplicatedCollection, page: PulledPage) => void;
  /** Reports how many of the server's changed documents are known to be missing here; 0 when there are none. */
  readonly onBehind: (name: ReplicatedCollection, documents: number) => void;
  readonly onProblem: (problem: unknown) => void;
};

const PAGE = 1_000;

/** A collection's pull: its state, whose position is saved to disk, and the means to store what the server sends. */
export type Pull = PullParts & {
  readonly collection: RxCollection<SyncDocument>;
  readonly state: () => PullState;
  readonly apply: (event: PullEvent) => void;
  /** Loads the position of the last run. */
  readonly open: () => Promise<void>;
  /** Saves the position. */
  readonly keep: () => Promise<void>;
  readonly recovery: ReturnType<typeof createRecovery>;
  /** Runs a task until it succeeds: a local failure, such as a full disk, must not skip what the server sent. */
  readonly untilDone: (task: () => Promise<void>) => Promise<void>;
  /** The same, one task at a time: writes of pages and of stream changes. */
  readonly inTurn: (task: () => Promise<void>) => Promise<void>;
  /** Resolves when all tasks of `inTurn` have ended. */
  readonly settled: () => Promise<void>;
};

export const openPull = (parts: PullParts): Pull => {
  const { workspace, name } = parts;
  const collection = workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const kept = openLocalDocument<KeptPosition>(workspace.database, `pull:${name}`);
  const untilDone = createPersistence(parts);
  let state = openingPull;
  let storing: Promise<void> = Promise.resolve();
  const apply = (event: PullEvent): void => {
    const { leftOut } = state;
    state = pullAfter(state, event);
    if (state.leftOut !== leftOut) parts.onLeftOut(name, state.leftOut);
  };
  return {
    ...parts,
    collection,
    state: () => state,
    apply,
    open: async () => apply({ type: 'opened', kept: await kept.read() }),
    keep: async () => {
      const position = keptOf(state);
      if (position) await kept.change(() => position);
    },
    recovery: createRecovery({ ...parts, collection }),
    untilDone,
    inTurn: (task) => {
      storing = storing.then(() => untilDone(task));
      return storing;
    },
    settled: () => storing,
  };
};

/** A local failure is reported, and withdrawn when the task has succeeded. */
const createPersistence =
  ({ signal, backoff, onProblem }: PullParts) =>
  async (task: () => Promise<void>): Promise<void> => {
    let hasFailed = false;
    const onFailed = (error: unknown): void => {
      hasFailed = true;
      onProblem(error);
    };
    await unlessAborted(signal, retryUntil(signal, task, { backoff, onFailed }));
    if (hasFailed && !signal.aborted) onProblem(undefined);
  };

/** Requests a page behind the present position. */
export const ask = (
  { gateway, name, state, horizon }: Pull,
  limit: number,
  more: { readonly count?: boolean; readonly ids?: string[] } = {},
): Promise<PulledPage> => {
  const { checkpoint } = state();
  return gateway.pull(name, { checkpoint, limit, ...(checkpoint === null && toHorizon(horizon())), ...more });
};

/** As a field of a request. */
export const toHorizon = (horizon: Horizon | undefined) => (horizon ? { horizon } : {});

/** What the page of a first pull says about what it leaves out. */
export const leftOutOf = ({ since, total = 0 }: PulledPage): LeftOut | undefined =>
  since === undefined ? undefined : { since, total };

/** Stores documents of the server. Doubtful states are verified with it before the position after them is saved. */
export const write = async (pull: Pull, documents: readonly SyncDocument[]): Promise<void> => {
  const { state, writer, recovery, onStored, name } = pull;
  const isFirst = isFilling(state());
  const doubtful = isFirst ? await writer.fill(documents) : await writer.apply(documents);
  if (doubtful.length > 0) await recovery.compare(doubtful);
  if (!isFirst) await onStored(name, documents);
};

/** Of a server that sends everything again, this device takes what it has, and what a new device would receive. */
const withoutLeftOut = async (pull: Pull, documents: readonly SyncDocument[]): Promise<readonly SyncDocument[]> => {
  const { leftOut } = pull.state();
  if (!leftOut) return documents;
  const { ofLargeTeams } = entities[pull.name];
  const missing = new Set(
    await missingOf(
      pull.collection,
      documents.map(({ id }) => id),
    ),
  );
  return documents.filter((document) => !missing.has(document.id) || isKept(ofLargeTeams, document, leftOut.since));
};

/** Those of the documents that this device does not have, not even as deleted ones. */
export const missingOf = async (
  { storageInstance }: RxCollection<SyncDocument>,
  ids: readonly string[],
): Promise<readonly string[]> => {
  const unique = [...new Set(ids)];
  const found = await storageInstance.findDocumentsById(unique, true);
  const present = new Set(found.map(({ id }) => id));
  return unique.filter((id) => !present.has(id));
};

/** Stores a page and saves the position behind it. */
export const store = (pull: Pull, page: PulledPage): Promise<void> =>
  pull.inTurn(async () => {
    if (page.beginning) await keepAt(pull, { type: 'begun', checkpoint: page.beginning, leftOut: leftOutOf(page) });
    const isReplay = page.restarted === true || pull.state().isRestarted;
    await write(pull, isReplay ? await withoutLeftOut(pull, page.documents) : page.documents);
    await keepAt(pull, { type: 'stored', checkpoint: page.checkpoint, restarted: page.restarted === true });
    pull.onPage(pull.name, page);
  });

/** Moves and saves the position. */
export const keepAt = (
  { apply, keep }: Pull,
  event: Extract<PullEvent, { type: 'stored' | 'begun' | 'refilled' }>,
): Promise<void> => {
  apply(event);
  return keep();
};

/** Pulls until the server has nothing more. */
export const pullRound = async (pull: Pull): Promise<void> => {
  pull.apply({ type: 'round-begun' });
  await pull.untilDone(() => pullAll(pull));
  await pull.inTurn(() => restoreUnreported(pull));
};

/** Requests the next page while the current one is being stored. */
const pullAll = async (pull: Pull): Promise<void> => {
  const { gateway, name, signal, onBehind } = pull;
  let page: PulledPage | undefined = await ask(pull, PAGE, { count: !isFilling(pull.state()) });
  const isCounted = page.remaining !== undefined;
  /** Number of documents in the pages to come. */
  let remaining = page.remaining ?? 0;
  while (page && !signal.aborted) {
    const following: Promise<PulledPage> | undefined = page.more
      ? gateway.pull(name, { checkpoint: page.checkpoint, limit: PAGE })
      : undefined;
    if (isCounted) onBehind(name, page.documents.length + remaining);
    await Promise.all([following, store(pull, page)]);
    page = await following;
    // Documents changed since the count may be included.
    remaining = Math.max(0, remaining - (page?.documents.length ?? 0));
  }
  onBehind(name, 0);
};

/** After a restart of the server, what it did not send is lost there, and this device gives it back. */
const restoreUnreported = async ({ state, apply, keep, signal, recovery }: Pull): Promise<void> => {
  if (!state().isRestarted || signal.aborted) return;
  await recovery.findUntold();
  apply({ type: 'losses-restored' });
  await keep();
};
