import type { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { storeIndexesOf } from '../entities/define-entity.ts';
import { type CollectionName, collectionNames, type DocumentOf, entities } from '../entities/registry.ts';
import type { Clock } from './clock.ts';
import type {
  DocumentDatabase,
  DocumentStore,
  FindQuery,
  JsonObject,
  StoredDocument,
  WriteResult,
  WriteRow,
} from './document-store.ts';
import { type Pen, stampWrite } from './stamp-write.ts';

const MAX_ATTEMPTS = 20;

type Origin = { readonly database: DocumentDatabase; readonly stored: StoredDocument };

/** What is stored of each document that a collection has returned, with the revision that a write over it must name. */
const origins = new WeakMap<object, Origin>();

/** A team's collection, parsed on the way in and out. */
export type Collection<T extends { id: string }> = {
  /** The database beneath, for the change feed. */
  readonly database: DocumentDatabase;
  /** Whose changes they are: `server`, or `agent:<name>`. */
  readonly by: string;
  get(id: string): Promise<T | undefined>;
  /** A document as the change feed brought it; undefined for a deletion. Throws `document.invalid`. */
  parse(stored: StoredDocument): T | undefined;
  getMany(ids: readonly string[]): Promise<readonly T[]>;
  find(query: FindQuery): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
  /** Stores the document unless a living one has its id; returns whichever is stored. */
  insertOnce(document: T): Promise<{ readonly document: T; readonly inserted: boolean }>;
  /** Many new documents at once; those that exist already stay as they are. Returns the ids of those that were not written. */
  insertMany(documents: readonly T[]): Promise<readonly string[]>;
  /** Stores the document, over whatever is there. */
  put(document: T): Promise<void>;
  /**
   * Applies `change` to the newest state and retries on a conflict, so `change` must be pure. Returning the same
   * object writes nothing. Undefined when the document does not exist. A document that this collection returned, given in
   * place of its id, is taken for the newest state until the store refuses the write, which saves reading it again.
   */
  update(idOrDocument: string | T, change: (current: T) => T): Promise<T | undefined>;
  /** The same for a document that may not exist yet. */
  upsert(idOrDocument: string | T, change: (current: T | undefined) => T): Promise<T>;
  delete(ids: readonly string[]): Promise<void>;
  /** The same collection for another writer: `agent:<name>`. Whose change it was is kept where people edit too. */
  as(by: string): Collection<T>;
};

export type TeamDocuments = { readonly [N in CollectionName]: Collection<DocumentOf<N>> };

export const databaseName = (teamId: string, collection: CollectionName): string => `team-${teamId}-${collection}`;

/** All collections of one team, over any document store. `now` dates the server's changes of what people edit too. */
export const openTeamDocuments = (store: DocumentStore, teamId: string, now: Clock = Date.now): TeamDocuments =>
  mapCollections((name) => {
    const { schema } = entities[name];
    const database = store.database(databaseName(teamId, name), { indexes: storeIndexesOf(entities[name]) });
    return openCollection(database, schema as z.ZodType as z.ZodType<{ id: string }>, { name, by: 'server', now });
  });

/** The same documents, written by an agent. */
export const documentsAs = (documents: TeamDocuments, by: string): TeamDocuments =>
  mapCollections((name) => documents[name].as(by));

const mapCollections = (open: (name: CollectionName) => unknown): TeamDocuments =>
  Object.fromEntries(collectionNames.map((name) => [name, open(name)])) as unknown as TeamDocuments;

/** One kind of document in a database; documents of other kinds may live beside it. */
export const openCollection = <T extends { id: string }>(
  database: DocumentDatabase,
  schema: z.ZodType<T>,
  pen?: Pen,
): Collection<T> => {
  const withOrigin = <D extends T>(document: D, stored: StoredDocument): D => {
    origins.set(document, { database, stored });
    return document;
  };
  const storedOf = (document: T): StoredDocument | undefined => {
    const origin = origins.get(document);
    return origin?.database === database ? origin.stored : undefined;
  };
  const parse = (stored: StoredDocument): T => withOrigin(parseStored(schema, database.name, stored), stored);
  const parseLiving = (stored: StoredDocument | undefined): T | undefined =>
    stored && !stored.deleted ? parse(stored) : undefined;
  const toRow = (stored: StoredDocument | undefined, next: T): WriteRow => {
    const body = requireFit(schema, next);
    const row = { id: next.id, body: (pen && stampWrite(pen, stored, body)) ?? body };
    return stored ? { ...row, rev: stored.rev } : row;
  };

  const upsertOr = async <R extends T | undefined>(
    idOrDocument: string | T,
    change: (current: T | undefined) => R,
  ): Promise<R> => {
    const [id, inHand] = typeof idOrDocument === 'string' ? [idOrDocument] : [idOrDocument.id, idOrDocument];
    let known = inHand && storedOf(inHand);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const stored = known ?? (await database.get(id));
      const current = known ? inHand : parseLiving(stored);
      const next = change(current);
      // Only the newest state tells that there is nothing to change.
      const isFinal = next === undefined || next === current;
      if (isFinal && !known) return next;
      known = undefined;
      if (isFinal) continue;
      const row = toRow(stored, next);
      const [result] = await database.write([row]);
      if (result?.ok) return withOrigin(next, { id, rev: result.rev, deleted: false, body: row.body });
      requireValid(result);
    }
    throw keepsChanging(id);
  };

  /** Where people edit too, what was deleted must not look newer than what is made in its place. */
  const insertOver = async (document: T): Promise<{ readonly document: T; readonly inserted: boolean }> => {
    let inserted = false;
    const stored = await upsertOr(document.id, (current) => {
      inserted = current === undefined;
      return current ?? document;
    });
    return { document: stored, inserted };
  };

  return {
    database,
    by: pen?.by ?? 'server',
    get: async (id) => parseLiving(await database.get(id)),
    parse: parseLiving,
    getMany: async (ids) => (await database.getMany(ids)).filter((stored) => !stored.deleted).map(parse),
    find: async (query) => {
      const page = await database.find(query);
      const items = page.documents.map(parse);
      return page.next === undefined ? { items } : { items, next: page.next };
    },
    insertOnce: async (document) => {
      if (pen && entities[pen.name].merge) return insertOver(document);
      const { id, body } = toRow(undefined, document);
      const [result] = await database.write([{ id, body }]);
      if (result?.ok) {
        return { document: withOrigin(document, { id, rev: result.rev, deleted: false, body }), inserted: true };
      }
      requireValid(result);
      return { document: parseLiving(await database.get(document.id)) ?? document, inserted: false };
    },
    insertMany: async (documents) => {
      const found = await database.getMany(pen && entities[pen.name].merge ? documents.map(({ id }) => id) : []);
      const stored = new Map(found.map((each) => [each.id, each]));
      const missing = documents.filter(({ id }) => stored.get(id)?.deleted !== false);
      const results = await database.write(missing.map((document) => toRow(stored.get(document.id), document)));
      const written = new Set(results.filter(({ ok }) => ok).map(({ id }) => id));
      return documents.map(({ id }) => id).filter((id) => !written.has(id));
    },
    put: async (document) => {
      await upsertOr(document.id, () => document);
    },
    update: (idOrDocument, change) => upsertOr(idOrDocument, (current) => current && change(current)),
    upsert: upsertOr,
    delete: async (ids) => {
      let open = ids;
      for (let attempt = 0; open.length > 0; attempt++) {
        if (attempt === MAX_ATTEMPTS) throw keepsChanging(open[0] ?? '');
        const living = (await database.getMany(open)).filter((stored) => !stored.deleted);
        const results = await database.write(living.map((stored) => deletionOf(pen, stored)));
        open = results.filter(({ ok }) => !ok).map(({ id }) => id);
      }
    },
    as: (by) => (pen ? openCollection(database, schema, { ...pen, by }) : openCollection(database, schema)),
  };
};

const deletionOf = (pen: Pen | undefined, stored: StoredDocument): WriteRow => {
  const { id, rev } = stored;
  return { id, rev, deleted: true, body: (pen && stampWrite(pen, stored, undefined)) ?? { id } };
};

const keepsChanging = (id: string): Failure =>
  new Failure('document.conflict', `Document ${id} keeps changing.`, 'Try again in a moment.');

/** Throws when the store takes no such document at all. */
const requireValid = (result: WriteResult | undefined): void => {
  if (result && !result.ok && result.code === 'invalid') {
    throw new Failure('document.invalid', result.message, 'Mend the document.');
  }
};

const requireFit = <T extends { id: string }>(schema: z.ZodType<T>, document: T): JsonObject => {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data as unknown as JsonObject;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'document.invalid',
    `Document ${document.id}: ${issue?.path.join('.')}: ${issue?.message}`,
    'Mend the field and write again.',
  );
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
