import { type ChatMessage, chatMessageSchema, type History } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const PAGE = 100;

/** The latest messages of a visitor's chat (or those before a cursor), reduced to what the visitor may see. */
export const readHistory = async (documents: TeamDocuments, chatId: string, before?: string): Promise<History> => {
  const conversationId = conversationIdOf({ channel: webChatKind.kind, account: webChatKind.account, chatId });
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true, limit: PAGE };
  const page = await documents.messages.find(before === undefined ? query : { ...query, cursor: before });
  const conversation = await documents.conversations.get(conversationId);
  return {
    messages: page.items
      .filter(({ delivery }) => delivery.state !== 'failed')
      .map(asVisitorSees)
      .reverse(),
    ...(page.next !== undefined && { earlier: page.next }),
    answering: (conversation?.mode ?? 'agent') === 'agent' ? 'agent' : 'person',
  };
};

const asVisitorSees = ({ id, conversationId, author, text, attachments, ...message }: Message): ChatMessage => {
  const { createdAt, citations, delivery } = message;
  // Of what has not gone out there is nothing to acknowledge.
  const shown = chatMessageSchema.shape.delivery.safeParse(delivery.state);
  const from = author.kind === 'customer' ? 'visitor' : author.kind;
  return {
    id: from === 'visitor' ? id.slice(conversationId.length + 1) : id,
    from,
    ...(from === 'person' && author.name && { name: author.name }),
    text,
    ...(attachments && { files: attachments.map(({ name, size }) => ({ name, ...(size !== undefined && { size }) })) }),
    sentAt: createdAt,
    ...(shown.data !== undefined && { delivery: shown.data }),
    sources: citations.map(({ title, quote }) => ({ title, quote })),
  };
};
