import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** Those of these files that replies carry which the server has; `replies` names the replies by file. */
export const findSentWithReplies = async (
  { collections }: Pick<Workspace, 'collections'>,
  digests: readonly string[],
  replies: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> => {
  const ids = [...new Set(digests.flatMap((digest) => replies[digest] ?? []))];
  if (ids.length === 0) return [];
  const found = await collections.messages.storageInstance.findDocumentsById(ids, false);
  const settled = new Set(found.flatMap((stored) => (isClean(stored as unknown as StoredDocument) ? [stored.id] : [])));
  return digests.filter((digest) => replies[digest]?.some((id) => settled.has(id)));
};
