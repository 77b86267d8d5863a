import { requireFind } from '@inbetwin/shared/ports/document-rules.ts';
import type {
  ChangeFeed,
  DocumentCollection,
  DocumentDatabase,
  StoredDocument,
  WriteRow,
} from '@inbetwin/shared/ports/document-store.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import { z } from 'zod';
import type { ChangeSignal } from '../change-signal.ts';
import { followChanges } from '../follow-changes.ts';
import type { BulkWriter } from './couch-bulk.ts';
import { readCouchChanges, readCouchMarks } from './couch-changes.ts';
import type { CouchClient, CouchRequest } from './couch-client.ts';
import { allDocsSchema, bulkGetSchema, couchId, idKeys, type PlacedDocument } from './couch-documents.ts';
import { countSchema, findInCouch, viewSchema } from './couch-find.ts';
import { idsPath, viewPath } from './couch-indexes.ts';
import { makeCouchDatabase } from './couch-making.ts';
import { isMissing, untilSettled } from './couch-races.ts';
import { writeToCouch } from './couch-write.ts';

const MAX_KEYS_PER_REQUEST = 1000;
/** Counting reads the whole feed behind a sequence in one go. */
const ALL = Number.MAX_SAFE_INTEGER;

const infoSchema = z.object({ update_seq: z.union([z.string(), z.number()]).transform(String) });

/** What the databases of one store share. */
export type CouchParts = {
  readonly client: CouchClient;
  readonly changeSignal: ChangeSignal;
  /** Uniform in [0, 1); spreads repeated requests out. */
  readonly random: () => number;
};

/** A collection whose indexes can be declared before their first use. */
export type CouchCollection = DocumentCollection & {
  addIndexes(indexes: readonly (readonly string[])[]): void;
};

/** A database in one CouchDB database, which is created with what its collections need when CouchDB says that it is missing. */
export type CouchDatabase = DocumentDatabase & { collection(collection: string): CouchCollection };

export const createCouchDatabase = (name: string, parts: CouchParts): CouchDatabase => {
  const { client, changeSignal } = parts;
  const indexes = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const inTurn = createTurns();
  const making = createTurns();

  const makeMissing = (): Promise<void> =>
    making(() => {
      const all = [...indexes].flatMap(([collection, own]) =>
        [...own.values()].map((fields) => ({ collection, fields })),
      );
      return makeCouchDatabase(client, name, all);
    });

  /** The database or its indexes may be missing: at its first use, or because another process deleted it. */
  const withDatabase = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const attempt = async () => {
      await makeMissing();
      return await work();
    };
    return untilSettled(attempt, isMissing, client.closed);
  };

  const ask: Ask = (request, schema) => withDatabase(() => client.request({ database: name, ...request }, schema));
  const post: Post = (path, body, schema) => ask({ path, method: 'post', body }, schema);
  const sequence = async () => (await ask({}, infoSchema)).update_seq;

  const changes: ChangeFeed['changes'] = (query) => withDatabase(() => readCouchChanges(client, name, query));
  const { closed } = client;
  const followOf = (read: ChangeFeed['changes']): ChangeFeed['follow'] => {
    return (query) => followChanges({ ...parts, closed, database: name, changes: read }, query);
  };

  const collectionOf = (collection: string): CouchCollection => {
    const declared = new Map<string, readonly string[]>();
    indexes.set(collection, declared);
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
    const write = async (rows: readonly WriteRow[]) => {
      try {
        return await writeToCouch(writer, rows);
      } finally {
        // A write whose answer was lost may have been made.
        changeSignal.notify(name);
      }
    };

    const ownChanges: ChangeFeed['changes'] = async (query) => {
      const place = { database: name, collection };
      const read = await withDatabase(() => readCouchMarks(client, place, query));
      const found = await readMany(
        post,
        read.marks.map((mark) => mark.couchId),
      );
      const sequences = new Map(read.marks.map((mark) => [mark.couchId, mark.sequence]));
      return {
        changes: found.map((document) => ({
          ...document,
          sequence: sequences.get(couchId(collection, document.id)) ?? read.sequence,
        })),
        sequence: read.sequence,
      };
    };

    return {
      name: `${name}/${collection}`,
      addIndexes: (added) => {
        for (const fields of added) declared.set(fields.join(), fields);
      },
      get: async (id) => (await getMany([id]))[0],
      getMany,
      write,
      find: async (query) => {
        requireFind(query, { indexes: [...declared.values()] });
        const path = viewPath({ collection, fields: query.index });
        const keys = (range: object) => post(path, range, viewSchema);
        return findInCouch(collection, query, { keys, documents: getMany });
      },
      count: () => post(idsPath, { reduce: true, ...idKeys(collection) }, countSchema),
      countChanges: async (since) => {
        const place = { database: name, collection };
        return (await withDatabase(() => readCouchMarks(client, place, { since, limit: ALL }))).marks.length;
      },
      changes: ownChanges,
      follow: followOf(ownChanges),
      sequence,
    };
  };

  const collections = new Map<string, CouchCollection>();
  return {
    name,
    collection: (collection) => {
      const known = collections.get(collection) ?? collectionOf(collection);
      collections.set(collection, known);
      return known;
    },
    changes,
    follow: followOf(shareReads(changes, () => changeSignal.count(name))),
    sequence,
  };
};

type Ask = <S extends z.ZodType>(request: Omit<CouchRequest, 'database'>, schema: S) => Promise<z.output<S>>;
type Post = <S extends z.ZodType>(path: string, body: object, schema: S) => Promise<z.output<S>>;

/**
 * Equal reads at the same time are one: the followers of a database are usually all at its end and woken together. A read that began before
 * a follower was woken is not shared with it, because it may lack what it was woken for.
 */
const shareReads = (read: ChangeFeed['changes'], wakings: () => number): ChangeFeed['changes'] => {
  const pending = new Map<string, ReturnType<ChangeFeed['changes']>>();
  return (query) => {
    const key = `${wakings()} ${query.limit} ${query.since ?? ''}`;
    const reading = pending.get(key) ?? read(query).finally(() => pending.delete(key));
    pending.set(key, reading);
    return reading;
  };
};

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
