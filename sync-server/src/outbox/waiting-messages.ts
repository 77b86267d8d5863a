import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

const waitingSchema = z.object({ messageId: z.string(), conversationId: z.string(), createdAt: z.number() });
type WaitingMessage = z.infer<typeof waitingSchema>;

/** The remaining work for a message: to deliver it or to fetch its files. Each is also the name of a collection. */
type Matter = 'waiting-deliveries' | 'waiting-files';

/**
 * Messages of a team with remaining work that may have to wait long, because their channel is not connected or does not answer. Recording
 * them here lets the feed's checkpoint pass them.
 */
export type WaitingMessages = {
  put(message: Pick<Message, 'id' | 'conversationId' | 'createdAt'>): Promise<void>;
  remove(messageId: string): Promise<void>;
  /** In the order of the conversations. */
  list(): Promise<readonly WaitingMessage[]>;
};

const INDEX = ['teamId', 'createdAt'] as const;
const PAGE = 500;

export const openWaitingMessages = (store: DocumentStore, matter: Matter, teamId: string): WaitingMessages => {
  const records = store.collection(`server/${matter}`, { indexes: [INDEX] });
  const idOf = (messageId: string) => `${teamId}:${messageId}`;
  return {
    put: async ({ id: messageId, conversationId, createdAt }) => {
      const id = idOf(messageId);
      await records.write([{ id, body: { id, teamId, messageId, conversationId, createdAt } }]);
    },
    remove: async (messageId) => {
      const stored = await records.get(idOf(messageId));
      if (!stored || stored.deleted) return;
      await records.write([{ id: stored.id, rev: stored.rev, deleted: true, body: { id: stored.id } }]);
    },
    list: async () => {
      const found: WaitingMessage[] = [];
      let cursor: string | undefined;
      do {
        const page = await records.find({
          index: INDEX,
          equals: [teamId],
          limit: PAGE,
          ...(cursor === undefined ? {} : { cursor }),
        });
        found.push(...page.documents.map(({ body }) => waitingSchema.parse(body)));
        cursor = page.next;
      } while (cursor !== undefined);
      return found;
    },
  };
};
