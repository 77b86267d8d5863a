import { z } from 'zod';
import { storedFormDraftSchema } from './stored-form-drafts.ts';

const unsavedDraftSchema = z.strictObject({
  conversationId: z.string(),
  text: z.strictObject({ tab: z.string(), id: z.string(), text: z.string(), at: z.number() }),
});
/** The unsent text of a conversation in the form its tab would have stored; an empty text means that the draft is to be removed. */
export type UnsavedDraft = z.infer<typeof unsavedDraftSchema>;

const unsavedFormDraftSchema = z.strictObject({ draft: storedFormDraftSchema, ids: z.array(z.string()) });
/** A form draft that replaces those with one of `ids`; one without fields means that the draft is to be removed. */
export type UnsavedFormDraft = z.infer<typeof unsavedFormDraftSchema>;

/**
 * What a page had not saved when it was left. IndexedDB guarantees nothing to a page that is being closed, whereas `localStorage.setItem`
 * has stored its value when it returns. A record belongs to one workspace, and so to one server, team, and person; the next opening of the
 * workspace takes it over.
 */
const unsavedDraftsSchema = z.strictObject({
  drafts: z.array(unsavedDraftSchema).readonly(),
  forms: z.array(unsavedFormDraftSchema).readonly(),
});
/** Unsaved drafts of one page. */
export type UnsavedDrafts = z.infer<typeof unsavedDraftsSchema>;

/** A stored record of unsaved drafts. */
export type UnsavedRecord = {
  readonly left: UnsavedDrafts;
  /** Deletes the record, unless its page has written another one in the meantime. */
  forget(): void;
};

/** Leaves space for other pages within the 5 million characters that browsers grant a site. */
const MAX_CHARACTERS = 1_000_000;

const prefixOf = (workspace: string): string => `inbetwin.left-behind:${workspace}:`;

const storageHere = (): Storage | undefined => (typeof localStorage === 'undefined' ? undefined : localStorage);

/** Returns a function that stores the unsaved drafts of one page; each call replaces the previous record. */
export const createUnsavedRecord = (workspace: string, page: string): ((left: UnsavedDrafts) => void) => {
  const key = `${prefixOf(workspace)}${page}`;
  let isKept = false;
  return (left) => {
    const storage = storageHere();
    const isEmpty = left.drafts.length + left.forms.length === 0;
    if (!storage || (isEmpty && !isKept)) return;
    if (isEmpty) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(withinLimit(left)));
    isKept = !isEmpty;
  };
};

/** Keeps the most recent changes within the limit, because they are not saved anywhere else. */
const withinLimit = ({ drafts, forms }: UnsavedDrafts): UnsavedDrafts => {
  let room = MAX_CHARACTERS;
  const fits = (entry: object): boolean => {
    const length = JSON.stringify(entry).length + 1;
    if (length > room) return false;
    room -= length;
    return true;
  };
  return {
    drafts: drafts.toSorted((a, b) => b.text.at - a.text.at).filter(fits),
    forms: forms.toSorted((a, b) => b.draft.at - a.draft.at).filter(fits),
  };
};

/** Lists the records of pages that were left. Records that another version stored in another format are ignored and kept. */
export const listUnsavedRecords = (workspace: string): readonly UnsavedRecord[] => {
  const storage = storageHere();
  if (!storage) return [];
  return keysOf(storage, workspace).flatMap((key) => {
    const text = storage.getItem(key);
    const left = text === null ? undefined : parse(text);
    if (!left) return [];
    const forget = (): void => {
      if (storage.getItem(key) === text) storage.removeItem(key);
    };
    return [{ left, forget }];
  });
};

/** Deletes all records of a workspace. */
export const forgetUnsavedRecords = (workspace: string): void => {
  const storage = storageHere();
  if (storage) for (const key of keysOf(storage, workspace)) storage.removeItem(key);
};

const keysOf = (storage: Storage, workspace: string): readonly string[] =>
  Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').filter((key) =>
    key.startsWith(prefixOf(workspace)),
  );

const parse = (text: string): UnsavedDrafts | undefined => {
  try {
    return unsavedDraftsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Not a value of this program.
  }
};
