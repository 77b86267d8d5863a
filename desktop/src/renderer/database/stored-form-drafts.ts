import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { z } from 'zod';

/** Where a form stands: the document that it edits, and which of its forms. Without an id, it makes a document. */
export type FormPlace = { readonly collection: ReplicatedCollection; readonly id?: string; readonly part?: string };

/** Fields that were changed and not saved, each with the document that was shown when it was changed. */
export type UnsavedFields = Readonly<Record<string, { readonly value?: unknown; readonly shown: object }>>;

/** The local document that holds what all forms of a workspace have not saved. */
export const FORM_DRAFTS = 'form-drafts';

/**
 * A draft as it is stored. Each tab has its own, so that no tab can write over another's. `shown` is a place in `documents`,
 * since most fields were changed with the same document before them.
 */
export const storedFormDraftSchema = z.strictObject({
  key: z.string(),
  id: z.string(),
  tab: z.string(),
  /** When it was last changed, ms since the epoch. */
  at: z.number(),
  fields: z.record(z.string(), z.strictObject({ value: z.unknown().optional(), shown: z.int().min(0) })),
  documents: z.array(z.record(z.string(), z.unknown())),
});
export type StoredFormDraft = z.infer<typeof storedFormDraftSchema>;

export const formKeyOf = ({ collection, id = '', part = '' }: FormPlace): string =>
  [collection, id, part].map(encodeURIComponent).join('/');

export const packFields = (fields: UnsavedFields): Pick<StoredFormDraft, 'fields' | 'documents'> => {
  const documents = [...new Set(Object.values(fields).map(({ shown }) => shown))];
  const packed = Object.entries(fields).map(([name, { value, shown }]) => {
    return [name, { value, shown: documents.indexOf(shown) }] as const;
  });
  return { fields: Object.fromEntries(packed), documents: documents as Record<string, unknown>[] };
};

export const unpackFields = ({ fields, documents }: StoredFormDraft): UnsavedFields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { value, shown }]) => {
      const document = documents[shown];
      return document ? [[name, { value, shown: document }] as const] : [];
    }),
  );
