import { movedFrom } from '@inbetwin/shared/entities/moved-collections.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { z } from 'zod';

/** Identifies a form: the document that it edits, and which of the document's forms it is. Without an id, it creates a document. */
export type FormPlace = { readonly collection: ReplicatedCollection; readonly id?: string; readonly part?: string };

/** Changed and unsaved fields, each with the document that was shown when the field was changed. */
export type UnsavedFields = Readonly<Record<string, { readonly value?: unknown; readonly shown: object }>>;

/** The id of the local document that holds the unsaved form drafts of a workspace. */
export const FORM_DRAFTS = 'form-drafts';

/**
 * A draft as it is stored. Each tab has its own, so that tabs never overwrite each other's. `shown` is an index into `documents`, because
 * most fields were changed while the same document was shown. A draft that a former version stored is read as one of the collection that
 * holds the document now.
 */
export const storedFormDraftSchema = z
  .strictObject({
    key: z.string(),
    id: z.string(),
    tab: z.string(),
    /** Time of the last change, in ms since the epoch. */
    at: z.number(),
    fields: z.record(z.string(), z.strictObject({ value: z.unknown().optional(), shown: z.int().min(0) })),
    documents: z.array(z.record(z.string(), z.unknown())),
  })
  .transform((draft) => {
    const [collection = '', ...place] = draft.key.split('/');
    const moved = movedFrom(collection);
    return moved
      ? { ...draft, key: [moved.into, ...place].join('/'), documents: draft.documents.map(moved.convert) }
      : draft;
  });
/** A stored form draft. */
export type StoredFormDraft = z.infer<typeof storedFormDraftSchema>;

/** The key of a form within the stored drafts. */
export const formKeyOf = ({ collection, id = '', part = '' }: FormPlace): string =>
  [collection, id, part].map(encodeURIComponent).join('/');

/** Converts fields to their stored form, in which each shown document is stored once. */
export const packFields = (fields: UnsavedFields): Pick<StoredFormDraft, 'fields' | 'documents'> => {
  const documents = [...new Set(Object.values(fields).map(({ shown }) => shown))];
  const packed = Object.entries(fields).map(([name, { value, shown }]) => {
    return [name, { value, shown: documents.indexOf(shown) }] as const;
  });
  return { fields: Object.fromEntries(packed), documents: documents as Record<string, unknown>[] };
};

/** Restores fields from their stored form. */
export const unpackFields = ({ fields, documents }: StoredFormDraft): UnsavedFields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { value, shown }]) => {
      const document = documents[shown];
      return document ? [[name, { value, shown: document }] as const] : [];
    }),
  );
