import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { RxDocumentData } from 'rxdb';

/**
 * How a stored document stands to the server's, kept in its own meta data: it changes in the very write that changes the
 * document, so nothing can come between the two. A document without a mark was made here and is not on the server yet.
 */
export type SyncMark = {
  /** Equal to what the server holds. */
  readonly clean?: boolean;
  /** What the server held when this device first changed it; absent when it held nothing. */
  readonly base?: SyncDocument | undefined;
  /** When this device first changed it, ms: a person's changes leave in this order. */
  readonly since?: number | undefined;
  /** The last drafts of forms that were saved into it here. */
  readonly drafts?: readonly string[] | undefined;
};

/**
 * The field under which a write names the drafts that it saves. On the way into the storage it becomes part of the mark, so
 * that a draft ends in the very write that saves it.
 */
export const SAVED_DRAFTS = 'savedDrafts';

/** A document as RxDB stores it. */
export type StoredDocument = RxDocumentData<SyncDocument> & { readonly _meta: SyncMark };

export const isClean = ({ _meta }: StoredDocument): boolean => _meta.clean === true;

export const savedDraftsOf = ({ _meta }: StoredDocument): readonly string[] => _meta.drafts ?? [];

/** A document may be saved from several forms before one of them is opened again. */
const MOST_DRAFTS = 10;

/** Moves the drafts that a write saves from the document into its mark. */
export const markSavedDrafts = (next: StoredDocument, present: StoredDocument | undefined): void => {
  const saved = next[SAVED_DRAFTS];
  if (!Array.isArray(saved)) return;
  Reflect.deleteProperty(next, SAVED_DRAFTS);
  const known = present ? savedDraftsOf(present) : [];
  Object.assign(next._meta, { drafts: [...known, ...saved].slice(-MOST_DRAFTS) });
};

export const changedSince = ({ _meta }: StoredDocument): number => _meta.since ?? _meta.lwt;

/** The document as it travels: without what this device alone adds. */
export const stateOf = (stored: StoredDocument): SyncDocument => {
  const { _rev, _meta, _attachments, local, [SAVED_DRAFTS]: _, ...state } = stored;
  return state;
};
