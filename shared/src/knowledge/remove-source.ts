import type { Source } from '../entities/source.ts';
import { isSameValue } from '../merge/same-state.ts';
import type { Documents } from '../ports/collection.ts';

/** Number of passages deleted at a time; other tasks of the same thread run between two batches. */
const BATCH = 100;

type Knowledge = Pick<Documents, 'sources' | 'passages'>;

/**
 * Deletes the source that a person saw, with its passages. The passages are deleted first, so that after a crash the source still exists
 * and can be deleted again. On a device, a source that has been changed since is kept, with a note that it was to be deleted.
 */
export const removeSource = async (documents: Knowledge, shown: Source): Promise<void> => {
  const stored = await documents.sources.get(shown.id);
  if (!stored || isSameValue(stored.seen, shown.seen)) await removePassages(documents, shown.id);
  await documents.sources.remove(shown);
  if (!(await documents.sources.get(shown.id))) await removePassages(documents, shown.id);
};

/** Deletes what an import has stored of a source. */
export const removeParts = async (documents: Knowledge, sourceId: string): Promise<void> => {
  await removePassages(documents, sourceId);
  await documents.sources.delete([sourceId]);
};

const removePassages = async ({ passages }: Knowledge, sourceId: string): Promise<void> => {
  const query = { index: ['sourceId', 'position'], equals: [sourceId], limit: BATCH };
  for (;;) {
    const { items } = await passages.find(query);
    if (items.length === 0) return;
    await passages.delete(items.map(({ id }) => id));
  }
};
