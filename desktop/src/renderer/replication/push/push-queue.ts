import type { PushResponse, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Backoff } from '@inbetwin/shared/timing/backoff.ts';
import { tryOnce } from '@inbetwin/shared/timing/retry-until.ts';
import { untilHeard } from '@inbetwin/shared/timing/until-heard.ts';
import type { RxCollection } from 'rxdb';
import type { RefusedChange, RefusedRows } from '../../database/marks/refused-rows.ts';
import type { Acknowledgement, RemoteWriters } from '../../database/marks/remote-writer.ts';
import { isClean, type StoredDocument, stateOf } from '../../database/marks/sync-mark.ts';
import { readWritten } from '../../database/marks/written-documents.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import type { GatewayClient, SyncRow } from '../gateway-client.ts';
import type { DirtyDocuments } from './dirty-documents.ts';
import type { DirtyDocument } from './dirty-list.ts';

/** The maximum number of rows that the gateway accepts per request. */
const PUSH_BATCH = 500;

type Parts = {
  readonly workspace: Workspace;
  readonly writers: RemoteWriters;
  readonly dirty: DirtyDocuments;
  readonly gateway: GatewayClient;
  /** The delay between attempts when this device cannot store the server's answer. */
  readonly backoff: Backoff;
  readonly onProblem: (problem: unknown) => void;
  readonly signal: AbortSignal;
};

/** A refused change waits for a person; other documents, and a later change of the same one, continue. */
export const isHeld = (refused: RefusedRows, { collection, id, rev }: DirtyDocument): boolean =>
  refused.find(collection, id)?.rev === rev;

/** Documents read from the database, in the order of sending. */
type Batch = { readonly name: ReplicatedCollection; readonly documents: readonly StoredDocument[] };
type Sent = Pick<DirtyDocument, 'collection' | 'id' | 'rev'>;
type ReadAhead = { readonly chosen: readonly DirtyDocument[]; readonly reading: Promise<Batch> };

/**
 * Sends waiting changes in their order, one request at a time, until `signal` aborts. During a request, the next batch is read and the
 * previous answer is stored.
 */
export const runPushQueue = async (parts: Parts): Promise<void> => {
  const { workspace, dirty, gateway, signal } = parts;
  /** Documents that are in transit, or answered but not stored yet, as they were sent. */
  const busy = new Map<string, Sent>();
  let noting: Promise<void> = Promise.resolve();
  let ahead: ReadAhead | undefined;

  const choose = (): readonly DirtyDocument[] =>
    nextBatch(dirty.list().filter((one) => !busy.has(keyOf(one)) && !isHeld(workspace.refused, one)));

  /** Whether a document was changed again after it was sent; changes made after that one must not overtake it. */
  const isBehind = (): boolean =>
    [...busy.values()].some(({ collection, id, rev }) => (dirty.find(collection, id)?.rev ?? rev) !== rev);

  /** A batch that was read ahead is used only if it is still current; a reply may be deleted before it is sent. */
  const readBatch = (chosen: readonly DirtyDocument[]): Promise<Batch> =>
    ahead && isSameChoice(ahead.chosen, chosen) ? ahead.reading : read(parts, chosen);

  const readAhead = (): ReadAhead | undefined => {
    const chosen = choose();
    if (chosen.length === 0) return undefined;
    const reading = read(parts, chosen);
    // The caller that uses the batch gets the error.
    reading.catch(() => undefined);
    return { chosen, reading };
  };

  const noteAnswer = async (batch: Batch, answer: PushResponse): Promise<void> => {
    await safely(parts, () => note(parts, batch, answer));
    for (const one of sentOf(batch)) busy.delete(keyOf(one));
  };

  const send = async (batch: Batch): Promise<void> => {
    for (const one of sentOf(batch)) busy.set(keyOf(one), one);
    try {
      const answering = gateway.push(batch.name, batch.documents.map(toRow));
      ahead = readAhead();
      const answer = await answering;
      await noting;
      noting = noteAnswer(batch, answer);
    } catch (error) {
      for (const one of sentOf(batch)) busy.delete(keyOf(one));
      throw error;
    }
  };

  while (!signal.aborted) {
    if (isBehind()) await noting;
    const chosen = choose();
    if (chosen.length > 0) {
      await safely(parts, async () => {
        const batch = await readBatch(chosen);
        if (batch.documents.length > 0) await send(batch);
      });
    } else if (busy.size > 0) await noting;
    else await untilHeard(dirty.subscribe, signal);
  }
  await noting;
};

const keyOf = ({ collection, id }: Sent): string => `${collection}/${id}`;

const sentOf = ({ name, documents }: Batch): readonly Sent[] =>
  documents.map(({ id, _rev: rev }) => ({ collection: name, id, rev }));

const isSameChoice = (a: readonly Sent[], b: readonly Sent[]): boolean =>
  a.length === b.length && a.every((one, at) => keyOf(one) === keyOf(b[at] ?? one) && one.rev === b[at]?.rev);

const safely = async ({ backoff, onProblem, signal }: Parts, task: () => Promise<void>): Promise<void> => {
  await tryOnce(signal, task, { backoff, onFailed: onProblem });
};

/** The first documents that belong to one collection, so that the order of changes is preserved. */
const nextBatch = (waiting: readonly DirtyDocument[]): readonly DirtyDocument[] => {
  const end = waiting.findIndex(({ collection }) => collection !== waiting[0]?.collection);
  return waiting.slice(0, Math.min(PUSH_BATCH, end === -1 ? waiting.length : end));
};

/** Reads the chosen documents that still wait to be sent. */
const read = async ({ workspace, dirty }: Parts, chosen: readonly DirtyDocument[]): Promise<Batch> => {
  const name = chosen[0]?.collection;
  if (name === undefined) throw new Error('There is nothing to send.');
  const stored = await readStored(workspace, name, chosen);
  dirty.look(name, stored);
  const byId = new Map(stored.map((document) => [document.id, document]));
  const documents = chosen.flatMap(({ id }) => byId.get(id) ?? []);
  return { name, documents: documents.filter((document) => !isClean(document)) };
};

const toRow = (document: StoredDocument): SyncRow => ({
  newDocumentState: stateOf(document),
  assumedMasterState: document._meta.base ?? null,
});

const note = async (
  { workspace, writers }: Parts,
  { name, documents }: Batch,
  { conflicts, refused }: PushResponse,
): Promise<void> => {
  const sent = new Map(documents.map((document) => [document.id, document]));
  const refusals = new Set(refused.map(({ id }) => id));
  const states = new Map(conflicts.map((state) => [state.id, state]));
  const answers = documents
    .filter(({ id }) => !refusals.has(id))
    .map((document): Acknowledgement => ({ sent: document, state: states.get(document.id) ?? stateOf(document) }));
  await writers[name].acknowledge(answers);
  await workspace.refused.record(
    refused.flatMap((row): RefusedChange[] => {
      const document = sent.get(row.id);
      if (!document) return [];
      const base = document._meta.base ?? null;
      return [{ ...row, collection: name, at: Date.now(), rev: document._rev, document: stateOf(document), base }];
    }),
  );
  // Changes that were discarded while the answer was in transit equal the server's state and need no attention.
  const waiting = documents.filter(({ id }) => workspace.refused.find(name, id)).map(({ id }) => id);
  if (waiting.length === 0) return;
  const present = await workspace.collections[name].storageInstance.findDocumentsById(waiting, true);
  const given = (present as unknown as StoredDocument[]).filter(isClean);
  await workspace.refused.settle(
    name,
    given.map(({ id }) => id),
  );
};

const readStored = async (
  { collections }: Workspace,
  name: ReplicatedCollection,
  chosen: readonly DirtyDocument[],
): Promise<readonly StoredDocument[]> => {
  const collection = collections[name] as unknown as RxCollection<SyncDocument>;
  const ids = new Set(chosen.map(({ id }) => id));
  const since = Math.min(...chosen.map(({ written }) => written));
  // Several documents were usually written one after another, so one scan of the log is far cheaper than a lookup for each.
  const written = ids.size > 1 ? await readWritten(collection, since, ids.size) : [];
  const found = written.filter(({ id }) => ids.delete(id));
  if (ids.size === 0) return found;
  const others = await collection.storageInstance.findDocumentsById([...ids], true);
  return [...found, ...(others as StoredDocument[])];
};
