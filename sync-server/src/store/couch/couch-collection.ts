import { requireFind } from '@inbetwin/shared/ports/document-rules.ts';
import type { ChangeFeed, DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import type { BulkWriter } from './couch-bulk.ts';
import { type CollectionMarks, type MarksQuery, readCouchMarks } from './couch-changes.ts';
import type { CouchClient } from './couch-client.ts';
import type { Post } from './couch-conflicts.ts';
import { couchId, idKeys, type PlacedDocument } from './couch-documents.ts';
import { type FeedQuery, readFeed } from './couch-feed.ts';
import { countSchema, findInCouch, viewSchema } from './couch-find.ts';
import { idsPath, viewPath } from './couch-indexes.ts';
import { readLatest } from './couch-latest.ts';
import type { DocumentReader } from './couch-reading.ts';
import { writeToCouch } from './couch-write.ts';

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
  readonly post: Post;
  readonly reader: DocumentReader;
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
  parts: DatabaseParts,
): CouchCollection => {
  const { name, client, post, reader, withDatabase, sequence, shards, followOf, onWritten, inTurn, completeIndexes } =
    parts;
  const getMany: DocumentCollection['getMany'] = async (ids) => {
    const found = await reader.readMany(ids.map((id) => couchId(collection, id)));
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
    const found = await reader.readMany([...sequences.keys()]);
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
