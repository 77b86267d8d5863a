import type { UnsavedDraft } from './unsaved-drafts.ts';

/**
 * Each tab has its own text, so that tabs never overwrite each other's. `id` identifies the draft and becomes the cause of the message it
 * is sent as; earlier versions stored none.
 */
export type TabText = { readonly tab: string; readonly text: string; readonly at: number; readonly id?: string };
/** The stored draft of a conversation. */
export type Draft = { readonly texts: readonly TabText[] };

/** The content of a message box. With `isSending`, a different text is a different draft. */
export type BoxText = { readonly id: string; readonly text: string; readonly at: number; readonly isSending?: boolean };

/** Earlier versions stored one text for all tabs. */
export const textsOf = (draft: Draft | { readonly text: string } | undefined): readonly TabText[] => {
  if (!draft) return [];
  if ('texts' in draft) return draft.texts;
  return draft.text === '' ? [] : [{ tab: '', text: draft.text, at: 0 }];
};

/** The text that was changed last. */
export const newest = (texts: readonly TabText[]): TabText | undefined => texts.toSorted((a, b) => b.at - a.at)[0];

/** The box after the person typed. A different text after sending, or after an empty box, is a new draft with this `id`. */
export const typed = (box: BoxText | undefined, text: string, { id, now }: { id: string; now: number }): BoxText => {
  const isSame = box?.text === text;
  const isNext = box === undefined || (!isSame && (box.isSending || box.text === ''));
  return isNext ? { id, text, at: now } : { ...box, text, at: now };
};

/** The draft with the text of a tab in place of what that tab stored before, and without the texts that `isGone`. */
export const withText = (draft: Draft | undefined, text: TabText, isGone: (other: TabText) => boolean): Draft => {
  const others = textsOf(draft).filter((other) => other.tab !== text.tab && !isGone(other));
  return { texts: text.text === '' ? others : [...others, text] };
};

/** The draft with a text that a page could not save, unless its tab has stored something newer. */
export const withUnsaved = (draft: Draft | undefined, { text }: Pick<UnsavedDraft, 'text'>): Draft => {
  const texts = textsOf(draft);
  const isNewest = texts.every(({ tab, at }) => tab !== text.tab || at < text.at);
  return isNewest ? withText(draft, text, () => false) : { texts };
};

/** The draft with an abandoned text, unless it has the same text already. */
export const withAbandoned = (draft: Draft | undefined, text: TabText): Draft => {
  const texts = textsOf(draft);
  return { texts: texts.some((other) => other.text === text.text) ? texts : [...texts, text] };
};
