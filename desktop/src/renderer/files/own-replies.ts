import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** Ids of the replies that carry each file, by its digest, in the order in which they were written. */
export type RepliesByFile = Readonly<Record<string, readonly string[]>>;

/** The replies that are stored on this device: whether the server has them. Replies that are missing are yet to be stored, or deleted. */
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

/** Whether the server has a reply that carries the file. */
export const isSentWithReply = (digest: string, replies: RepliesByFile, states: ReplyStates): boolean =>
  replies[digest]?.some((id) => states.get(id) === 'sent') === true;

/**
 * The replies without those that need not be named anymore, so that a price list sent to everybody does not name each reply forever. One
 * reply that the server has is enough to show that the file belongs to replies; later ones and unsent ones are kept.
 */
export const withoutOlderReplies = (replies: RepliesByFile, states: ReplyStates): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(replies).map(([digest, ids]) => {
      const lastSent = ids.findLastIndex((id) => states.get(id) === 'sent');
      return [digest, ids.filter((id, at) => at >= lastSent || states.get(id) === 'unsent')];
    }),
  );
