import type { ChangeFeed, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import { z } from 'zod';
import type { ChangeSignal } from '../change-signal.ts';
import { followChanges } from '../follow-changes.ts';
import { mergeIndexes } from '../merge-indexes.ts';
import type { IndexBuilder } from './couch-building.ts';
import { readCouchChanges } from './couch-changes.ts';
import type { CouchClient } from './couch-client.ts';
import { type CouchCollection, createCouchCollection, type DeclaredIndexes } from './couch-collection.ts';
import type { Post, SettleConflict } from './couch-conflicts.ts';
import { type CollectionIndex, makeIndexes } from './couch-indexes.ts';
import { makeCouchDatabase } from './couch-making.ts';
import { isMissing, untilSettled } from './couch-races.ts';
import { createDocumentReader } from './couch-reading.ts';

const infoSchema = z.object({
  update_seq: z.union([z.string(), z.number()]).transform(String),
  cluster: z.object({ q: z.int().min(1) }),
});

/** What the databases of one store share. */
export type CouchParts = {
  readonly client: CouchClient;
  readonly changeSignal: ChangeSignal;
  /** Uniform in [0, 1); spreads repeated requests out. */
  readonly random: () => number;
  readonly buildIndexes: IndexBuilder;
  /** If omitted, conflicting versions stay, of which CouchDB shows one. */
  readonly settle?: SettleConflict | undefined;
  readonly log?: Pick<Logger, 'warn'>;
};

/** A database in one CouchDB database, which is created with what its collections need when CouchDB says that it is missing. */
export type CouchDatabase = DocumentDatabase & {
  collection(collection: string): CouchCollection;
  declareAll(indexes: ReadonlyMap<string, Indexes>): void;
};

type Indexes = readonly (readonly string[])[];

/** Opens a database; that costs no request. */
export const createCouchDatabase = (name: string, parts: CouchParts): CouchDatabase => {
  const { client, changeSignal } = parts;
  const { closed } = client;
  const { declare, declareAll, withDatabase, completeIndexes } = makeOnDemand(name, parts);
  const inTurn = createTurns();
  const post: Post = (path, body, schema) =>
    withDatabase(() => client.request({ database: name, path, method: 'post', body }, schema));
  const reader = createDocumentReader({ database: name, post, settle: parts.settle });
  const collections = new Map<string, CouchCollection>();

  const info = () => withDatabase(() => client.request({ database: name }, infoSchema));
  const sequence = async (): Promise<string> => (await info()).update_seq;
  const shards = async (): Promise<number> => (await info()).cluster.q;
  const changes: ChangeFeed['changes'] = (query) =>
    withDatabase(() => readCouchChanges({ client, database: name, reader }, query));
  const followOf =
    (read: ChangeFeed['changes']): ChangeFeed['follow'] =>
    (query) =>
      followChanges({ ...parts, closed, database: name, changes: read }, query);
  const onWritten = (): void => changeSignal.notify(name);

  return {
    name,
    collection: (collection) => {
      const own = { sequence, shards, followOf, onWritten, inTurn, completeIndexes };
      const parts = { name, client, post, reader, withDatabase, ...own };
      const known = collections.get(collection) ?? createCouchCollection(collection, declare(collection), parts);
      collections.set(collection, known);
      return known;
    },
    declareAll,
    changes,
    follow: followOf(shareReads(changes, () => changeSignal.count(name))),
    sequence,
  };
};

/** The database may be missing, or its indexes: at their first use, or because another process deleted them. */
const makeOnDemand = (name: string, { client, buildIndexes, log }: CouchParts) => {
  let indexes: ReadonlyMap<string, Indexes> = new Map();
  const inTurn = createTurns();
  /** Those that were built when the database was read last. */
  let completed = indexes;

  const declared = (): readonly CollectionIndex[] =>
    [...indexes].flatMap(([collection, own]) => own.map((fields) => ({ collection, fields })));

  const make = (): Promise<void> =>
    inTurn(async () => {
      const isNew = await makeCouchDatabase(client, name);
      if (isNew) await makeIndexes(client, name, declared());
      else await buildIndexes(name, declared());
    });

  return {
    declare: (collection: string): DeclaredIndexes => ({
      all: () => indexes.get(collection) ?? [],
      add: (added) => {
        const declared = indexes.get(collection) ?? [];
        const merged = mergeIndexes(declared, added);
        if (merged !== declared) indexes = new Map([...indexes, [collection, merged]]);
      },
    }),
    /** Declares the indexes of all collections; databases that declare nothing else share the map. */
    declareAll: (all: ReadonlyMap<string, Indexes>): void => {
      if (indexes === all) return;
      const others = [...indexes].map(([name, own]) => [name, mergeIndexes(all.get(name) ?? [], own)] as const);
      const isCovered = others.every(([name, own]) => all.get(name) === own);
      indexes = isCovered ? all : new Map([...all, ...others]);
    },
    /** Begins to build indexes that were declared since the last call, before they are needed. */
    completeIndexes: (): void => {
      if (indexes === completed) return;
      completed = indexes;
      const onFailed = (error: unknown): void => {
        if (client.closed.aborted) return;
        log?.warn({ error, database: name }, 'Indexes could not be built ahead; they are built when they are needed');
      };
      inTurn(() => buildIndexes(name, declared())).catch(onFailed);
    },
    withDatabase: async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      const attempt = async () => {
        await make();
        return await work();
      };
      return untilSettled(attempt, isMissing, client.closed);
    },
  };
};

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
