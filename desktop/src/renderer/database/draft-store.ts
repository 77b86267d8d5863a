import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Tab } from '../storage/tab.ts';
import { createDelayedSaves, type DelayedSaves } from './delayed-saves.ts';
import {
  type BoxText,
  type Draft,
  newest,
  type TabText,
  textsOf,
  typed,
  withAbandoned,
  withText,
  withUnsaved,
} from './draft-texts.ts';
import { type LocalDocument, openLocalDocument } from './local-document.ts';
import type { UnsavedDraft } from './unsaved-drafts.ts';
import type { WorkspaceDatabase } from './workspace-collections.ts';

/** A draft for the same conversation in another tab, or one abandoned by a closed tab. */
export type OtherDraft = { readonly tab: string; readonly text: string; readonly isOpen: boolean };

/** Unsent texts of conversations, private to this device and person. */
export type Drafts = {
  /** The draft that this tab continues: its own, otherwise the newest one of a closed or crashed tab. */
  read(conversationId: string): Promise<string>;
  /** Kept in memory immediately and saved to disk shortly after. */
  write(conversationId: string, text: string): void;
  /**
   * Returns the id under which this text is sent. It stays the same as long as the draft is the same; a different text is a different
   * draft.
   */
  send(conversationId: string, text: string): string;
  /** `text` has reached the outbox, so the draft is removed, unless something else was written since. */
  sent(conversationId: string, text: string): void;
  /** Sending failed: whatever was written since is appended to `text`. Returns the content of the message box. */
  unsent(conversationId: string, text: string): string;
  /** Calls `listener` with the drafts of other tabs, now and after every change; returns a function that unsubscribes. */
  watchOthers(conversationId: string, listener: (others: readonly OtherDraft[]) => void): () => void;
  /** Adds a draft from elsewhere, as if a closed tab had abandoned it. */
  leave(conversationId: string, text: string): Promise<void>;
  /** The drafts that are not saved yet, in the form in which the tab `own` would store them. */
  unsaved(own: string): readonly UnsavedDraft[];
  /** Stores what a page could not save before it was left, unless its tab has stored something newer. */
  takeOver(left: UnsavedDraft): Promise<void>;
  /**
   * This tab has adopted or dismissed the other draft: it is not reported again, and if no tab has it open, it is removed with the next
   * save.
   */
  settle(conversationId: string, other: Pick<OtherDraft, 'tab' | 'text'>): void;
} & Omit<DelayedSaves<never>, 'put' | 'unsaved'>;

type DraftParts = {
  readonly database: WorkspaceDatabase;
  readonly tab: () => Promise<Tab>;
  /** The message that the draft was sent as, if any. Creating that message ends the draft, whatever happens to the tab. */
  readonly messageOf: (draftId: string) => Promise<Pick<Message, 'text' | 'sentAt'> | undefined>;
  readonly now?: () => number;
};

/** Creates the drafts of a workspace. */
export const createDrafts = (parts: DraftParts): Drafts => {
  const { tab, now = Date.now } = parts;
  const documentOf = openDraftDocuments(parts.database);
  /** The content of each message box that this tab has opened. */
  const latest = new Map<string, BoxText>();
  const { settle, isSettled } = createSettled();

  const saves = createDelayedSaves(async (conversationId: string, { id, text, at }: BoxText): Promise<void> => {
    const { id: own, living } = await tab();
    const open = await living();
    const isGone = (other: TabText): boolean => !open.has(other.tab) && isSettled(conversationId, other);
    await documentOf(conversationId).change((draft) => withText(draft, { tab: own, text, at, id }, isGone));
  });
  const newIn = () => ({ id: crypto.randomUUID(), now: now() });
  const keep = (conversationId: string, box: BoxText): void => {
    latest.set(conversationId, box);
    saves.put(conversationId, box);
  };
  const write: Drafts['write'] = (conversationId, text) =>
    keep(conversationId, typed(latest.get(conversationId), text, newIn()));

  const read: Drafts['read'] = async (conversationId) => {
    const known = latest.get(conversationId);
    if (known) return known.text;
    const { id, living } = await tab();
    const [open, draft] = await Promise.all([living(), documentOf(conversationId).read()]);
    const texts = await unsentIn(draft, parts);
    const mine = texts.find((one) => one.tab === id);
    const left = mine ?? newest(texts.filter((one) => !open.has(one.tab) && !isSettled(conversationId, one)));
    // Text typed before this was read is newer; the abandoned draft is then a separate one.
    const typedBefore = latest.get(conversationId);
    if (typedBefore) return typedBefore.text;
    if (left && left !== mine) settle(conversationId, left);
    const box = { ...typed(undefined, '', newIn()), ...left };
    latest.set(conversationId, box);
    const gone = textsOf(draft).filter((one) => !texts.includes(one));
    for (const one of gone) settle(conversationId, one);
    if (gone.length > 0) keep(conversationId, box);
    return left?.text ?? '';
  };

  return {
    read,
    write,
    send: (conversationId, text) => {
      const known = latest.get(conversationId);
      const box = known?.text === text ? known : typed(undefined, text, newIn());
      latest.set(conversationId, { ...box, isSending: true });
      return box.id;
    },
    sent: (conversationId, text) => {
      if (latest.get(conversationId)?.text === text) write(conversationId, '');
    },
    unsent: (conversationId, text) => {
      const since = latest.get(conversationId)?.text ?? '';
      const whole = since === '' || since === text ? text : `${text}\n${since}`;
      write(conversationId, whole);
      return whole;
    },
    watchOthers: (conversationId, listener) => {
      let watching = true;
      const unwatch = documentOf(conversationId).watch(async (draft) => {
        const { id, living } = await tab();
        const open = await living();
        const others = (await unsentIn(draft, parts)).filter(
          (one) => one.tab !== id && !isSettled(conversationId, one),
        );
        if (watching) listener(others.map((one) => ({ tab: one.tab, text: one.text, isOpen: open.has(one.tab) })));
      });
      return () => {
        watching = false;
        unwatch();
      };
    },
    leave: (conversationId, text) => {
      const abandoned = { tab: crypto.randomUUID(), text, at: now() };
      return documentOf(conversationId).change((draft) => withAbandoned(draft, abandoned));
    },
    unsaved: (own) =>
      saves
        .unsaved()
        .map(([conversationId, { id, text, at }]) => ({ conversationId, text: { tab: own, id, text, at } })),
    takeOver: (left) => documentOf(left.conversationId).change((draft) => withUnsaved(draft, left)),
    settle,
    flush: saves.flush,
    failure: saves.failure,
    subscribe: saves.subscribe,
    stop: saves.stop,
  };
};

const openDraftDocuments = (database: WorkspaceDatabase) => {
  const documents = new Map<string, LocalDocument<Draft>>();
  return (conversationId: string): LocalDocument<Draft> => {
    const document = documents.get(conversationId) ?? openLocalDocument<Draft>(database, `draft:${conversationId}`);
    documents.set(conversationId, document);
    return document;
  };
};

/** The drafts of other tabs that this tab has dealt with, by conversation and tab. */
const createSettled = () => {
  const settled = new Map<string, Map<string, string>>();
  return {
    isSettled: (conversationId: string, { tab, text }: TabText): boolean =>
      settled.get(conversationId)?.get(tab) === text,
    settle: (conversationId: string, { tab, text }: Pick<OtherDraft, 'tab' | 'text'>): void => {
      const known = settled.get(conversationId) ?? new Map<string, string>();
      settled.set(conversationId, known.set(tab, text));
    },
  };
};

/** The texts of a draft that were not sent yet. */
const unsentIn = async (
  draft: Parameters<typeof textsOf>[0],
  { messageOf }: Pick<DraftParts, 'messageOf'>,
): Promise<readonly TabText[]> => {
  const isSent = async ({ id, text, at }: TabText): Promise<boolean> => {
    const message = id === undefined ? undefined : await messageOf(id);
    // Anything written after sending is a different text.
    return message !== undefined && (at <= message.sentAt || text.trim().toWellFormed() === message.text);
  };
  const texts = textsOf(draft);
  const sent = await Promise.all(texts.map(isSent));
  return texts.filter((_, at) => !sent[at]);
};
