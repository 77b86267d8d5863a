import { requireFind } from '@inbetwin/shared/ports/document-rules.ts';
import type { ChangeFeed, DocumentCollection, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import type { z } from 'zod';
import type { BulkWriter } from './couch-bulk.ts';
import { type CollectionMarks, type MarksQuery, readCouchMarks } from './couch-changes.ts';
import type { CouchClient, CouchRequest } from './couch-client.ts';
import { allDocsSchema, bulkGetSchema, couchId, idKeys, type PlacedDocument } from './couch-documents.ts';
import { type FeedQuery, readFeed } from './couch-feed.ts';
import { countSchema, findInCouch, viewSchema } from './couch-find.ts';
import { idsPath, viewPath } from './couch-indexes.ts';
import { readLatest } from './couch-latest.ts';
import { writeToCouch } from './couch-write.ts';

const MAX_KEYS_PER_REQUEST = 1000;
/** Counting reads the whole feed behind a sequence in one go. */
const ALL = Number.MAX_SAFE_INTEGER;

/** A collection whose indexes can be declared before their first use. */
export type CouchCollection = DocumentCollection & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

/** The indexes that a collection declares. */
export type DeclaredIndexes = {
  all(): readonly (readonly string[])[];
  add(indexes: readonly (readonly string[])[]): void;
};

/** What a collection needs of its database. */
export type DatabaseParts = Pick<BulkWriter, 'inTurn'> & {
  readonly name: string;
  readonly client: CouchClient;
  /** Creates the database or its indexes where they are missing, and repeats the work. */
  withDatabase<T>(work: () => Promise<T>): Promise<T>;
  sequence(): Promise<string>;
  /** The number of shards. */
  shards(): Promise<number>;
  followOf(changes: ChangeFeed['changes']): ChangeFeed['follow'];
  /** Begins to build further indexes that were declared. */
  completeIndexes(): void;
  /** Called after each write, whether or not it succeeded. */
  onWritten(): void;
};

/** One collection of a database: the documents whose ids begin with its name. */
export const createCouchCollection = (
  collection: string,
  declared: DeclaredIndexes,
  { name, client, withDatabase, sequence, shards, followOf, onWritten, inTurn, completeIndexes }: DatabaseParts,
): CouchCollection => {
  const post: Post = (path, body, schema) =>
    withDatabase(() => client.request({ database: name, path, method: 'post', body } satisfies CouchRequest, schema));

  const getMany: DocumentCollection['getMany'] = async (ids) => {
    const found = await readMany(
      post,
      ids.map((id) => couchId(collection, id)),
    );
    return found.map(({ collection: _, ...document }) => document);
  };

  const writer: BulkWriter = {
    idOf: (id) => couchId(collection, id),
    bulk: (body, schema) => post('_bulk_docs', body, schema),
    read: getMany,
    inTurn,
  };

  const readMarks = (query: MarksQuery): Promise<CollectionMarks> =>
    withDatabase(() => readCouchMarks(client, { database: name, collection }, query));

  const changes: ChangeFeed['changes'] = async (query) => {
    const { marks, sequence: end } = await readMarks(query);
    const sequences = new Map(marks.map((mark) => [mark.couchId, mark.sequence]));
    const found = await readMany(post, [...sequences.keys()]);
    const withSequence = (document: PlacedDocument) => {
      return { ...document, sequence: sequences.get(couchId(collection, document.id)) ?? end };
    };
    return { changes: found.map(withSequence), sequence: end };
  };

  return {
    name: `${name}/${collection}`,
    addIndexes: declared.add,
    get: async (id) => (await getMany([id]))[0],
    getMany,
    // A write whose answer was lost may have been made.
    write: (rows) => writeToCouch(writer, rows).finally(onWritten),
    find: async (query) => {
      requireFind(query, { indexes: declared.all() });
      const path = viewPath({ collection, fields: query.index });
      const keys = (range: object) => post(path, range, viewSchema);
      const page = await findInCouch(collection, query, { keys, documents: getMany });
      completeIndexes();
      return page;
    },
    latest: (query) => {
      const feed = (part: FeedQuery) => withDatabase(() => readFeed(client, name, part));
      return readLatest({ collection, feed, getMany, shards }, query);
    },
    count: () => post(idsPath, { reduce: true, ...idKeys(collection) }, countSchema),
    countChanges: async (since) => (await readMarks({ since, limit: ALL })).marks.length,
    changes,
    follow: followOf(changes),
    sequence,
  };
};

type Post = <S extends z.ZodType>(path: string, body: object, schema: S) => Promise<z.output<S>>;

const readMany = async (post: Post, ids: readonly string[]): Promise<readonly PlacedDocument[]> => {
  const found: PlacedDocument[] = [];
  for (let from = 0; from < ids.length; from += MAX_KEYS_PER_REQUEST) {
    const keys = ids.slice(from, from + MAX_KEYS_PER_REQUEST);
    found.push(...(await withTombstones(post, await post('_all_docs?include_docs=true', { keys }, allDocsSchema))));
  }
  return found;
};

/** Adds the content of deleted documents: `_all_docs` only says that they are deleted, `_bulk_get` returns their fields. */
const withTombstones = async (post: Post, found: readonly PlacedDocument[]): Promise<readonly PlacedDocument[]> => {
  const deleted = found.filter((document) => document.deleted);
  if (deleted.length === 0) return found;
  const docs = deleted.map(({ collection, id, rev }) => ({ id: couchId(collection, id), rev }));
  const tombstones = await post('_bulk_get', { docs }, bulkGetSchema);
  const keyOf = ({ id, rev }: StoredDocument) => `${id} ${rev}`;
  const known = new Map(tombstones.map((tombstone) => [keyOf(tombstone), tombstone]));
  return found.map((document) => known.get(keyOf(document)) ?? document);
};
