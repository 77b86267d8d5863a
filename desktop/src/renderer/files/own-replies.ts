import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** The ids of the replies that contain each file, by its digest, in the order in which they were written. */
export type RepliesByFile = Readonly<Record<string, readonly string[]>>;

/** Whether the server has the replies that are stored on this device. Missing replies have not been stored yet or were deleted. */
export type ReplyStates = ReadonlyMap<string, 'sent' | 'unsent'>;

/** Reads the states of all these replies. */
export const readReplyStates = async (
  { collections }: Pick<Workspace, 'collections'>,
  replies: RepliesByFile,
): Promise<ReplyStates> => {
  const ids = [...new Set(Object.values(replies).flat())];
  if (ids.length === 0) return new Map();
  const found = await collections.messages.storageInstance.findDocumentsById(ids, false);
  return new Map(
    found.map((stored) => [stored.id, isClean(stored as unknown as StoredDocument) ? 'sent' : 'unsent'] as const),
  );
};

/** Whether the server has a reply that contains the file. */
export const isSentWithReply = (digest: string, replies: RepliesByFile, states: ReplyStates): boolean =>
  replies[digest]?.some((id) => states.get(id) === 'sent') === true;

/**
 * Removes replies that need not be listed any more, so that a price list sent to everybody does not list every reply forever. One reply
 * that the server has is enough to show that a file belongs to replies; later and unsent ones are kept.
 */
export const withoutOlderReplies = (replies: RepliesByFile, states: ReplyStates): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(replies).map(([digest, ids]) => {
      const lastSent = ids.findLastIndex((id) => states.get(id) === 'sent');
      return [digest, ids.filter((id, at) => at >= lastSent || states.get(id) === 'unsent')];
    }),
  );
