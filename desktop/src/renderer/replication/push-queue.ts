import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Workspace } from '../database/workspace-database.ts';
import type { Backoff } from './backoff.ts';
import type { DirtyDocument, DirtyDocuments } from './dirty-documents.ts';
import type { GatewayClient } from './gateway-client.ts';
import type { RefusedChange, RefusedRows } from './refused-rows.ts';
import type { Acknowledgement, RemoteWriters } from './remote-writer.ts';
import { isClean, type StoredDocument, stateOf } from './sync-mark.ts';

/** Rows of one request: the gateway takes 500. */
const PUSH_BATCH = 250;

type Parts = {
  readonly workspace: Workspace;
  readonly writers: RemoteWriters;
  readonly dirty: DirtyDocuments;
  readonly gateway: GatewayClient;
  /** Between attempts when this device cannot store what the server answered. */
  readonly backoff: Backoff;
  readonly onProblem: (problem: unknown) => void;
  readonly signal: AbortSignal;
};

/** A refused change waits for a person; its neighbours go on, and so does a later change of the same document. */
export const isHeld = (refused: RefusedRows, { collection, id, rev }: DirtyDocument): boolean =>
  refused.find(collection, id)?.rev === rev;

/** Sends what waits, one request after the other and in the order in which it was changed, until `signal` aborts. */
export const runPushQueue = async (parts: Parts): Promise<void> => {
  const { workspace, dirty, signal } = parts;
  while (!signal.aborted) {
    const batch = nextBatch(dirty.list().filter((document) => !isHeld(workspace.refused, document)));
    if (batch.length === 0) await nextChange(dirty, signal);
    else await pushSafely(parts, batch);
  }
};

const pushSafely = async (parts: Parts, batch: readonly DirtyDocument[]): Promise<void> => {
  try {
    await pushBatch(parts, batch);
    parts.backoff.reset();
  } catch (error) {
    if (parts.signal.aborted) return;
    parts.onProblem(error);
    await parts.backoff.wait(parts.signal);
  }
};

/** The first ones that belong to one collection, so that the order of a person's changes is kept. */
const nextBatch = (waiting: readonly DirtyDocument[]): readonly DirtyDocument[] => {
  const end = waiting.findIndex(({ collection }) => collection !== waiting[0]?.collection);
  return waiting.slice(0, Math.min(PUSH_BATCH, end === -1 ? waiting.length : end));
};

const pushBatch = async (
  { workspace, writers, dirty, gateway }: Parts,
  batch: readonly DirtyDocument[],
): Promise<void> => {
  const name = batch[0]?.collection;
  if (name === undefined) return;
  const stored = await readStored(workspace, name, batch);
  dirty.look(name, stored);
  const sent = new Map(stored.filter((document) => !isClean(document)).map((document) => [document.id, document]));
  if (sent.size === 0) return;

  const rows = [...sent.values()].map((document) => ({
    newDocumentState: stateOf(document),
    assumedMasterState: document._meta.base ?? null,
  }));
  const { conflicts, refused } = await gateway.push(name, rows);
  const refusals = new Set(refused.map(({ id }) => id));
  const present = new Map(conflicts.map((state) => [state.id, state]));
  const answers = [...sent.values()]
    .filter(({ id }) => !refusals.has(id))
    .map((document): Acknowledgement => ({ sent: document, state: present.get(document.id) ?? stateOf(document) }));
  await writers[name].acknowledge(answers);
  await workspace.refused.record(
    refused.flatMap((row): RefusedChange[] => {
      const document = sent.get(row.id);
      if (!document) return [];
      const base = document._meta.base ?? null;
      return [{ ...row, collection: name, at: Date.now(), rev: document._rev, document: stateOf(document), base }];
    }),
  );
  // Given up while the answer was on its way: it is what the server has, and nobody needs to look at it.
  const given = (await readStored(workspace, name, batch)).filter(isClean);
  await workspace.refused.settle(
    name,
    given.map(({ id }) => id),
  );
};

const readStored = async (
  { collections }: Workspace,
  name: CollectionName,
  batch: readonly DirtyDocument[],
): Promise<readonly StoredDocument[]> => {
  const ids = batch.map(({ id }) => id);
  return (await collections[name].storageInstance.findDocumentsById(ids, true)) as unknown as StoredDocument[];
};

const nextChange = (dirty: DirtyDocuments, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unsubscribe = dirty.subscribe(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
