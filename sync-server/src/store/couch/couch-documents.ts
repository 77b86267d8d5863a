import type { JsonObject, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** A document as CouchDB gives it: whatever the author put in, and CouchDB's own fields, which begin with `_`. */
export const couchDocumentSchema = z.looseObject({
  _id: z.string(),
  _rev: z.string(),
  _deleted: z.boolean().optional(),
});
type CouchDocument = z.output<typeof couchDocumentSchema>;

export const isDesign = (id: string): boolean => id.startsWith('_design/');

export const fromCouch = (document: CouchDocument): StoredDocument => {
  const body: JsonObject = Object.fromEntries(Object.entries(document).filter(([field]) => !field.startsWith('_')));
  const deleted = document._deleted === true;
  // A document that another tool deleted has no fields.
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

/** The answer of `_all_docs` with keys, which names deleted documents too (without their fields). */
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

/** All design documents in one answer with `total_rows`, which counts them and every living document. */
export const designRange = { startkey: '_design/', endkey: '_design0' };

/** The answer of `_all_docs` for `designRange`, as the number of the other documents. */
export const countSchema = z
  .object({ total_rows: z.int().min(0), rows: z.array(z.object({ id: z.string() })) })
  .transform(({ total_rows, rows }) => total_rows - rows.length);
