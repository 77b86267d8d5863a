import type { Conflict, Edits, Seen, Stamp } from '../entities/declaring/sync-fields.ts';

/** A document as it is synchronized, with its sync fields; a deleted one may have only its id. */
export type Mergeable = { readonly id: string; readonly _deleted: boolean; readonly [field: string]: unknown };

/** The fields of an object. */
export type Fields = { readonly [field: string]: unknown };
/** An element of a list that is merged by id. */
export type Element = Fields & { readonly id: string };

/** Whether a value is an object other than a list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the elements of a list. Anything but a list of objects with ids counts as empty. */
export const elementsOf = (value: unknown): readonly Element[] => (isList(value) ? value.filter(isElement) : []);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isElement = (value: unknown): value is Element => isFields(value) && typeof value.id === 'string';

// Documents are validated by their schemas at every boundary; here it is enough to know whether the field is present.
const isEdits = (value: unknown): value is Edits => isFields(value);
const isSeen = (value: unknown): value is Seen => isFields(value);
const isConflicts = (value: unknown): value is readonly Conflict[] => Array.isArray(value);

/** Returns the stamps by pointer; empty if there are none. */
export const editsOf = ({ edits }: Fields): Edits => (isEdits(edits) ? edits : {});
/** Returns the version vector: what this state has seen; empty if there is none. */
export const seenOf = ({ seen }: Fields): Seen => (isSeen(seen) ? seen : {});
/** Returns the conflicts that wait for a choice. */
export const conflictsOf = ({ conflicts }: Fields): readonly Conflict[] => (isConflicts(conflicts) ? conflicts : []);

type Bookkeeping = { readonly edits: Edits; readonly seen: Seen; readonly conflicts: readonly Conflict[] };

/** Returns the document with exactly this bookkeeping; empty parts are left out, and names are sorted. */
export const withBookkeeping = (document: Mergeable, { edits, seen, conflicts }: Bookkeeping): Mergeable => {
  const { edits: _, seen: __, conflicts: ___, ...fields } = document;
  return {
    ...fields,
    id: document.id,
    _deleted: document._deleted,
    ...(Object.keys(edits).length > 0 && { edits: sorted<Stamp>(edits) }),
    ...(Object.keys(seen).length > 0 && { seen: sorted<string>(seen) }),
    ...(conflicts.length > 0 && { conflicts: conflicts.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }),
  };
};

const sorted = <T>(record: { readonly [key: string]: T }): { readonly [key: string]: T } =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
