import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { PullResponse, pullRequestSchema, SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { IndexOrder, NewestFirst } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { entities } from '@inbetwin/shared/entities/registry.ts';
import type {
  Change,
  DocumentCollection,
  DocumentStore,
  StoredDocument,
} from '@inbetwin/shared/ports/document-store.ts';
import { openTeamCollection } from '@inbetwin/shared/ports/team-documents.ts';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import { findWithin, readLatestWithin, readWithin } from './bounded-reading.ts';
import { toSyncDocument } from './team-collections.ts';

type PullRequest = z.infer<typeof pullRequestSchema>;

/** The maximum page size of `find` and `latest`. */
const MAX_PAGE = 1000;

/**
 * Without a checkpoint, returns the living documents page by page, newest first, and then everything that changed since the first page was
 * read; a document that changes in between is returned again, and none is missed. With a checkpoint, returns the later changes in order. A
 * checkpoint of another store replays all changes, because its client may hold documents that were deleted. With `ids`, returns the current
 * state of those documents.
 */
export const pull = async (
  store: DocumentStore,
  caller: Pick<Caller, 'teamId'>,
  { collection, checkpoint, limit, count = false, ids }: PullRequest,
): Promise<PullResponse> => {
  const stored = openTeamCollection(store, caller.teamId, collection);
  const { newestFirst } = entities[collection];
  const reading = { stored, backend: await store.backendId(), limit, count, newestFirst };
  if (ids) return readDocuments(reading, ids);
  if (checkpoint === null) return beginPaging(reading);
  if (checkpoint.backend !== reading.backend) return readFeed(reading, undefined);
  const place = readCursor(checkpoint);
  return place ? readPage(reading, place) : readFeed(reading, checkpoint.sequence);
};

type Reading = {
  readonly stored: DocumentCollection;
  readonly backend: string;
  readonly limit: number;
  readonly count: boolean;
  readonly newestFirst: NewestFirst;
};

/** The position of a first pull; changes after `sequence` follow the pages. */
type Place = { readonly sequence: string; readonly total: number; readonly after?: string };

/** Returns the living documents; those that do not fit into the response are listed, to be requested again. */
const readDocuments = async ({ stored, backend }: Reading, ids: readonly string[]): Promise<PullResponse> => {
  const [sequence, total] = [await stored.sequence(), await stored.count()];
  const checkpoint = toCheckpoint(backend, { sequence, total });
  let asked = 0;
  const { items, isEnd } = await readWithin(ids.length, async (step) => {
    const found = await stored.getMany(ids.slice(asked, asked + step));
    asked += step;
    return { items: found, isEnd: asked >= ids.length };
  });
  const documents = items.filter(({ deleted }) => !deleted).map(toSyncDocument);
  if (isEnd) return { documents, checkpoint, more: false };
  return { documents, checkpoint, more: false, rest: ids.slice(ids.lastIndexOf(items.at(-1)?.id ?? '') + 1) };
};

const beginPaging = async (reading: Reading): Promise<PullResponse> => {
  const [{ sequence, page }, total] = await Promise.all([readFirst(reading), reading.stored.count()]);
  const place = { sequence, total };
  return { ...(await toResponse(reading, place, page)), beginning: toCheckpoint(reading.backend, place) };
};

const toCheckpoint = (backend: string, { sequence, total, after }: Place): SyncCheckpoint => ({
  backend,
  sequence,
  cursor: after === undefined ? String(total) : `${total} ${after}`,
});

const readPage = async (reading: Reading, place: Place): Promise<PullResponse> =>
  toResponse(reading, place, (await readAfter(reading, place.after)) ?? (await readFirst(reading)).page);

const toResponse = async (
  { stored, backend }: Reading,
  place: Place,
  { documents, next }: Page,
): Promise<PullResponse> => {
  const { sequence, total } = place;
  const checkpoint = next === undefined ? { backend, sequence } : toCheckpoint(backend, { ...place, after: next });
  const more = next !== undefined || (await stored.sequence()) !== sequence;
  return { documents: documents.map(toSyncDocument), checkpoint, more, total };
};

/** `next` is the position behind the page, absent on the last one. */
type Page = { readonly documents: readonly StoredDocument[]; readonly next?: string };

/** Reads the first page, and no later than it the sequence that changes follow from. */
const readFirst = async (reading: Reading): Promise<{ readonly sequence: string; readonly page: Page }> => {
  const { stored, newestFirst, limit } = reading;
  if (newestFirst === 'last-written') {
    const page = await readLatestWithin(stored, { limit: Math.min(limit, MAX_PAGE) });
    return { sequence: page.sequence, page };
  }
  const sequence = await stored.sequence();
  return { sequence, page: await findPage(reading, newestFirst, undefined) };
};

/** Undefined at the beginning, and if the position belongs to an order that this version no longer has. */
const readAfter = async (reading: Reading, after: string | undefined): Promise<Page | undefined> => {
  const { stored, newestFirst, limit } = reading;
  if (after === undefined) return undefined;
  try {
    if (newestFirst !== 'last-written') return await findPage(reading, newestFirst, after);
    return await readLatestWithin(stored, { limit: Math.min(limit, MAX_PAGE), cursor: after });
  } catch (error) {
    if (hasCode(error, 'request.invalid')) return undefined;
    throw error;
  }
};

const findPage = ({ stored, limit }: Reading, { each, ...order }: IndexOrder, cursor: string | undefined) => {
  const ranges = (each ?? [undefined]).map((value) => ({ ...order, equals: value === undefined ? [] : [value] }));
  return findWithin(stored, { ranges, limit: Math.min(limit, MAX_PAGE), cursor });
};

/** The cursor contains the number of documents at the start and, except at the start, the position where `find` continues. */
const readCursor = ({ sequence, cursor }: SyncCheckpoint): Place | undefined => {
  const [, total, after] = /^(\d+)(?: (.+))?$/s.exec(cursor ?? '') ?? [];
  return total === undefined ? undefined : { sequence, total: Number(total), ...(after !== undefined && { after }) };
};

const readFeed = async (
  { stored, backend, limit, count }: Omit<Reading, 'newestFirst'>,
  since: string | undefined,
): Promise<PullResponse> => {
  const { changes, sequence, more, restarted } = await readChanges(stored, since, limit);
  const documents = changes.map(toSyncDocument);
  const page = { documents, checkpoint: { backend, sequence }, more, ...(restarted && { restarted }) };
  return count ? { ...page, remaining: more ? await stored.countChanges(sequence) : 0 } : page;
};

const readChanges = async (stored: DocumentCollection, since: string | undefined, limit: number) => {
  const readAll = async () => ({ ...(await readChangesBehind(stored, undefined, limit)), restarted: true as const });
  if (since === undefined) return readAll();
  try {
    return { ...(await readChangesBehind(stored, since, limit)), restarted: undefined };
  } catch (error) {
    if (hasCode(error, 'store.bad_sequence')) return readAll();
    throw error;
  }
};

const readChangesBehind = async (stored: DocumentCollection, begins: string | undefined, limit: number) => {
  let end = begins ?? '';
  const { items, isEnd } = await readWithin<Change>(limit, async (step, last) => {
    const since = last?.sequence ?? begins;
    const { changes, sequence } = await stored.changes({ limit: step, ...(since !== undefined && { since }) });
    end = sequence;
    return { items: changes, isEnd: changes.length < step };
  });
  // At the end, the sequence may be past documents of the store's own; before it, only returned changes may be skipped.
  return { changes: items, sequence: isEnd ? end : (items.at(-1)?.sequence ?? end), more: !isEnd };
};
