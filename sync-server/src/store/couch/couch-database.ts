import type { ChangeFeed, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import { z } from 'zod';
import type { ChangeSignal } from '../change-signal.ts';
import { followChanges } from '../follow-changes.ts';
import type { IndexBuilder } from './couch-building.ts';
import { readCouchChanges } from './couch-changes.ts';
import type { CouchClient } from './couch-client.ts';
import { type CouchCollection, createCouchCollection } from './couch-collection.ts';
import { type CollectionIndex, makeIndexes } from './couch-indexes.ts';
import { makeCouchDatabase } from './couch-making.ts';
import { isMissing, untilSettled } from './couch-races.ts';

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
  readonly log?: Pick<Logger, 'warn'>;
};

/** A database in one CouchDB database, which is created with what its collections need when CouchDB says that it is missing. */
export type CouchDatabase = DocumentDatabase & { collection(collection: string): CouchCollection };

/** Opens a database; that costs no request. */
export const createCouchDatabase = (name: string, parts: CouchParts): CouchDatabase => {
  const { client, changeSignal } = parts;
  const { closed } = client;
  const { declare, withDatabase, completeIndexes } = makeOnDemand(name, parts);
  const inTurn = createTurns();
  const collections = new Map<string, CouchCollection>();

  const info = () => withDatabase(() => client.request({ database: name }, infoSchema));
  const sequence = async (): Promise<string> => (await info()).update_seq;
  const shards = async (): Promise<number> => (await info()).cluster.q;
  const changes: ChangeFeed['changes'] = (query) => withDatabase(() => readCouchChanges(client, name, query));
  const followOf =
    (read: ChangeFeed['changes']): ChangeFeed['follow'] =>
    (query) =>
      followChanges({ ...parts, closed, database: name, changes: read }, query);
  const onWritten = (): void => changeSignal.notify(name);

  return {
    name,
    collection: (collection) => {
      const parts = { name, client, withDatabase, sequence, shards, followOf, onWritten, inTurn, completeIndexes };
      const known = collections.get(collection) ?? createCouchCollection(collection, declare(collection), parts);
      collections.set(collection, known);
      return known;
    },
    changes,
    follow: followOf(shareReads(changes, () => changeSignal.count(name))),
    sequence,
  };
};

/** The database may be missing, or its indexes: at their first use, or because another process deleted them. */
const makeOnDemand = (name: string, { client, buildIndexes, log }: CouchParts) => {
  const indexes = new Map<string, Map<string, readonly string[]>>();
  const inTurn = createTurns();
  let completed = 0;

  const declared = (): readonly CollectionIndex[] =>
    [...indexes].flatMap(([collection, own]) => [...own.values()].map((fields) => ({ collection, fields })));

  const make = (): Promise<void> =>
    inTurn(async () => {
      const isNew = await makeCouchDatabase(client, name);
      if (isNew) await makeIndexes(client, name, declared());
      else await buildIndexes(name, declared());
    });

  return {
    /** The indexes that the collection declares, by their fields. */
    declare: (collection: string): Map<string, readonly string[]> => {
      const declared = new Map<string, readonly string[]>();
      indexes.set(collection, declared);
      return declared;
    },
    /** Begins to build indexes that were declared since the last call, before they are needed. */
    completeIndexes: (): void => {
      const wanted = declared();
      if (wanted.length === completed) return;
      completed = wanted.length;
      const onFailed = (error: unknown): void => {
        if (client.closed.aborted) return;
        log?.warn({ error, database: name }, 'Indexes could not be built ahead; they are built when they are needed');
      };
      inTurn(() => buildIndexes(name, wanted)).catch(onFailed);
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
