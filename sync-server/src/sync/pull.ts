import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Horizon, PullResponse, pullRequestSchema, SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { IndexOrder, NewestFirst, RecentOrder } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { isForEveryDevice, isRecent } from '@inbetwin/shared/entities/declaring/recent.ts';
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
import { findWithin, type Range, readLatestWithin, readWithin } from './bounded-reading.ts';
import { toSyncDocument } from './team-collections.ts';

type PullRequest = z.infer<typeof pullRequestSchema>;

/** The maximum page size of `find` and `latest`. */
const MAX_PAGE = 1000;

/**
 * Without a checkpoint, returns the living documents page by page, newest first, or those within the horizon, and then everything that
 * changed since the first page was read; a document that changes in between is returned again, and none is missed. With a checkpoint, returns the later changes in order. A
 * checkpoint of another store replays all changes, because its client may hold documents that were deleted. With `ids`, returns the current
 * state of those documents.
 */
export const pull = async (
  store: DocumentStore,
  caller: Pick<Caller, 'teamId'>,
  { collection, checkpoint, limit, count = false, ids, horizon }: PullRequest,
): Promise<PullResponse> => {
  const stored = openTeamCollection(store, caller.teamId, collection);
  const { newestFirst, ofLargeTeams } = entities[collection];
  const reading = { stored, backend: await store.backendId(), limit, count, newestFirst, ofLargeTeams };
  if (ids) return readDocuments(reading, ids, horizon);
  if (checkpoint === null) return beginPaging(reading, horizon);
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
  readonly ofLargeTeams: 'everything' | RecentOrder;
};

/** Where a first pull begins: the number of documents, and the time before which it leaves them out. */
type Beginning = { readonly total: number; readonly since?: number | undefined };

/** The position of a first pull; changes after `sequence` follow the pages. */
type Place = Beginning & { readonly sequence: string; readonly after?: string };

/** Returns the living documents; those that do not fit into the response are listed, to be requested again. */
const readDocuments = async (
  reading: Reading,
  ids: readonly string[],
  horizon: Horizon | undefined,
): Promise<PullResponse> => {
  const { stored, backend } = reading;
  const sequence = await stored.sequence();
  const beginning = await readBeginning(reading, horizon);
  const checkpoint = toCheckpoint(backend, { ...beginning, sequence });
  let asked = 0;
  const { items, isEnd } = await readWithin(ids.length, async (step) => {
    const found = await stored.getMany(ids.slice(asked, asked + step));
    asked += step;
    return { items: found, isEnd: asked >= ids.length };
  });
  const documents = items.filter(({ deleted }) => !deleted).map(toSyncDocument);
  const found = { documents, checkpoint, more: false, ...tellBeginning(beginning) };
  if (isEnd) return found;
  return { ...found, rest: ids.slice(ids.lastIndexOf(items.at(-1)?.id ?? '') + 1) };
};

const readBeginning = async ({ stored, ofLargeTeams }: Reading, horizon: Horizon | undefined): Promise<Beginning> => {
  const total = await stored.count();
  return horizon && ofLargeTeams !== 'everything' && total > horizon.wholeUpTo
    ? { total, since: horizon.since }
    : { total };
};

const tellBeginning = ({ total, since }: Beginning) => ({ total, ...(since !== undefined && { since }) });

const beginPaging = async (reading: Reading, horizon: Horizon | undefined): Promise<PullResponse> => {
  const beginning = await readBeginning(reading, horizon);
  const { sequence, page } = await readFirst(reading, beginning);
  const place = { ...beginning, sequence };
  return { ...(await toResponse(reading, place, page)), beginning: toCheckpoint(reading.backend, place) };
};

const toCheckpoint = (backend: string, { sequence, total, since, after }: Place): SyncCheckpoint => {
  const beginning = since === undefined ? String(total) : `${total}@${since}`;
  return { backend, sequence, cursor: after === undefined ? beginning : `${beginning} ${after}` };
};

const readPage = async (reading: Reading, place: Place): Promise<PullResponse> =>
  toResponse(reading, place, (await readAfter(reading, place)) ?? (await readFirst(reading, place)).page);

const toResponse = async (
  { stored, backend }: Reading,
  place: Place,
  { documents, next }: Page,
): Promise<PullResponse> => {
  const { sequence } = place;
  const checkpoint = next === undefined ? { backend, sequence } : toCheckpoint(backend, { ...place, after: next });
  const more = next !== undefined || (await stored.sequence()) !== sequence;
  return { documents: documents.map(toSyncDocument), checkpoint, more, ...tellBeginning(place) };
};

/** `next` is the position behind the page, absent on the last one. */
type Page = { readonly documents: readonly StoredDocument[]; readonly next?: string };

/** Reads the first page, and no later than it the sequence that changes follow from. */
const readFirst = async (
  reading: Reading,
  beginning: Beginning,
): Promise<{ readonly sequence: string; readonly page: Page }> => {
  const { stored, limit } = reading;
  const ranges = rangesOf(reading, beginning);
  if (!ranges) {
    const page = await readLatestWithin(stored, { limit: Math.min(limit, MAX_PAGE) });
    return { sequence: page.sequence, page };
  }
  const sequence = await stored.sequence();
  return { sequence, page: await findPage(reading, ranges, undefined) };
};

/** Undefined at the beginning, and if the position belongs to an order that this version no longer has. */
const readAfter = async (reading: Reading, { after, ...beginning }: Place): Promise<Page | undefined> => {
  const { stored, limit } = reading;
  if (after === undefined) return undefined;
  const ranges = rangesOf(reading, beginning);
  try {
    if (ranges) return await findPage(reading, ranges, after);
    return await readLatestWithin(stored, { limit: Math.min(limit, MAX_PAGE), cursor: after });
  } catch (error) {
    if (hasCode(error, 'request.invalid')) return undefined;
    throw error;
  }
};

/** The ranges of the index that a first pull reads, one after another; undefined if it reads what was last written. */
const rangesOf = ({ newestFirst, ofLargeTeams }: Reading, { since }: Beginning): readonly Range[] | undefined => {
  if (since !== undefined && ofLargeTeams !== 'everything') return recentRanges(ofLargeTeams, since);
  return newestFirst === 'last-written' ? undefined : toRanges(newestFirst);
};

const toRanges = ({ index, descending, each = [] }: IndexOrder): readonly Range[] =>
  each.length === 0
    ? [{ index, descending, equals: [] }]
    : each.map((value) => ({ index, descending, equals: [value] }));

/** First what every device holds, and then what is recent. */
const recentRanges = (order: RecentOrder, since: number): readonly Range[] =>
  toRanges(order).map((range) =>
    isForEveryDevice(order, range.equals[0]) ? range : { ...range, isWithin: (body) => isRecent(order, body, since) },
  );

const findPage = ({ stored, limit }: Reading, ranges: readonly Range[], cursor: string | undefined) =>
  findWithin(stored, { ranges, limit: Math.min(limit, MAX_PAGE), cursor });

/**
 * The cursor contains the number of documents at the start, the time before which documents are left out, if there is one, and, except at
 * the start, the position where reading continues.
 */
const readCursor = ({ sequence, cursor }: SyncCheckpoint): Place | undefined => {
  const [, total, since, after] = /^(\d+)(?:@(\d+))?(?: (.+))?$/s.exec(cursor ?? '') ?? [];
  if (total === undefined) return undefined;
  return {
    sequence,
    total: Number(total),
    ...(since !== undefined && { since: Number(since) }),
    ...(after !== undefined && { after }),
  };
};

const readFeed = async (
  { stored, backend, limit, count }: Reading,
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
