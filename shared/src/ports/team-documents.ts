import type { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { type CollectionName, collectionNames, type DocumentOf, entities } from '../entities/registry.ts';
import type { DocumentDatabase, DocumentStore, FindQuery, JsonObject, StoredDocument } from './document-store.ts';

const MAX_ATTEMPTS = 20;

/** A team's collection, parsed on the way in and out. */
export type Collection<T extends { id: string }> = {
  /** The database beneath, for the change feed. */
  readonly database: DocumentDatabase;
  get(id: string): Promise<T | undefined>;
  getMany(ids: readonly string[]): Promise<readonly T[]>;
  find(query: FindQuery): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
  /** Stores the document unless a living one has its id; returns whichever is stored. */
  insertOnce(document: T): Promise<{ readonly document: T; readonly inserted: boolean }>;
  /** Many new documents at once; those that exist already stay as they are. */
  insertMany(documents: readonly T[]): Promise<void>;
  /** Stores the document, over whatever is there. */
  put(document: T): Promise<void>;
  /**
   * Applies `change` to the newest state and retries on a conflict, so `change` must be pure. Returning the same
   * object writes nothing. Undefined when the document does not exist.
   */
  update(id: string, change: (current: T) => T): Promise<T | undefined>;
  /** The same for a document that may not exist yet. */
  upsert(id: string, change: (current: T | undefined) => T): Promise<T>;
  delete(ids: readonly string[]): Promise<void>;
};

export type TeamDocuments = { readonly [N in CollectionName]: Collection<DocumentOf<N>> };

export const databaseName = (teamId: string, collection: CollectionName): string => `team-${teamId}-${collection}`;

/** All collections of one team, over any document store. */
export const openTeamDocuments = (store: DocumentStore, teamId: string): TeamDocuments =>
  Object.fromEntries(
    collectionNames.map((name) => {
      const { schema, indexes } = entities[name];
      const database = store.database(databaseName(teamId, name), { indexes });
      return [name, openCollection(database, schema as z.ZodType as z.ZodType<{ id: string }>)];
    }),
  ) as unknown as TeamDocuments;

/** One kind of document in a database; documents of other kinds may live beside it. */
export const openCollection = <T extends { id: string }>(
  database: DocumentDatabase,
  schema: z.ZodType<T>,
): Collection<T> => {
  const parse = (stored: StoredDocument): T => parseStored(schema, database.name, stored);
  const living = async (id: string): Promise<StoredDocument | undefined> => {
    const stored = await database.get(id);
    return stored?.deleted ? undefined : stored;
  };

  const upsertOr = async <R extends T | undefined>(id: string, change: (current: T | undefined) => R): Promise<R> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const stored = await living(id);
      const current = stored && parse(stored);
      const next = change(current);
      if (next === undefined || next === current) return next;
      const [result] = await database.write([writeRow(schema, next, stored?.rev)]);
      if (result?.ok) return next;
      if (result?.code === 'invalid') throw new Failure('document.invalid', result.message, 'Mend the document.');
    }
    throw new Failure('document.conflict', `Document ${id} keeps changing.`, 'Try again in a moment.');
  };

  return {
    database,
    get: async (id) => {
      const stored = await living(id);
      return stored && parse(stored);
    },
    getMany: async (ids) => (await database.getMany(ids)).filter((stored) => !stored.deleted).map(parse),
    find: async (query) => {
      const page = await database.find(query);
      const items = page.documents.map(parse);
      return page.next === undefined ? { items } : { items, next: page.next };
    },
    insertOnce: async (document) => {
      const [result] = await database.write([writeRow(schema, document)]);
      if (result?.ok) return { document, inserted: true };
      if (result?.code === 'invalid') throw new Failure('document.invalid', result.message, 'Mend the document.');
      const stored = await living(document.id);
      return { document: stored ? parse(stored) : document, inserted: false };
    },
    insertMany: async (documents) => {
      await database.write(documents.map((document) => writeRow(schema, document)));
    },
    put: async (document) => {
      await upsertOr(document.id, () => document);
    },
    update: (id, change) => upsertOr(id, (current) => current && change(current)),
    upsert: (id, change) => upsertOr(id, change),
    delete: async (ids) => {
      const stored = await database.getMany(ids);
      await database.write(
        stored
          .filter((document) => !document.deleted)
          .map((document) => ({ id: document.id, rev: document.rev, deleted: true, body: { id: document.id } })),
      );
    },
  };
};

const writeRow = <T extends { id: string }>(schema: z.ZodType<T>, document: T, rev?: string) => {
  const parsed = schema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure(
      'document.invalid',
      `Document ${document.id}: ${issue?.path.join('.')}: ${issue?.message}`,
      'Mend the field and write again.',
    );
  }
  const row = { id: document.id, body: parsed.data as unknown as JsonObject };
  return rev === undefined ? row : { ...row, rev };
};

/** A document that another version or tool stored wrongly is a clear failure, never a crash further on. */
export const parseStored = <T>(schema: z.ZodType<T>, database: string, stored: StoredDocument): T => {
  const parsed = schema.safeParse(stored.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'document.invalid',
    `Stored document ${database}/${stored.id} does not fit: ${issue?.path.join('.')}: ${issue?.message}`,
    'Mend or remove the document.',
  );
};
