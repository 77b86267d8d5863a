import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { IndexedPassage, SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import type { RxCollection } from 'rxdb';

/** Passages per read of the local database, and per message to the worker: small enough that queries get in between. */
const READ_SLICE = 500;
const WRITE_SLICE = 200;

export type IndexFeed = {
  /** Resolves when all stored passages are in the index; rejects when they could not be read or indexed. */
  readonly loaded: Promise<void>;
  stop(): void;
};

/** Keeps the index equal to the collection: what is stored first, in slices, and every change from the first moment on. */
export const feedIndex = (
  passages: RxCollection<Passage>,
  index: SearchIndex,
  told: { readonly onApplied: (count: number) => void; readonly onFailed: () => void },
): IndexFeed => {
  const pending = new Map<string, IndexedPassage | undefined>();
  const changedWhileLoading = new Set<string>();
  let flushing: Promise<void> | undefined;
  let stopped = false;

  const flush = async (): Promise<void> => {
    while (pending.size > 0 && !stopped) {
      const slice = [...pending].slice(0, WRITE_SLICE);
      for (const [id] of slice) pending.delete(id);
      await index.remove(slice.filter(([, passage]) => passage === undefined).map(([id]) => id));
      await index.put(slice.flatMap(([, passage]) => passage ?? []));
      told.onApplied(slice.length);
    }
  };

  const settled = (): Promise<void> => {
    flushing ??= flush().finally(() => {
      flushing = undefined;
    });
    return flushing;
  };

  const subscription = passages.$.subscribe(({ documentId, documentData, operation }) => {
    changedWhileLoading.add(documentId);
    pending.set(documentId, operation === 'DELETE' ? undefined : toIndexed(documentData));
    settled().catch(told.onFailed);
  });

  const load = async (): Promise<void> => {
    for await (const slice of readSlices(passages)) {
      if (stopped) return;
      for (const passage of slice) {
        // What the feed told of a passage is newer than what the slice read.
        if (!changedWhileLoading.has(passage.id)) pending.set(passage.id, toIndexed(passage));
      }
      await settled();
    }
    await settled();
    changedWhileLoading.clear();
  };

  return {
    loaded: load(),
    stop: () => {
      stopped = true;
      subscription.unsubscribe();
    },
  };
};

async function* readSlices(passages: RxCollection<Passage>): AsyncGenerator<readonly Passage[]> {
  for (let last = ''; ; ) {
    const query = passages.find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: READ_SLICE });
    const slice = (await query.exec()).map((document) => document.toJSON());
    const end = slice.at(-1)?.id;
    if (end === undefined) return;
    yield slice;
    last = end;
  }
}

const toIndexed = (passage: IndexedPassage): IndexedPassage => ({
  id: passage.id,
  sourceId: passage.sourceId,
  position: passage.position,
  title: passage.title,
  text: passage.text,
  question: passage.question,
  language: passage.language,
});
