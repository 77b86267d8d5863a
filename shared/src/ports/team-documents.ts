import type { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { storeIndexesOf } from '../entities/declaring/define-entity.ts';
import { type CollectionName, collectionNames, type DocumentOf, entities } from '../entities/registry.ts';
import { isSameValue } from '../merge/same-state.ts';
import type { Clock } from './clock.ts';
import type { Collection, Edits } from './collection.ts';
import { type DocumentRows, openDocumentRows } from './document-rows.ts';
import type { DocumentCollection, DocumentStore, StoredDocument } from './document-store.ts';
import type { WriteAuthor } from './stamp-write.ts';

const MAX_ATTEMPTS = 20;

/**
 * A team's collection in the server's store. Documents are validated on the way in and out. A document that is passed to `update` instead
 * of its id is assumed to be the newest state until the store rejects the write.
 */
export type TeamCollection<T extends { id: string }> = Collection<T> & {
  /** The documents as they are stored, with their revisions and change feed. */
  readonly stored: DocumentCollection;
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

/** The name of a team's database in the server's store. */
export const teamDatabaseName = (teamId: string): string => `team-${teamId}`;

/** The name of a team's collection in the server's store. */
export const storedName = (teamId: string, collection: CollectionName): string =>
  `${teamDatabaseName(teamId)}/${collection}`;

const teamIndexes = new Map(collectionNames.map((name) => [name, storeIndexesOf(entities[name])] as const));

/** How a team's collection is opened; the same object for all teams. */
const teamOptions = new Map(
  [...teamIndexes].map(([name, indexes]) => [name, { indexes, database: teamIndexes }] as const),
);

/**
 * Opens a team's collection in the server's store. Pass the team id of the caller's token, never one from a request, so
 * that no team can reach another's data.
 */
export const openTeamCollection = (store: DocumentStore, teamId: string, name: CollectionName): DocumentCollection =>
  store.collection(storedName(teamId, name), teamOptions.get(name));

/**
 * A team's documents over any document store. Each collection is opened when it is first used, because most teams are
 * idle. `now` dates the server's changes in collections that people edit.
 */
export const openTeamDocuments = (store: DocumentStore, teamId: string, now: Clock = Date.now): TeamDocuments =>
  mapCollections((name) => {
    const { schema } = entities[name];
    const stored = openTeamCollection(store, teamId, name);
    return openCollection(stored, schema as z.ZodType as z.ZodType<{ id: string }>, { name, by: 'server', now });
  });

/** Returns the same documents with another author, such as an agent. */
export const documentsAs = (documents: TeamDocuments, by: string): TeamDocuments =>
  mapCollections((name) => documents[name].as(by));

type OpenByName = (name: CollectionName) => unknown;

/** How collections are opened, and those that are open. */
type Lazy = { readonly [LAZY]: { readonly open: OpenByName; readonly opened: Map<CollectionName, unknown> } };

const LAZY = Symbol('lazy');

/** Open a collection when it is first read. All documents share these functions. */
const lazyProperties: PropertyDescriptorMap = Object.fromEntries(
  collectionNames.map((name) => [
    name,
    {
      enumerable: true,
      get(this: Lazy): unknown {
        const { open, opened } = this[LAZY];
        const collection = opened.get(name) ?? open(name);
        opened.set(name, collection);
        return collection;
      },
    },
  ]),
);

const mapCollections = (open: OpenByName): TeamDocuments =>
  Object.defineProperties({}, { ...lazyProperties, [LAZY]: { value: { open, opened: new Map() } } }) as TeamDocuments;

/** Opens one kind of document in a collection that may also hold documents of other kinds. */
export const openCollection = <T extends { id: string }>(
  stored: DocumentCollection,
  schema: z.ZodType<T>,
  author?: WriteAuthor,
): TeamCollection<T> => {
  const rows = openDocumentRows(stored, schema, author);
  const insertOnce = (document: T) => (rows.isMerged ? insertOver(rows, document) : insertNew(rows, document));
  return {
    stored,
    by: author?.by ?? 'server',
    get: async (id) => rows.parse(await stored.get(id)),
    parse: rows.parse,
    getMany: async (ids) => (await stored.getMany(ids)).flatMap((document) => rows.parse(document) ?? []),
    find: async (query) => {
      const page = await stored.find(query);
      const items = page.documents.flatMap((document) => rows.parse(document) ?? []);
      return page.next === undefined ? { items } : { items, next: page.next };
    },
    insertOnce,
    insertMany: (documents) => insertMany(rows, documents),
    put: async (document) => {
      await upsert(rows, document.id, () => document);
    },
    update: (idOrDocument, change) => upsert(rows, idOrDocument, (current) => current && change(current)),
    upsert: (idOrDocument, change) => upsert(rows, idOrDocument, change),
    delete: (ids) => deleteAll(rows, ids),
    edit: (...edits) => edit(rows, edits),
    remove: ({ id }) => deleteAll(rows, [id]),
    restore: async (removed) => {
      await insertOnce(removed);
    },
    as: (by) => (author ? openCollection(stored, schema, { ...author, by }) : openCollection(stored, schema)),
  };
};

/** Applies `change` to the newest state, or to the given document unless the store rejects its revision. */
const upsert = async <T extends { id: string }, R extends T | undefined>(
  rows: DocumentRows<T>,
  idOrDocument: string | T,
  change: (current: T | undefined) => R,
): Promise<R> => {
  const [id, inHand] = typeof idOrDocument === 'string' ? [idOrDocument] : [idOrDocument.id, idOrDocument];
  let known = rows.storedOf(inHand);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = known ?? (await rows.collection.get(id));
    const current = known ? inHand : rows.parse(stored);
    const next = change(current);
    // Only the newest state can show that there is nothing to change.
    const isFinal = next === undefined || next === current;
    if (isFinal && !known) return next;
    known = undefined;
    if (isFinal) continue;
    const row = rows.toRow(stored, next);
    const [result] = await rows.collection.write([row]);
    const written = rows.written(next, row, result);
    if (written) return written;
  }
  throw keepsChanging(id);
};

type Inserted<T> = { readonly document: T; readonly inserted: boolean };

/** Writes over a deleted document; the new one must be stamped later than the deletion. */
const insertOver = async <T extends { id: string }>(rows: DocumentRows<T>, document: T): Promise<Inserted<T>> => {
  let inserted = false;
  const stored = await upsert(rows, document.id, (current) => {
    inserted = current === undefined;
    return current ?? document;
  });
  return { document: stored, inserted };
};

/** Takes one write, and a read only if the id is taken. */
const insertNew = async <T extends { id: string }>(rows: DocumentRows<T>, document: T): Promise<Inserted<T>> => {
  const row = rows.toRow(undefined, document);
  const [result] = await rows.collection.write([row]);
  const written = rows.written(document, row, result);
  if (written) return { document: written, inserted: true };
  return { document: rows.parse(await rows.collection.get(document.id)) ?? document, inserted: false };
};

/** Returns the ids of documents that were not written. */
const insertMany = async <T extends { id: string }>(
  { collection, isMerged, toRow }: DocumentRows<T>,
  documents: readonly T[],
): Promise<readonly string[]> => {
  const found = await collection.getMany(isMerged ? documents.map(({ id }) => id) : []);
  const stored = new Map(found.map((each) => [each.id, each]));
  const missing = documents.filter(({ id }) => stored.get(id)?.deleted !== false);
  const results = await collection.write(missing.map((document) => toRow(stored.get(document.id), document)));
  const written = new Set(results.filter(({ ok }) => ok).map(({ id }) => id));
  return documents.map(({ id }) => id).filter((id) => !written.has(id));
};

const deleteAll = async <T extends { id: string }>(
  { collection, toDeletion }: DocumentRows<T>,
  ids: readonly string[],
): Promise<void> => {
  let open = ids;
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === MAX_ATTEMPTS) throw keepsChanging(open[0] ?? '');
    const living = (await collection.getMany(open)).filter((stored) => !stored.deleted);
    const results = await collection.write(living.map(toDeletion));
    open = results.filter(({ ok }) => !ok).map(({ id }) => id);
  }
};

const edit = async <T extends { id: string }>(rows: DocumentRows<T>, edits: Edits<T>): Promise<T> => {
  const [{ shown, isNew = false }] = edits;
  const edited = await upsert(rows, shown.id, (current) => applyEdits(edits, current, rows.author?.now() ?? 0));
  if (!edited && isNew) return shown;
  if (!edited) throw new Failure('resource.not_found', `Document ${shown.id} was deleted.`, 'Reload it.');
  // The stored document also contains the marks of who changed which field.
  return rows.parse(rows.storedOf(edited)) ?? edited;
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

const keepsChanging = (id: string): Failure =>
  new Failure('document.conflict', `Document ${id} keeps changing.`, 'Try again in a moment.');
