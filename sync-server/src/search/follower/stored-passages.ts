import { passageSchema } from '@inbetwin/shared/entities/passage.ts';
import type { Change, DocumentCollection } from '@inbetwin/shared/ports/document-store.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { toIndexed } from '@inbetwin/shared/search/to-indexed.ts';

const PAGE = 200;

/** The part of a passage document that is indexed; undefined if the document does not fit its schema. */
export const readPassage = ({ id, body }: Change): IndexedPassage | undefined => {
  const parsed = passageSchema.safeParse(body);
  return parsed.success ? toIndexed({ ...parsed.data, id }) : undefined;
};

/** Counts stored passages, to compare with an index. */
export type StoredPassages = {
  /** The number of indexable passages as of the last `readOn`. */
  count(): number;
  /** Reads all changes since the last call; resolves to false if there were none. Throws once `signal` has aborted. */
  readOn(signal: AbortSignal): Promise<boolean>;
};

/** Counts the passages that an index should contain by reading their change feed. */
export const countStored = (passages: DocumentCollection): StoredPassages => {
  const ids = new Set<string>();
  let since: string | undefined;

  const readPage = async (): Promise<boolean> => {
    const page = await passages.changes(since === undefined ? { limit: PAGE } : { since, limit: PAGE });
    since = page.sequence;
    for (const change of page.changes) {
      if (!change.deleted && readPassage(change)) ids.add(change.id);
      else ids.delete(change.id);
    }
    return page.changes.length > 0;
  };

  return {
    count: () => ids.size,
    readOn: async (signal) => {
      let found = false;
      while (await readPage()) {
        signal.throwIfAborted();
        found = true;
      }
      return found;
    },
  };
};
