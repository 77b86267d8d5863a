import { passageSchema } from '@inbetwin/shared/entities/passage.ts';
import type { Change, DocumentDatabase } from '@inbetwin/shared/ports/document-store.ts';
import type { IndexedPassage } from '@inbetwin/shared/search/search-index.ts';
import { toIndexed } from '@inbetwin/shared/search/to-indexed.ts';

const PAGE = 200;

/** What is indexed of a passage document; undefined for one that does not fit its schema. */
export const readPassage = ({ id, body }: Change): IndexedPassage | undefined => {
  const parsed = passageSchema.safeParse(body);
  return parsed.success ? toIndexed({ ...parsed.data, id }) : undefined;
};

export type StoredPassages = {
  /** How many could be indexed, as of the last `readOn`. */
  count(): number;
  /** Reads all changes since the last call; false when there were none. Throws once `signal` has aborted. */
  readOn(signal: AbortSignal): Promise<boolean>;
};

/** Counts the passages that an index should hold, by reading their feed. */
export const countStored = (passages: DocumentDatabase): StoredPassages => {
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
