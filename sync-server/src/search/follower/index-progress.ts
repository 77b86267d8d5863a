/** How far a team's index is, and which index answers. Generations are those of the search thread that holds it. */
export type IndexProgress = {
  /** The latest index: it contains all changes up to `sequence`, and none without one. Undefined if a new index must be begun. */
  readonly latest?: { readonly generation: number; readonly sequence?: string };
  /** The embedding model of the index that was begun last. */
  readonly model?: string;
  /** The index that answers queries. `generation` is that of the thread in which it was published. */
  readonly answering?: { readonly generation: number; readonly model: string | undefined };
  /** Whether the latest index is the one that answers. */
  readonly isPublished: boolean;
  /** Until an index that was loaded from it answers, the snapshot is suspected of crashing the thread. */
  readonly isSnapshotTrusted: boolean;
  /** Whether the latest index was loaded from a snapshot and has not been compared with the store yet. */
  readonly isUnverified: boolean;
};

/** What happens to an index. */
export type IndexEvent =
  /** The thread is asked to begin an index, which may crash it. */
  | { readonly type: 'beginning'; readonly model: string }
  /** The index was loaded and contains everything up to `sequence`, or it is empty. */
  | { readonly type: 'begun'; readonly generation: number; readonly sequence?: string | undefined }
  /** All changes up to `sequence` were passed to the index. */
  | { readonly type: 'applied'; readonly generation: number; readonly sequence: string }
  | { readonly type: 'published'; readonly generation: number }
  /** The index contains as many passages as are stored. */
  | { readonly type: 'verified' }
  /** The index does not match the store, so neither does a snapshot of it. */
  | { readonly type: 'mismatched' }
  /** A new index is wanted, although the present one is intact. */
  | { readonly type: 'outdated' };

/** The progress before an index is begun. */
export const noIndex: IndexProgress = { isPublished: false, isSnapshotTrusted: true, isUnverified: false };

/** The progress after an event; a pure function. */
export const progressAfter = (progress: IndexProgress, event: IndexEvent): IndexProgress => {
  switch (event.type) {
    case 'beginning':
      return { ...progress, model: event.model, isPublished: false, isSnapshotTrusted: false };
    case 'begun': {
      const { generation, sequence } = event;
      const isLoaded = sequence !== undefined;
      return { ...progress, latest: { generation, ...(isLoaded && { sequence }) }, isUnverified: isLoaded };
    }
    case 'applied':
      return { ...progress, latest: { generation: event.generation, sequence: event.sequence } };
    case 'published': {
      const answering = { generation: event.generation, model: progress.model };
      return { ...progress, answering, isPublished: true, isSnapshotTrusted: true };
    }
    case 'verified':
      return { ...progress, isUnverified: false };
    case 'mismatched':
      return { ...withoutIndex(progress), isSnapshotTrusted: false, isUnverified: false };
    case 'outdated':
      return withoutIndex(progress);
  }
};

const withoutIndex = ({ latest: _, ...progress }: IndexProgress): IndexProgress => progress;

/** From where the thread's index must be fed; undefined if it has none, so that one must be begun. */
export const positionIn = (
  { latest }: IndexProgress,
  generation: number,
): { readonly sequence?: string } | undefined => (latest?.generation === generation ? latest : undefined);

/** Whether an index answers in the thread. */
export const answersIn = ({ answering }: IndexProgress, generation: number): boolean =>
  answering?.generation === generation;
