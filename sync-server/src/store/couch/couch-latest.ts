import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { LatestPage, LatestQuery, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { badCursor } from '@inbetwin/shared/ports/find-cursor.ts';
import { z } from 'zod';
import { fromCouch, readCouchId, unreadable } from './couch-documents.ts';
import type { FeedPage, FeedQuery } from './couch-feed.ts';

/**
 * A part of the feed: `rows` rows behind `since`, of which `own` belong to the collection. Documents that are written again leave their
 * band, never enter it, so reading as many rows as it had misses nothing; at worst it returns documents of a newer band again.
 */
const bandSchema = z.object({ since: z.string(), rows: z.int().min(1), own: z.int().min(1) });
type Band = z.output<typeof bandSchema>;

/** What is still to be read: a number of rows at the beginning of the feed that were not divided yet, or bands, the next one first. */
const cursorSchema = z.union([
  z.object({ below: z.int().min(1) }),
  z.object({ bands: z.tuple([bandSchema], bandSchema) }),
]);
/** The next band to read, and those after it. */
type Bands = readonly [Band, ...Band[]];
type Remainder = z.output<typeof cursorSchema>;

/** Rows of the newest band; each further one has twice as many. */
const NEWEST_BAND = 1000;
/** Rows without documents are small. */
const SCANNED_AT_ONCE = 20_000;
/** For rows without documents, but each with its sequence. */
const MARKS_AT_ONCE = 5_000;
/** A band is read with the documents of all collections unless fewer of them than one in so many are wanted: these are read by their ids. */
const DENSE = 3;

const ALL = Number.MAX_SAFE_INTEGER;

/** The requests that reading takes. */
export type LatestReader = {
  readonly collection: string;
  readonly feed: (query: FeedQuery) => Promise<FeedPage>;
  readonly getMany: (ids: readonly string[]) => Promise<readonly StoredDocument[]>;
  /** The number of shards of the database. */
  readonly shards: () => Promise<number>;
};

/**
 * Reads the living documents of a collection from the change feed, because only there, and in the order of ids, CouchDB reads documents one
 * after another instead of searching for each. Backward it reads the feed from its end only, and ignores `since`; forward it continues at
 * any sequence. So the first page is read backward. The rest is divided, by reading the feed once without documents, into bands that double
 * in size from the newest on, and these are read forward, the newest band first. All sequences name the replica that gave them out, and
 * CouchDB goes on reading there as long as it can.
 */
export const readLatest = async (reader: LatestReader, { limit, cursor }: LatestQuery): Promise<LatestPage> => {
  if (cursor === undefined) return readNewest(reader, limit);
  try {
    return await readOn(reader, limit, decode(cursor));
  } catch (error) {
    throw hasCode(error, 'store.bad_sequence') ? badCursor(error) : error;
  }
};

const readOn = async (reader: LatestReader, limit: number, remainder: Remainder): Promise<LatestPage> => {
  const [band, ...older] = 'bands' in remainder ? remainder.bands : await divide(reader, remainder.below);
  const { documents, rest, sequence } = await readBand(reader, band, limit);
  return { documents, sequence, ...encode(rest ? [rest, ...older] : older) };
};

const readNewest = async ({ feed, collection }: LatestReader, limit: number): Promise<LatestPage> => {
  const { results, last_seq, pending } = await feed({ limit, descending: true, documents: true });
  // Before the first write there is no row; after it, the first row is the newest one of the whole database.
  const sequence = results[0]?.seq ?? last_seq;
  return {
    documents: results.flatMap((row) => toLiving(row, collection)),
    sequence,
    ...(pending > 0 && { next: JSON.stringify({ below: pending } satisfies Remainder) }),
  };
};

/** Divides the oldest `below` rows into bands and leaves out those without any document of the collection. The newest is not scanned. */
const divide = async (reader: LatestReader, below: number): Promise<Bands> => {
  // With several shards, the same rows may come in another order the next time, so that only the whole feed is certain to be all of it.
  if ((await reader.shards()) > 1) return [{ since: '0', rows: ALL, own: ALL }];
  const bands: Band[] = [];
  const [newest = 0, ...older] = bandSizes(below);
  let since = '0';
  for (const rows of older.reverse()) {
    const { own, end } = await scan(reader, since, rows);
    if (own > 0) bands.unshift({ since, rows, own });
    since = end;
  }
  return [{ since, rows: newest, own: newest }, ...bands];
};

/** The numbers of rows from the newest band on; the oldest one has what is left. */
const bandSizes = (rows: number): number[] => {
  const sizes: number[] = [];
  for (let left = rows, size = NEWEST_BAND; left > 0; left -= size, size *= 2) sizes.push(Math.min(size, left));
  return sizes;
};

/** Counts the collection's living documents in some rows behind a sequence. */
const scan = async ({ feed, collection }: LatestReader, begin: string, rows: number) => {
  let own = 0;
  let end = begin;
  for (let left = rows; left > 0; ) {
    const limit = Math.min(left, SCANNED_AT_ONCE);
    const { results, last_seq } = await feed({ since: end, limit, documents: false, onlyLast: true });
    own += results.filter(({ id, deleted }) => !deleted && readCouchId(id)?.collection === collection).length;
    end = last_seq;
    left = results.length < limit ? 0 : left - limit;
  }
  return { own, end };
};

type BandPage = {
  readonly documents: readonly StoredDocument[];
  readonly rest: Band | undefined;
  readonly sequence: string;
};

const readBand = (reader: LatestReader, band: Band, limit: number): Promise<BandPage> =>
  band.own * DENSE >= band.rows ? readDense(reader, band, limit) : readSparse(reader, band, limit);

const readDense = async ({ feed, collection }: LatestReader, band: Band, wanted: number): Promise<BandPage> => {
  const limit = Math.min(wanted, band.rows);
  const { results, last_seq } = await feed({ since: band.since, limit, documents: true, onlyLast: true });
  const documents = results.flatMap((row) => toLiving(row, collection));
  const rest = { since: last_seq, rows: band.rows - limit, own: band.own - documents.length };
  const isEnd = results.length < limit;
  return { documents, sequence: last_seq, rest: isEnd || isRead(rest) ? undefined : rest };
};

const readSparse = async (reader: LatestReader, band: Band, wanted: number): Promise<BandPage> => {
  const { feed, collection, getMany } = reader;
  const limit = Math.min(band.rows, MARKS_AT_ONCE);
  const { results, last_seq } = await feed({ since: band.since, limit, documents: false });
  const marks = results.flatMap(({ id, seq, deleted }, at) => {
    const place = readCouchId(id);
    return place?.collection === collection && !deleted ? [{ id: place.id, seq, read: at + 1 }] : [];
  });
  const taken = marks.slice(0, wanted);
  const cut = marks.length > wanted ? taken.at(-1) : undefined;
  const documents = (await getMany(taken.map(({ id }) => id))).filter(({ deleted }) => !deleted);
  const rest = {
    since: cut?.seq ?? last_seq,
    rows: band.rows - (cut?.read ?? results.length),
    own: band.own - taken.length,
  };
  const isEnd = results.length < limit && !cut;
  return { documents, sequence: last_seq, rest: isEnd || isRead(rest) ? undefined : rest };
};

const isRead = ({ rows, own }: Band): boolean => rows <= 0 || own <= 0;

const toLiving = ({ id, deleted, doc }: FeedPage['results'][number], collection: string): readonly StoredDocument[] => {
  if (deleted || readCouchId(id)?.collection !== collection) return [];
  const found = doc && fromCouch(doc);
  // Leaving it out would look as if it did not exist.
  if (!found) throw unreadable(id);
  const { collection: _collection, isConflicted: _isConflicted, ...document } = found;
  return [document];
};

const encode = ([band, ...older]: readonly Band[]): { readonly next?: string } =>
  band ? { next: JSON.stringify({ bands: [band, ...older] } satisfies Remainder) } : {};

const decode = (cursor: string): Remainder => {
  try {
    return cursorSchema.parse(JSON.parse(cursor));
  } catch (cause) {
    throw badCursor(cause);
  }
};
