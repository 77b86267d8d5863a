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
};

/** A document as RxDB stores it. */
export type StoredDocument = RxDocumentData<SyncDocument> & { readonly _meta: SyncMark };

export const isClean = ({ _meta }: StoredDocument): boolean => _meta.clean === true;

export const changedSince = ({ _meta }: StoredDocument): number => _meta.since ?? _meta.lwt;

/** The document as it travels: without what this device alone adds. */
export const stateOf = (stored: StoredDocument): SyncDocument => {
  const { _rev, _meta, _attachments, local, ...state } = stored;
  return state;
};
