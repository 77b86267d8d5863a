import type { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { storeIndexesOf } from '../entities/declaring/define-entity.ts';
import { type CollectionName, collectionNames, type DocumentOf, entities } from '../entities/registry.ts';
import { isSameValue } from '../merge/same-state.ts';
import type { Clock } from './clock.ts';
import type { Collection, Edits } from './collection.ts';
import type {
  DocumentDatabase,
  DocumentStore,
  JsonObject,
  StoredDocument,
  WriteResult,
  WriteRow,
} from './document-store.ts';
import { stampWrite, type WriteAuthor } from './stamp-write.ts';

const MAX_ATTEMPTS = 20;

type Origin = { readonly database: DocumentDatabase; readonly stored: StoredDocument };

/**
 * The stored state of each document that a collection has returned, with the revision that the next write must name.
 */
const origins = new WeakMap<object, Origin>();

/**
 * A team's collection in the server's store. Documents are validated on the way in and out. A document that is passed to `update` instead
 * of its id is assumed to be the newest state until the store rejects the write.
 */
export type TeamCollection<T extends { id: string }> = Collection<T> & {
  /** The underlying database, for reading the change feed. */
  readonly database: DocumentDatabase;
  /** The author of the changes: `server`, or `agent:<name>`. */
  readonly by: string;
  /** Parses a document from the change feed; undefined for a deletion. Throws `document.invalid`. */
  parse(stored: StoredDocument): T | undefined;
  /** Like `update`, for a document that may not exist yet. */
  upsert(idOrDocument: string | T, change: (current: T | undefined) => T): Promise<T>;
  /**
   * Returns the same collection for another author, such as `agent:<name>`. The author is recorded in collections that
   * people edit.
   */
  as(by: string): TeamCollection<T>;
};

/** All collections of a team by name. */
export type TeamDocuments = { readonly [N in CollectionName]: TeamCollection<DocumentOf<N>> };

/** The store's database for a collection of a team. */
export const databaseName = (teamId: string, collection: CollectionName): string => `team-${teamId}-${collection}`;

/**
 * Opens all collections of a team over any document store. `now` dates the server's changes in collections that people
 * edit.
 */
export const openTeamDocuments = (store: DocumentStore, teamId: string, now: Clock = Date.now): TeamDocuments =>
  mapCollections((name) => {
    const { schema } = entities[name];
    const database = store.database(databaseName(teamId, name), { indexes: storeIndexesOf(entities[name]) });
    return openCollection(database, schema as z.ZodType as z.ZodType<{ id: string }>, { name, by: 'server', now });
  });

/** Returns the same documents with another author, such as an agent. */
export const documentsAs = (documents: TeamDocuments, by: string): TeamDocuments =>
  mapCollections((name) => documents[name].as(by));

const mapCollections = (open: (name: CollectionName) => unknown): TeamDocuments =>
  Object.fromEntries(collectionNames.map((name) => [name, open(name)])) as unknown as TeamDocuments;

/** Opens one kind of document in a database that may also hold documents of other kinds. */
export const openCollection = <T extends { id: string }>(
  database: DocumentDatabase,
  schema: z.ZodType<T>,
  author?: WriteAuthor,
): TeamCollection<T> => {
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
    const row = { id: next.id, body: (author && stampWrite(author, stored, body)) ?? body };
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
      // Only the newest state can show that there is nothing to change.
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

  /** A replacement for a deleted document must be stamped later than the deletion in collections that people edit. */
  const insertOver = async (document: T): Promise<{ readonly document: T; readonly inserted: boolean }> => {
    let inserted = false;
    const stored = await upsertOr(document.id, (current) => {
      inserted = current === undefined;
      return current ?? document;
    });
    return { document: stored, inserted };
  };

  const insertOnce = async (document: T): Promise<{ readonly document: T; readonly inserted: boolean }> => {
    if (author && entities[author.name].merge) return insertOver(document);
    const { id, body } = toRow(undefined, document);
    const [result] = await database.write([{ id, body }]);
    if (result?.ok) {
      return { document: withOrigin(document, { id, rev: result.rev, deleted: false, body }), inserted: true };
    }
    requireValid(result);
    return { document: parseLiving(await database.get(document.id)) ?? document, inserted: false };
  };

  const remove = async (ids: readonly string[]): Promise<void> => {
    let open = ids;
    for (let attempt = 0; open.length > 0; attempt++) {
      if (attempt === MAX_ATTEMPTS) throw keepsChanging(open[0] ?? '');
      const living = (await database.getMany(open)).filter((stored) => !stored.deleted);
      const results = await database.write(living.map((stored) => deletionOf(author, stored)));
      open = results.filter(({ ok }) => !ok).map(({ id }) => id);
    }
  };

  return {
    database,
    by: author?.by ?? 'server',
    get: async (id) => parseLiving(await database.get(id)),
    parse: parseLiving,
    getMany: async (ids) => (await database.getMany(ids)).filter((stored) => !stored.deleted).map(parse),
    find: async (query) => {
      const page = await database.find(query);
      const items = page.documents.map(parse);
      return page.next === undefined ? { items } : { items, next: page.next };
    },
    insertOnce,
    insertMany: async (documents) => {
      const found = await database.getMany(author && entities[author.name].merge ? documents.map(({ id }) => id) : []);
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
    delete: remove,
    edit: async (...edits) => {
      const [{ shown, isNew = false }] = edits;
      const edited = await upsertOr(shown.id, (current) => applyEdits(edits, current, author?.now() ?? 0));
      if (!edited && isNew) return shown;
      if (!edited) throw new Failure('resource.not_found', `Document ${shown.id} was deleted.`, 'Reload it.');
      const stored = storedOf(edited);
      // What is stored also says who changed what.
      return stored ? parse(stored) : edited;
    },
    remove: async ({ id }) => remove([id]),
    restore: async (removed) => {
      await insertOnce(removed);
    },
    as: (by) => (author ? openCollection(database, schema, { ...author, by }) : openCollection(database, schema)),
  };
};

/** Returns `current` when the edits have no effect. */
const applyEdits = <T extends { id: string }>(edits: Edits<T>, current: T | undefined, now: number): T | undefined => {
  const [{ shown, isNew = false }] = edits;
  const before = current ?? (isNew ? shown : undefined);
  if (!before) return undefined;
  const next = edits.reduce((document, edit) => edit.next(document), before);
  if (isSameValue(next, before)) return current;
  if (!('updatedAt' in before)) return next;
  return { ...next, updatedAt: Math.max(Number(before.updatedAt) + 1, now) };
};

const deletionOf = (author: WriteAuthor | undefined, stored: StoredDocument): WriteRow => {
  const { id, rev } = stored;
  return { id, rev, deleted: true, body: (author && stampWrite(author, stored, undefined)) ?? { id } };
};

const keepsChanging = (id: string): Failure =>
  new Failure('document.conflict', `Document ${id} keeps changing.`, 'Try again in a moment.');

/** Throws if the store cannot hold the document at all. */
const requireValid = (result: WriteResult | undefined): void => {
  if (result && !result.ok && result.code === 'invalid') {
    throw new Failure('document.invalid', result.message, 'Correct the document and write it again.');
  }
};

const requireFit = <T extends { id: string }>(schema: z.ZodType<T>, document: T): JsonObject => {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data as unknown as JsonObject;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'document.invalid',
    `Document ${document.id}: ${issue?.path.join('.')}: ${issue?.message}`,
    'Correct the field and write again.',
  );
};

/**
 * Validates a stored document, so that one written incorrectly by another version or tool fails here with a clear
 * error.
 */
export const parseStored = <T>(schema: z.ZodType<T>, database: string, stored: StoredDocument): T => {
  const parsed = schema.safeParse(stored.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'document.invalid',
    `Stored document ${database}/${stored.id} does not fit: ${issue?.path.join('.')}: ${issue?.message}`,
    'Correct or remove the document.',
  );
};
