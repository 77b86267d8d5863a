import type { Message } from '../entities/message.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';

const PAGE = 50;

/** Whether the customer has written since `from`, so that the platform accepts a free text. Reads no message from before that time. */
export const hasWrittenSince = async (
  { messages }: Pick<TeamDocuments, 'messages'>,
  conversationId: string,
  from: number,
): Promise<boolean> => {
  const isRecent = ({ createdAt }: Message): boolean => createdAt >= from;
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true, limit: PAGE };
  for await (const page of eachPage(messages, query)) {
    if (page.some((message) => message.direction === 'inbound' && isRecent(message))) return true;
    if (!page.every(isRecent)) return false;
  }
  return false;
};
