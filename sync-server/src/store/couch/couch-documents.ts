import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { JsonObject, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** A document as CouchDB returns it: the author's fields and CouchDB's own, which begin with `_`. */
export const couchDocumentSchema = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  _deleted: z.boolean().optional(),
  /** Other living leaves of its revisions, when they were asked for. */
  _conflicts: z.array(z.string()).optional(),
});
type CouchDocument = z.output<typeof couchDocumentSchema>;

/** The id of a document in CouchDB, where all collections of a database are together: `leads:17`. */
export const couchId = (collection: string, id: string): string => `${collection}:${id}`;

/** Bounds of the ids of a collection where CouchDB compares bytes, as selectors do; `to` is excluded. */
export const idRange = (collection: string) => ({ from: `${collection}:`, to: `${collection};` });

/** Bounds of the ids of a collection in the order of ICU, as keys of views have it. */
export const idKeys = (collection: string) => ({ start_key: [`${collection}:`], end_key: [`${collection}:\ufff0`] });

/** The collection and the id of a document in CouchDB; undefined for design documents, and for what other tools put there. */
export const readCouchId = (couchId: string): { readonly collection: string; readonly id: string } | undefined => {
  const colon = couchId.indexOf(':');
  if (colon <= 0 || couchId.startsWith('_')) return undefined;
  return { collection: couchId.slice(0, colon), id: couchId.slice(colon + 1) };
};

/** A document with the name of its collection. */
export type PlacedDocument = StoredDocument & { readonly collection: string };

/** A document as it was read, and whether CouchDB has other versions of it. */
export type ReadDocument = PlacedDocument & { readonly isConflicted: boolean };

/** Separates CouchDB's own fields from the document's body; undefined for what belongs to no collection. */
export const fromCouch = (document: CouchDocument): ReadDocument | undefined => {
  const place = readCouchId(document._id);
  if (!place) return undefined;
  const body: JsonObject = Object.fromEntries(Object.entries(document).filter(([field]) => !field.startsWith('_')));
  const deleted = document._deleted === true;
  // A document that was deleted by another tool has no fields.
  const kept = deleted && Object.keys(body).length === 0 ? { id: place.id } : body;
  return { ...place, rev: document._rev, deleted, body: kept, isConflicted: document._conflicts !== undefined };
};

const rowsSchema = z.object({
  rows: z.array(
    z.union([
      z.object({
        value: z.object({ rev: z.string(), deleted: z.boolean().optional() }),
        id: z.string(),
        doc: couchDocumentSchema.nullish(),
      }),
      z.object({ key: z.string(), error: z.literal('not_found') }),
    ]),
  ),
});

/** The answer of `_all_docs` with keys, which includes deleted documents (without their fields). */
export const allDocsSchema = rowsSchema.transform(({ rows }) =>
  rows.flatMap((row): readonly ReadDocument[] => {
    if ('error' in row) return [];
    if (row.doc) return toList(fromCouch(row.doc));
    if (!row.value.deleted) throw unreadable(row.id);
    const place = readCouchId(row.id);
    if (!place) return [];
    return [{ ...place, rev: row.value.rev, deleted: true, body: { id: place.id }, isConflicted: false }];
  }),
);

const revisionsSchema = z.object({
  results: z.array(z.object({ docs: z.array(z.object({ ok: couchDocumentSchema.optional() })) })),
});

/** The answer of `_bulk_get`; revisions that compaction removed are left out. */
export const bulkGetSchema = revisionsSchema.transform(({ results }): readonly ReadDocument[] =>
  results.flatMap(({ docs }) => docs.flatMap(({ ok }) => (ok ? toList(fromCouch(ok)) : []))),
);

/** Leaving it out would look as if it did not exist. */
export const unreadable = (id: string): Failure =>
  new Failure('store.unavailable', `CouchDB could not read ${id}.`, 'See the server log of CouchDB.');

const toList = <T>(one: T | undefined): readonly T[] => (one === undefined ? [] : [one]);
