import { createListeners } from '../app/listeners.ts';
import { type LocalDocument, openLocalDocument } from './local-document.ts';
import type { Tab } from './tab.ts';
import type { Workspace } from './workspace-database.ts';

/** Each tab has a text of its own, so that no tab can write over another's. */
type TabText = { readonly tab: string; readonly text: string; readonly at: number };
type Draft = { readonly texts: readonly TabText[] };

/** A text of the same conversation that another tab holds, or that one left behind. */
export type OtherDraft = { readonly tab: string; readonly text: string; readonly isOpen: boolean };

/** Unsent texts of conversations, private to this device and person. */
export type Drafts = {
  /** What this tab goes on with: its own text, else the newest one that a closed or crashed tab left behind. */
  read(conversationId: string): Promise<string>;
  /** Kept in memory at once and on disk within `SAVE_AFTER_MS`. */
  write(conversationId: string, text: string): void;
  /** `text` has reached the outbox: it goes, unless something else was written since. */
  sent(conversationId: string, text: string): void;
  /** It has not: what was written since stands below it. Returns what the box has to show. */
  unsent(conversationId: string, text: string): string;
  /** Calls `listener` with the texts of other tabs, now and after every change; returns what ends that. */
  watchOthers(conversationId: string, listener: (others: readonly OtherDraft[]) => void): () => void;
  /** A text from elsewhere: as if a closed tab had left it behind. */
  leave(conversationId: string, text: string): Promise<void>;
  /** This tab has taken the other's text or has no use for it: it is not told of again, and goes with the next save if nobody has it open. */
  settle(conversationId: string, other: Pick<OtherDraft, 'tab' | 'text'>): void;
  /** Resolves with whether everything written so far is on disk; what is not stays in memory and is tried again. */
  flush(): Promise<boolean>;
  /** What could not be saved, when the last attempt failed. */
  failure(): unknown;
  subscribe(listener: () => void): () => void;
  stop(): void;
};

/** A crash of tab or process loses at most what was typed within this time. */
const SAVE_AFTER_MS = 250;
/** After a save that failed, such as on a full disk. */
const RETRY_MS = 5_000;

type DraftParts = {
  readonly database: Workspace['database'];
  readonly tab: () => Promise<Tab>;
  readonly now?: () => number;
};

export const createDrafts = ({ database, tab, now = Date.now }: DraftParts): Drafts => {
  const documents = new Map<string, LocalDocument<Draft>>();
  const unsaved = new Map<string, string>();
  /** What each box of this tab holds, as far as it was opened. */
  const latest = new Map<string, string>();
  /** By conversation and tab: the text of another tab that this one has dealt with. */
  const settled = new Map<string, Map<string, string>>();
  const listeners = createListeners();
  let failure: unknown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> = Promise.resolve(true);
  let stopped = false;

  const documentOf = (conversationId: string): LocalDocument<Draft> => {
    const document = documents.get(conversationId) ?? openLocalDocument<Draft>(database, `draft:${conversationId}`);
    documents.set(conversationId, document);
    return document;
  };

  const isSettled = (conversationId: string, { tab: other, text }: TabText): boolean =>
    settled.get(conversationId)?.get(other) === text;

  const settle: Drafts['settle'] = (conversationId, { tab: other, text }) => {
    const known = settled.get(conversationId) ?? new Map<string, string>();
    settled.set(conversationId, known.set(other, text));
  };

  const write: Drafts['write'] = (conversationId, text) => {
    latest.set(conversationId, text);
    unsaved.set(conversationId, text);
    timer ??= setTimeout(() => void flush(), SAVE_AFTER_MS);
  };

  const fail = (next: unknown): void => {
    if (next === failure) return;
    failure = next;
    listeners.tell();
  };

  const save = async (conversationId: string, text: string): Promise<void> => {
    const { id, living } = await tab();
    const open = await living();
    await documentOf(conversationId).change((draft) => {
      const others = textsOf(draft).filter(
        (one) => one.tab !== id && (open.has(one.tab) || !isSettled(conversationId, one)),
      );
      return { texts: text === '' ? others : [...others, { tab: id, text, at: now() }] };
    });
  };

  const saveAll = async (): Promise<boolean> => {
    try {
      for (const [conversationId, text] of [...unsaved]) {
        await save(conversationId, text);
        if (unsaved.get(conversationId) === text) unsaved.delete(conversationId);
      }
      fail(undefined);
      return unsaved.size === 0;
    } catch (error) {
      fail(error);
      if (!stopped) timer ??= setTimeout(() => void flush(), RETRY_MS);
      return false;
    }
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(saveAll);
    return saving;
  };

  return {
    read: async (conversationId) => {
      const known = latest.get(conversationId);
      if (known !== undefined) return known;
      const { id, living } = await tab();
      const [open, draft] = await Promise.all([living(), documentOf(conversationId).read()]);
      const texts = textsOf(draft);
      const mine = texts.find((one) => one.tab === id);
      const left = mine ?? newest(texts.filter((one) => !open.has(one.tab) && !isSettled(conversationId, one)));
      // What was typed before this was read is newer, and what was left behind is then another text.
      const typed = latest.get(conversationId);
      if (typed !== undefined) return typed;
      if (left && left !== mine) settle(conversationId, left);
      latest.set(conversationId, left?.text ?? '');
      return left?.text ?? '';
    },
    write,
    sent: (conversationId, text) => {
      if (latest.get(conversationId) === text) write(conversationId, '');
    },
    unsent: (conversationId, text) => {
      const since = latest.get(conversationId) ?? '';
      const whole = since === '' || since === text ? text : `${text}\n${since}`;
      write(conversationId, whole);
      return whole;
    },
    watchOthers: (conversationId, listener) => {
      let watching = true;
      const unwatch = documentOf(conversationId).watch(async (draft) => {
        const { id, living } = await tab();
        const open = await living();
        const others = textsOf(draft).filter((one) => one.tab !== id && !isSettled(conversationId, one));
        if (watching) listener(others.map((one) => ({ tab: one.tab, text: one.text, isOpen: open.has(one.tab) })));
      });
      return () => {
        watching = false;
        unwatch();
      };
    },
    leave: (conversationId, text) =>
      documentOf(conversationId).change((draft) => {
        const texts = textsOf(draft);
        if (texts.some((one) => one.text === text)) return { texts };
        return { texts: [...texts, { tab: crypto.randomUUID(), text, at: now() }] };
      }),
    settle,
    flush,
    failure: () => failure,
    subscribe: listeners.subscribe,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};

/** Before each tab had its own there was one text. */
const textsOf = (draft: Draft | { readonly text: string } | undefined): readonly TabText[] => {
  if (!draft) return [];
  if ('texts' in draft) return draft.texts;
  return draft.text === '' ? [] : [{ tab: '', text: draft.text, at: 0 }];
};

const newest = (texts: readonly TabText[]): TabText | undefined => texts.toSorted((a, b) => b.at - a.at)[0];
