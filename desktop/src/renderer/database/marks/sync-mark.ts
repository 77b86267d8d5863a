import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { RxDocumentData } from 'rxdb';

/**
 * How a stored document relates to the server's state. It is part of the document's metadata, so both change in the same write. A document
 * without a mark was created here and is not on the server yet.
 */
export type SyncMark = {
  /** Whether it equals the server's state. */
  readonly clean?: boolean;
  /** The server's state when this device first changed it; absent if the server had none. */
  readonly base?: SyncDocument | undefined;
  /** When this device first changed it, in ms; changes are sent in this order. */
  readonly since?: number | undefined;
  /** The most recent form drafts that were saved into the document on this device. */
  readonly drafts?: readonly string[] | undefined;
};

/**
 * The field in which a write names the drafts that it saves. It is moved to the mark before storing, so that a draft ends in the same write
 * that saves it.
 */
export const SAVED_DRAFTS = 'savedDrafts';

/** A document as RxDB stores it. */
export type StoredDocument = RxDocumentData<SyncDocument> & { readonly _meta: SyncMark };

/** Whether the document equals the server's state. */
export const isClean = ({ _meta }: StoredDocument): boolean => _meta.clean === true;

/** The ids of form drafts that were saved into the document. */
export const savedDraftsOf = ({ _meta }: StoredDocument): readonly string[] => _meta.drafts ?? [];

/** A document may be saved from several forms before one of them is opened again. */
const MOST_DRAFTS = 10;

/** Moves the ids of the saved drafts from the document to its mark. */
export const markSavedDrafts = (next: StoredDocument, present: StoredDocument | undefined): void => {
  const saved = next[SAVED_DRAFTS];
  if (!Array.isArray(saved)) return;
  Reflect.deleteProperty(next, SAVED_DRAFTS);
  const known = present ? savedDraftsOf(present) : [];
  Object.assign(next._meta, { drafts: [...known, ...saved].slice(-MOST_DRAFTS) });
};

/** When the document was first changed since it last equaled the server's state, in ms. */
export const changedSince = ({ _meta }: StoredDocument): number => _meta.since ?? _meta.lwt;

/** The document as it is replicated, without the fields that exist only on this device. */
export const stateOf = (stored: StoredDocument): SyncDocument => {
  const { _rev, _meta, _attachments, local, [SAVED_DRAFTS]: _, ...state } = stored;
  return state;
};
