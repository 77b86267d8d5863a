import { z } from 'zod';
import { storedFormDraftSchema } from './stored-form-drafts.ts';

const leftDraftSchema = z.strictObject({
  conversationId: z.string(),
  text: z.strictObject({ tab: z.string(), id: z.string(), text: z.string(), at: z.number() }),
});
/** The unsent text of a conversation, as a tab would have stored it; an empty one is to be removed. */
export type LeftDraft = z.infer<typeof leftDraftSchema>;

const leftFormDraftSchema = z.strictObject({ draft: storedFormDraftSchema, ids: z.array(z.string()) });
/** The draft of a form, in place of those with one of `ids`; one without fields is to be removed. */
export type LeftFormDraft = z.infer<typeof leftFormDraftSchema>;

/**
 * What a page had not saved when it was left. IndexedDB promises nothing to a page that goes away, but `setItem` has stored its value when
 * it returns. A record is private to the workspace, so to a server, team and person, until the next opening of the workspace takes it over.
 */
const leftBehindSchema = z.strictObject({
  drafts: z.array(leftDraftSchema).readonly(),
  forms: z.array(leftFormDraftSchema).readonly(),
});
export type LeftBehind = z.infer<typeof leftBehindSchema>;

export type LeftRecord = {
  readonly left: LeftBehind;
  /** Deletes the record, unless its page has written another one meanwhile. */
  forget(): void;
};

/** Leaves room for other pages in the 5 million characters that browsers grant to a site. */
const MAX_CHARACTERS = 1_000_000;

const prefixOf = (workspace: string): string => `inbetwin.left-behind:${workspace}:`;

const storageHere = (): Storage | undefined => (typeof localStorage === 'undefined' ? undefined : localStorage);

/** What one page leaves behind: each call replaces what the page kept before. */
export const createKeeper = (workspace: string, page: string): ((left: LeftBehind) => void) => {
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

/** The latest changes first: they are what is not saved anywhere else. */
const withinLimit = ({ drafts, forms }: LeftBehind): LeftBehind => {
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

/** The records of pages that were left. What another version has stored in another form stays where it is. */
export const listLeftBehind = (workspace: string): readonly LeftRecord[] => {
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

export const forgetLeftBehind = (workspace: string): void => {
  const storage = storageHere();
  if (storage) for (const key of keysOf(storage, workspace)) storage.removeItem(key);
};

const keysOf = (storage: Storage, workspace: string): readonly string[] =>
  Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '').filter((key) =>
    key.startsWith(prefixOf(workspace)),
  );

const parse = (text: string): LeftBehind | undefined => {
  try {
    return leftBehindSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // Another program's value.
  }
};
