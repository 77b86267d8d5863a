import { createListeners } from '../base/listeners.ts';
import type { Tab } from '../storage/tab.ts';
import { createDelayedSaves } from './delayed-saves.ts';
import { type LocalDocument, openLocalDocument } from './local-document.ts';
import {
  FORM_DRAFTS,
  type FormPlace,
  formKeyOf,
  packFields,
  type StoredFormDraft,
  storedFormDraftSchema,
  type UnsavedFields,
  unpackFields,
} from './stored-form-drafts.ts';
import type { UnsavedFormDraft } from './unsaved-drafts.ts';
import type { WorkspaceDatabase } from './workspace-collections.ts';

/** The unsaved changes of a form. */
export type FormDraft = {
  readonly fields: UnsavedFields;
  /** Time of the last change, in ms since the epoch. */
  readonly at: number;
  /** Time of the last change before the form was left; absent while the form has been open since its first change. */
  readonly leftAt?: number;
};

/** Unsaved changes of forms, private to this device and person. They survive leaving the page or closing the program. */
export type FormDrafts = {
  /** Opens a form: it continues with the draft that this tab left there, otherwise with the newest draft of a closed tab. */
  open(place: FormPlace): Promise<void>;
  /** Undefined while nothing differs from what is stored. */
  read(place: FormPlace): FormDraft | undefined;
  /** Kept in memory immediately and saved to disk shortly after; without fields, the draft is removed. */
  write(place: FormPlace, fields: UnsavedFields): void;
  /** Called before the draft is saved. Returns the id that the write must record to end the draft; later changes belong to a new draft. */
  save(place: FormPlace): string;
  /** Adds drafts from elsewhere, as if a closed tab had abandoned them. */
  leave(drafts: readonly StoredFormDraft[]): Promise<void>;
  /** The drafts that are not saved yet, in the form in which the tab `own` would store them. */
  unsaved(own: string): readonly UnsavedFormDraft[];
  /** Stores what a page could not save before it was left, unless its tab has stored something newer. */
  takeOver(left: UnsavedFormDraft): Promise<void>;
  flush(): Promise<boolean>;
  failure(): unknown;
  /** Calls `listener` after every change, including those of `failure`; returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  stop(): void;
};

type FormDraftParts = {
  readonly database: WorkspaceDatabase;
  readonly tab: () => Promise<Tab>;
  /** Whether a stored document records this draft as saved, whatever happened to the tab afterwards. */
  readonly isSaved: (place: FormPlace, draftId: string) => Promise<boolean>;
  readonly now?: () => number;
};

/** `ids`: all drafts that this tab has had for the form. `isSaving`: later changes belong to a new draft. */
type Held = FormDraft & {
  readonly id: string;
  readonly ids: readonly string[];
  readonly isSaving?: boolean;
};

type Kept = { readonly drafts: readonly unknown[] };

/** Creates the form drafts of a workspace. */
export const createFormDrafts = (parts: FormDraftParts): FormDrafts => {
  const { database, tab, now = Date.now } = parts;
  const kept = openLocalDocument<Kept>(database, FORM_DRAFTS);
  const held = new Map<string, Held>();
  const listeners = createListeners();
  const readLeft = createDraftReader(kept, parts);

  const saves = createDelayedSaves<Held>(async (key, held) => {
    const { id: own } = await tab();
    await kept.change((stored) => withDraft(stored, asStored(key, held, own)));
  });
  saves.subscribe(listeners.tell);

  const hold = (key: string, next: Held): void => {
    held.set(key, next);
    listeners.tell();
  };
  const newDraft = (key: string): Held => {
    const id = crypto.randomUUID();
    return { id, fields: {}, at: now(), ids: [...(held.get(key)?.ids ?? []), id] };
  };

  return {
    open: async (place) => {
      const key = formKeyOf(place);
      const known = held.get(key);
      if (known && hasFields(known.fields)) return hold(key, { ...known, leftAt: known.at });
      const found = await readLeft(place, known?.ids ?? []);
      if (!found.left && found.ended.length === 0) return;
      const typed = held.get(key) ?? newDraft(key);
      const opened = reopened(typed, found);
      hold(key, opened);
      if (hasFields(typed.fields) || found.ended.length > 0) saves.put(key, opened);
    },
    read: (place) => {
      const draft = held.get(formKeyOf(place));
      return draft && hasFields(draft.fields) ? draft : undefined;
    },
    write: (place, fields) => {
      const key = formKeyOf(place);
      const known = held.get(key);
      const goesOn = known !== undefined && hasFields(known.fields);
      const draft = goesOn && !known.isSaving ? known : newDraft(key);
      const next = { ...draft, fields, at: now() };
      hold(key, next);
      saves.put(key, next);
    },
    save: (place) => {
      const key = formKeyOf(place);
      const draft = held.get(key) ?? newDraft(key);
      held.set(key, { ...draft, isSaving: true });
      return draft.id;
    },
    leave: (drafts) =>
      kept.change((stored) => {
        const present = stored?.drafts ?? [];
        const known = draftsIn(present).map(({ id }) => id);
        return { drafts: [...present, ...drafts.filter(({ id }) => !known.includes(id))] };
      }),
    unsaved: (own) => saves.unsaved().map(([key, held]) => asStored(key, held, own)),
    takeOver: (left) =>
      kept.change((stored) => (isStored(stored, left) ? (stored ?? { drafts: [] }) : withDraft(stored, left))),
    flush: saves.flush,
    failure: saves.failure,
    subscribe: listeners.subscribe,
    stop: saves.stop,
  };
};

/** The draft that a reopened form continues, and drafts whose changes were saved but which were never deleted. */
type FoundDrafts = { readonly left: StoredFormDraft | undefined; readonly ended: readonly StoredFormDraft[] };

/** The draft of a form that continues the draft that was found. What was typed while it was being read is newer. */
const reopened = (typed: Held, { left, ended }: FoundDrafts): Held => ({
  ...typed,
  ...(left && !hasFields(typed.fields) && { id: left.id, at: left.at, isSaving: false }),
  ...(left && { leftAt: left.at }),
  fields: { ...(left && unpackFields(left)), ...typed.fields },
  ids: [...typed.ids, ...ended.map(({ id }) => id), ...(left ? [left.id] : [])],
});

const createDraftReader = (kept: LocalDocument<Kept>, { tab, isSaved }: FormDraftParts) => {
  /** Drafts that no other open tab holds, newest first. */
  const findFree = async (): Promise<readonly StoredFormDraft[]> => {
    const drafts = draftsIn((await kept.read())?.drafts);
    if (drafts.length === 0) return drafts;
    const { id: own, living } = await tab();
    const alive = await living();
    return drafts.filter((one) => one.tab === own || !alive.has(one.tab)).toSorted((a, b) => b.at - a.at);
  };
  /** Shared, because a screen opens many forms at once. */
  let reading: Promise<readonly StoredFormDraft[]> | undefined;
  const readFree = (): Promise<readonly StoredFormDraft[]> => {
    reading ??= findFree().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  /** `known`: the drafts that this tab has had for the form. */
  return async (place: FormPlace, known: readonly string[]): Promise<FoundDrafts> => {
    const key = formKeyOf(place);
    const free = (await readFree()).filter((one) => one.key === key && !known.includes(one.id));
    const saved = await Promise.all(free.map(({ id }) => isSaved(place, id)));
    return { left: free.filter((_, at) => !saved[at])[0], ended: free.filter((_, at) => saved[at]) };
  };
};

const asStored = (key: string, { id, ids, at, fields }: Held, own: string): UnsavedFormDraft => ({
  draft: { key, id, tab: own, at, ...packFields(fields) },
  ids: [...ids],
});

/** Whether `stored` belongs to the same form and tab, or is one of the drafts that this one replaces. */
const isReplaced = ({ draft: { key, tab }, ids }: UnsavedFormDraft, stored: StoredFormDraft): boolean =>
  stored.key === key && (stored.tab === tab || ids.includes(stored.id));

const isStored = (kept: Kept | undefined, left: UnsavedFormDraft): boolean =>
  draftsIn(kept?.drafts).some((stored) => isReplaced(left, stored) && stored.at >= left.draft.at);

const withDraft = (kept: Kept | undefined, left: UnsavedFormDraft): Kept => {
  // Drafts that another version stored in another format are kept unchanged.
  const others = (kept?.drafts ?? []).filter((one) => draftsIn([one]).every((stored) => !isReplaced(left, stored)));
  return { drafts: hasFields(left.draft.fields) ? [...others, left.draft] : others };
};

const hasFields = (fields: object): boolean => Object.keys(fields).length > 0;

const draftsIn = (drafts: Kept['drafts'] = []): readonly StoredFormDraft[] =>
  drafts.flatMap((draft) => storedFormDraftSchema.safeParse(draft).data ?? []);
