import type { JsonObject, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** A document as CouchDB returns it: the author's fields and CouchDB's own, which begin with `_`. */
export const couchDocumentSchema = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  _deleted: z.boolean().optional(),
});
type CouchDocument = z.output<typeof couchDocumentSchema>;

/** Whether this is the id of a design document (an index), which is not part of the data. */
export const isDesign = (id: string): boolean => id.startsWith('_design/');

/** Separates CouchDB's own fields from the document's body. */
export const fromCouch = (document: CouchDocument): StoredDocument => {
  const body: JsonObject = Object.fromEntries(Object.entries(document).filter(([field]) => !field.startsWith('_')));
  const deleted = document._deleted === true;
  // A document that was deleted by another tool has no fields.
  const kept = deleted && Object.keys(body).length === 0 ? { id: document._id } : body;
  return { id: document._id, rev: document._rev, deleted, body: kept };
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
  rows.flatMap((row): StoredDocument[] => {
    if ('error' in row) return [];
    if (row.doc) return [fromCouch(row.doc)];
    return [{ id: row.id, rev: row.value.rev, deleted: row.value.deleted === true, body: { id: row.id } }];
  }),
);

const revisionsSchema = z.object({
  results: z.array(z.object({ docs: z.array(z.object({ ok: couchDocumentSchema.optional() })) })),
});

/** The answer of `_bulk_get`; revisions that compaction removed are left out. */
export const bulkGetSchema = revisionsSchema.transform(({ results }) =>
  results.flatMap(({ docs }) => docs.flatMap(({ ok }) => (ok ? [fromCouch(ok)] : []))),
);

/** Range of all design documents; the answer's `total_rows` counts them and every living document. */
export const designRange = { startkey: '_design/', endkey: '_design0' };

/** The answer of `_all_docs` for `designRange`, converted to the number of living documents that are not design documents. */
export const countSchema = z
  .object({ total_rows: z.int().min(0), rows: z.array(z.object({ id: z.string() })) })
  .transform(({ total_rows, rows }) => total_rows - rows.length);
