import type { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { entities } from '../entities/registry.ts';
import type { DocumentCollection, JsonObject, StoredDocument, WriteResult, WriteRow } from './document-store.ts';
import { stampWrite, type WriteAuthor } from './stamp-write.ts';

type Origin = { readonly collection: DocumentCollection; readonly stored: StoredDocument };

/**
 * The stored state of each document that a collection has returned, with the revision that the next write must name.
 */
const origins = new WeakMap<object, Origin>();

/** Converts between a collection's rows and documents of one kind, and validates them in both directions. */
export type DocumentRows<T extends { id: string }> = {
  readonly collection: DocumentCollection;
  /** Stamps the writes in collections that people edit. */
  readonly author: WriteAuthor | undefined;
  /** Whether a document that replaces a deleted one must be stamped later than the deletion. */
  readonly isMerged: boolean;
  /** Undefined for a missing or deleted document. Throws `document.invalid`. */
  parse(stored: StoredDocument | undefined): T | undefined;
  /** The stored state of a document that this collection has returned. */
  storedOf(document: T | undefined): StoredDocument | undefined;
  /** The row that writes `next` over what is stored. Throws `document.invalid`. */
  toRow(stored: StoredDocument | undefined, next: T): WriteRow;
  toDeletion(stored: StoredDocument): WriteRow;
  /** Writes a row and returns the document; undefined if the store has another revision. Throws `document.invalid`. */
  written<D extends T>(document: D, row: WriteRow, result: WriteResult | undefined): D | undefined;
};

/** Opens the rows of one kind of document in a collection that may also hold documents of other kinds. */
export const openDocumentRows = <T extends { id: string }>(
  collection: DocumentCollection,
  schema: z.ZodType<T>,
  author?: WriteAuthor,
): DocumentRows<T> => {
  const withOrigin = <D extends T>(document: D, stored: StoredDocument): D => {
    origins.set(document, { collection, stored });
    return document;
  };
  return {
    collection,
    author,
    isMerged: author !== undefined && entities[author.name].merge !== undefined,
    parse: (stored) =>
      stored && !stored.deleted ? withOrigin(parseStored(schema, collection.name, stored), stored) : undefined,
    storedOf: (document) => {
      const origin = document && origins.get(document);
      return origin?.collection === collection ? origin.stored : undefined;
    },
    toRow: (stored, next) => {
      const body = requireFit(schema, next);
      const row = { id: next.id, body: (author && stampWrite(author, stored, body)) ?? body };
      return stored ? { ...row, rev: stored.rev } : row;
    },
    toDeletion: (stored) => {
      const { id, rev } = stored;
      return { id, rev, deleted: true, body: (author && stampWrite(author, stored, undefined)) ?? { id } };
    },
    written: (document, { id, body }, result) => {
      if (result?.ok) return withOrigin(document, { id, rev: result.rev, deleted: false, body });
      requireValid(result);
      return undefined;
    },
  };
};

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
const parseStored = <T>(schema: z.ZodType<T>, collection: string, stored: StoredDocument): T => {
  const parsed = schema.safeParse(stored.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'document.invalid',
    `Stored document ${collection}/${stored.id} does not fit: ${issue?.path.join('.')}: ${issue?.message}`,
    'Correct or remove the document.',
  );
};
