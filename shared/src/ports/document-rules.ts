import { Failure } from '../contracts/errors.ts';
import type { CollectionOptions, FindQuery, WriteRow } from './document-store.ts';

/**
 * CouchDB's default `max_document_size`. The same limit applies to all stores, so that a team can move from one to
 * another.
 */
const MAX_BODY_LENGTH = 8_000_000;
const MAX_ID_LENGTH = 500;
const MAX_FIND_LIMIT = 1000;

/** The database names that CouchDB allows, without the slash: `server`, `team-<id>`. */
const databasePattern = /^[a-z][a-z0-9_-]{0,200}$/;
const collectionPattern = /^[a-z][a-z0-9_-]{0,50}$/;
/** A top-level field, or with a dot a field of the object in that field. */
const fieldPattern = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?$/;

/** Returns the name of a database. Throws `request.invalid` for one that some store does not support. */
export const requireDatabase = (name: string): string => {
  if (databasePattern.test(name)) return name;
  throw new Failure('request.invalid', `"${name}" cannot name a database.`, 'Use a-z, 0-9, "_" and "-".');
};

/** The parts of a collection's name, `<database>/<collection>`. */
export type CollectionPlace = { readonly database: string; readonly collection: string };

/** Reads the name of a collection. Throws `request.invalid` for a name or an index that some store does not support. */
export const requireCollection = (name: string, { indexes }: CollectionOptions): CollectionPlace => {
  const slash = name.indexOf('/');
  const [database, collection] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
  if (!databasePattern.test(database) || !collectionPattern.test(collection)) {
    throw new Failure(
      'request.invalid',
      `"${name}" cannot name a collection.`,
      'Name database and collection with a-z, 0-9, "_" and "-": `team-1/leads`.',
    );
  }
  if (indexes.flat().some((field) => !fieldPattern.test(field))) {
    throw new Failure(
      'request.invalid',
      `An index of ${name} has a bad field.`,
      'Name top-level fields, or fields of an object in one: `a` or `a.b`.',
    );
  }
  return { database, collection };
};

/** Returns the reason why no store can hold this row, or undefined if it can be stored. */
export const refuseRow = ({ id, body }: WriteRow, json: string): string | undefined => {
  if (id === '' || id.length > MAX_ID_LENGTH) return `an id has 1 to ${MAX_ID_LENGTH} characters`;
  if (id.startsWith('_')) return 'an id must not begin with an underscore';
  if (!id.isWellFormed() || id.includes('\0')) return 'an id must be well-formed text';
  const reserved = Object.keys(body).find((field) => field.startsWith('_'));
  if (reserved !== undefined) return `field ${reserved} begins with an underscore`;
  if (json.length > MAX_BODY_LENGTH) return `the document has more than ${MAX_BODY_LENGTH} characters`;
  return undefined;
};

/**
 * Serializes a body for storage. A lone surrogate (from a text that was cut inside an emoji) becomes U+FFFD: CouchDB
 * rejects such a text, and one customer's message must not be rejected forever because of it.
 */
export const serializeBody = (body: WriteRow['body']): string =>
  JSON.stringify(body).replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\\ufffd');

/** Throws `request.invalid` unless the query names a declared index, its fields and a limit within bounds. */
export const requireFind = (query: FindQuery, { indexes }: CollectionOptions): void => {
  const { index, equals, limit } = query;
  if (!indexes.some((known) => known.join() === index.join())) {
    throw new Failure('request.invalid', `There is no index on ${index.join(', ')}.`, 'Declare it with the entity.');
  }
  if (equals.length > index.length) {
    throw new Failure('request.invalid', `${index.join(', ')} has fewer fields than values.`, 'Pass fewer values.');
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_FIND_LIMIT) {
    throw new Failure('request.invalid', `A limit of ${limit} is out of bounds.`, `Ask for 1 to ${MAX_FIND_LIMIT}.`);
  }
};
