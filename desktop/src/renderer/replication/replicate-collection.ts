import type { StreamEvent, SyncCheckpoint, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { RxCollection } from 'rxdb';
import { type RxReplicationState, replicateRxCollection } from 'rxdb/plugins/replication';
import { Subject } from 'rxjs';
import type { Workspace } from '../database/workspace-database.ts';
import type { GatewayClient, SyncRow } from './gateway-client.ts';
import { isSameState } from './merge.ts';
import { countPending } from './pending.ts';
import type { RefusedChange, RefusedRows } from './refused-rows.ts';
import type { SyncRecord } from './sync-record.ts';

export type CollectionReplication = {
  start(): Promise<void>;
  /** Resolves when everything that the server held at the start is here. */
  filled(): Promise<void>;
  receive(changes: Extract<StreamEvent, { type: 'changes' }>): void;
  /** Pulls from the checkpoint. */
  resync(): void;
  stop(): Promise<void>;
};

type Parts = {
  readonly workspace: Workspace;
  readonly name: CollectionName;
  readonly gateway: GatewayClient;
  readonly record: SyncRecord;
};

const PULL_BATCH = 500;
const PUSH_BATCH = 50;
/** The calls wait for the server themselves; this is for what they throw when replication stops. */
const RETRY_MS = 1_000;
/** Counting follows a burst of writes rather than each of them. */
const COUNT_AFTER_MS = 60;

/** Written by the server alone; without pushing RxDB keeps no second copy of each document. */
const pullOnly: readonly CollectionName[] = ['runs', 'settings'];

export const replicateCollection = ({ workspace, name, gateway, record }: Parts): CollectionReplication => {
  const collection: RxCollection<SyncDocument> = workspace.collections[name] as unknown as RxCollection<SyncDocument>;
  const live = new Subject<Live>();
  const replication = replicateRxCollection<SyncDocument, SyncCheckpoint>({
    replicationIdentifier: 'gateway',
    collection,
    live: true,
    autoStart: false,
    // The caller is the leader already, and a tab that becomes visible must not start a second replication.
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    retryTime: RETRY_MS,
    pull: {
      batchSize: PULL_BATCH,
      stream$: live.asObservable(),
      handler: async (checkpoint, limit) => {
        const pulled = await gateway.pull(name, checkpoint ?? null, limit);
        record.received(pulled.documents.length);
        return pulled;
      },
    },
    ...(!pullOnly.includes(name) && {
      push: { batchSize: PUSH_BATCH, handler: (rows) => push({ name, gateway, refused: workspace.refused }, rows) },
    }),
  });
  const counting = pullOnly.includes(name)
    ? undefined
    : keepCounting(collection, replication, (documents) => record.pending(name, documents));

  return {
    start: async () => {
      await replication.start();
      counting?.count();
    },
    filled: () => replication.awaitInitialReplication(),
    receive: ({ documents, checkpoint }) => live.next({ documents, checkpoint }),
    resync: () => live.next('RESYNC'),
    stop: async () => {
      await counting?.stop();
      await replication.cancel();
    },
  };
};

type Live = 'RESYNC' | { documents: SyncDocument[]; checkpoint: SyncCheckpoint };
type Pushing = { readonly name: CollectionName; readonly gateway: GatewayClient; readonly refused: RefusedRows };

const push = async ({ name, gateway, refused }: Pushing, rows: SyncRow[]): Promise<SyncDocument[]> => {
  for (const row of rows) restoreBase(row, refused.find(name, row.newDocumentState.id));
  const sent = new Map(rows.map((row) => [row.newDocumentState.id, row]));
  const answer = await gateway.push(name, rows);
  const unsettled = new Set([...answer.conflicts, ...answer.refused].map(({ id }) => id));
  await refused.settle(
    name,
    [...sent.keys()].filter((id) => !unsettled.has(id)),
  );
  await refused.record(
    answer.refused.flatMap((row): RefusedChange[] => {
      const change = sent.get(row.id);
      if (!change) return [];
      const { newDocumentState: document, assumedMasterState } = change;
      return [{ ...row, collection: name, at: Date.now(), document, base: assumedMasterState ?? null }];
    }),
  );
  return answer.conflicts;
};

/**
 * RxDB takes a refused change for accepted, or it would send it for ever. As long as it does, the comparison and any
 * merge must start from what the server held before. RxDB reads the row again when it resolves a conflict, which is why
 * it is changed in place.
 */
const restoreBase = (row: SyncRow, refused: RefusedChange | undefined): void => {
  if (!refused || !row.assumedMasterState || !isSameState(row.assumedMasterState, refused.document)) return;
  row.assumedMasterState = refused.base ?? undefined;
};

const keepCounting = (
  collection: RxCollection<SyncDocument>,
  replication: RxReplicationState<SyncDocument, SyncCheckpoint>,
  tell: (documents: number) => void,
) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let counted: Promise<void> = Promise.resolve();
  const countNow = (): void => {
    timer = undefined;
    counted = counted.then(async () => tell(await countPending(replication)));
  };
  const count = (): void => {
    timer ??= setTimeout(countNow, COUNT_AFTER_MS);
  };
  const subscriptions = [
    collection.eventBulks$.subscribe(({ context }) => {
      if (!context.startsWith('replication-downstream')) count();
    }),
    replication.active$.subscribe(count),
  ];
  return {
    count,
    stop: async () => {
      for (const subscription of subscriptions) subscription.unsubscribe();
      clearTimeout(timer);
      await counted;
    },
  };
};
