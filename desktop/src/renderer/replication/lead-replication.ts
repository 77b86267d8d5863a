import type { WatchRequest } from '@inbetwin/shared/contracts/sync.ts';
import { type PullPhase, pullPhases } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities, type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { untilAborted } from '@inbetwin/shared/timing/until-heard.ts';
import { createRemoteWriters } from '../database/marks/remote-writer.ts';
import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';
import { failureOf } from './answer-failure.ts';
import { createGatewayClient } from './gateway-client.ts';
import type { OwnFetch } from './own-fetch.ts';
import { followRange } from './pull/follow-range.ts';
import { type CollectionPull, pullCollection } from './pull/pull-collection.ts';
import { createReferences, type References } from './pull/references.ts';
import { createDirtyDocuments, type DirtyDocuments } from './push/dirty-documents.ts';
import { isHeld, runPushQueue } from './push/push-queue.ts';
import type { LeaderState, ReplicationParts } from './replication.ts';
import { createGate } from './stream/gate.ts';
import { followStream } from './stream/live-stream.ts';
import type { TabFeed } from './stream/run-feed.ts';
import { createSyncRecord, type SyncRecord } from './sync-record.ts';

/** The collections of a phase of a first pull. */
const namesIn = (phase: PullPhase) => replicatedNames.filter((name) => entities[name].firstPull === phase);

/** Counts soon after the first of a series of writes, and then at this interval while they continue, as they do during an import. */
const FIRST_COUNT_MS = 40;
const NEXT_COUNT_MS = 400;

/** What replication depends on. */
export type LeadParts = {
  readonly workspace: Workspace;
  readonly session: ReplicationParts['session'];
  readonly fetchOwn: OwnFetch;
  readonly signal: AbortSignal;
  readonly tell: (state: LeaderState) => void;
  readonly runs: TabFeed;
  readonly backoff: RetryLimits;
  /** Collections with more documents are held in part. */
  readonly wholeUpTo: number | undefined;
};

/** Replicates all collections over one live stream until `signal` aborts; resolves when all activity has ended. */
export const leadReplication = async (parts: LeadParts): Promise<void> => {
  const { workspace, signal, fetchOwn } = parts;
  const gate = createGate();
  const retries = createBackoff(parts.backoff);
  const reconnects = createBackoff(parts.backoff);
  const storing = createBackoff(parts.backoff);
  const record = await createSyncRecord(workspace, parts.tell);
  await workspace.refused.ready();

  const writers = createRemoteWriters(workspace);
  const dirty = createDirtyDocuments({
    workspace,
    isHeld: (document) => isHeld(workspace.refused, document),
    onProblem: record.problem,
  });
  const unfollow = followDirty({ workspace, dirty, record });
  await recheckRefused(workspace, dirty);
  const gateway = createGatewayClient({
    fetch: fetchOwn,
    gate,
    backoff: retries,
    signal,
    onAnswer: record.answered,
    onProblem: record.problem,
  });
  const common = { workspace, gateway, signal, backoff: storing, onProblem: record.problem };
  const sender = () => parts.session.snapshot().team;
  const range = await followRange(workspace, parts.wholeUpTo);
  const pulls = new Map<ReplicatedCollection, CollectionPull>();
  const references = createReferences(workspace, pulls);
  const told = { sender, onPage: record.received, onBehind: record.behind, onLeftOut: record.leftOut };
  for (const name of namesOf(workspace)) {
    const bounds = { horizon: () => range.horizon(name), onStored: references.follow };
    pulls.set(name, pullCollection({ ...common, ...told, ...bounds, name, writer: writers[name] }));
  }
  /** Ends all delays, because an attempt is likely to succeed now. */
  const wake = (): void => {
    for (const backoff of [reconnects, retries, storing]) backoff.wake();
  };
  const unsubscribe = parts.session.subscribe(wake);
  const runs = parts.runs.lead({
    subscribe: (stream, watch) => subscribeToRuns(fetchOwn, { stream, runs: watch }),
    backoff: createBackoff(parts.backoff),
    signal,
  });
  let wasReady = false;

  const streaming = followStream({
    fetch: fetchOwn,
    backoff: reconnects,
    signal,
    onEvent: (event) => {
      if (event.type === 'changes') pulls.get(event.collection)?.receive(event);
      if (event.type === 'resync') pulls.get(event.collection)?.resync();
      if (event.type === 'runs') runs.news(event);
      if (event.type === 'runs-missed') runs.missed();
      if (event.type !== 'ready') return;
      reconnects.reset();
      gate.open();
      retries.wake();
      record.status('online');
      // The first pulls wait at the gate; later ones must catch up with changes missed while the stream was down.
      if (wasReady) for (const pull of pulls.values()) pull.resync();
      wasReady = true;
      runs.ready(event.stream);
    },
    onLost: (status) => {
      gate.close();
      runs.lost();
      record.status(status);
    },
    onWake: wake,
  });
  const pushing = dirty.start().then(() => runPushQueue({ ...common, writers, dirty }));
  const filling = fill({ workspace, pulls, references }, record.isFilled()).then(() => {
    if (!signal.aborted) record.filled();
  });
  const pulling = filling.then(() => range.follow(pulls, signal));

  await untilAborted(signal);
  unsubscribe();
  range.stop();
  await Promise.all([streaming, pushing, pulling]);
  await Promise.all([...pulls.values()].map((pull) => pull.stop()));
  unfollow();
  await dirty.stop();
  await record.stop();
};

/**
 * Refused changes precede the position from which changes are scanned, so they are looked up. A crash may have kept some resolved ones in
 * the list.
 */
const recheckRefused = async ({ collections, refused }: Workspace, dirty: DirtyDocuments): Promise<void> => {
  for (const { collection, id } of refused.list()) {
    const found = await collections[collection]?.storageInstance.findDocumentsById([id], true);
    const [stored] = (found ?? []) as readonly StoredDocument[];
    if (stored && isClean(stored)) await refused.settle(collection, [id]);
    else if (stored) dirty.look(collection, [stored]);
  }
};

const namesOf = ({ collections }: Workspace): readonly ReplicatedCollection[] =>
  replicatedNames.filter((name) => name in collections);

type Pulls = ReadonlyMap<ReplicatedCollection, CollectionPull>;
type Filling = { readonly workspace: Workspace; readonly pulls: Pulls; readonly references: References };

/** First the inbox with its names, then the first page of every collection, then the rest with what it refers to. */
const fill = async ({ workspace, pulls, references }: Filling, isFilled: boolean): Promise<void> => {
  const each = (names: readonly ReplicatedCollection[], task: (pull: CollectionPull) => Promise<void>) =>
    Promise.all(names.flatMap((name) => pulls.get(name) ?? []).map(task));
  await each([...pulls.keys()], (pull) => pull.begin());
  if (isFilled) {
    await each([...pulls.keys()], (pull) => pull.catchUp());
    return;
  }
  await each(['settings', 'conversations'], (pull) => pull.peek());
  await pulls.get('contacts')?.fetch(await newestCustomers(workspace));
  for (const phase of pullPhases) await each(namesIn(phase), (pull) => pull.peek());
  for (const phase of pullPhases) {
    await each(namesIn(phase), (pull) => pull.catchUp());
    await references.followUpTo(phase);
  }
};

const NEWEST = 100;

/** The contacts of the newest conversations on this device; they may be older than thousands of other contacts. */
const newestCustomers = async ({ collections }: Workspace): Promise<readonly string[]> => {
  if (!('conversations' in collections)) return [];
  const newest = await collections.conversations.find({ sort: [{ recency: 'asc' }], limit: NEWEST }).exec();
  return [...new Set(newest.map(({ contactId }) => contactId))];
};

type Following = {
  readonly workspace: Workspace;
  readonly dirty: DirtyDocuments;
  readonly record: SyncRecord;
};

/** Counts the documents that wait to be sent, and drops refusals of documents that equal the server's state again. */
const followDirty = ({ workspace: { refused }, dirty, record }: Following): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let countedAt = Number.NEGATIVE_INFINITY;
  const count = (): void => {
    timer = undefined;
    countedAt = performance.now();
    record.pending(dirty.listOwn().filter((one) => !isHeld(refused, one)).length);
  };
  const countSoon = (): void => {
    timer ??= setTimeout(count, performance.now() - countedAt < NEXT_COUNT_MS ? NEXT_COUNT_MS : FIRST_COUNT_MS);
  };
  const unsubscribe = [
    refused.subscribe(countSoon),
    dirty.subscribe(({ collection, id, isDirty }) => {
      countSoon();
      if (!isDirty) refused.settle(collection, [id]).catch(record.problem);
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const leave of unsubscribe) leave();
  };
};

const subscribeToRuns = async (fetchOwn: OwnFetch, request: WatchRequest): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetchOwn('/sync/v1/watch', { method: 'POST', headers, body: JSON.stringify(request) });
  if (!response.ok) throw await failureOf(response);
};
