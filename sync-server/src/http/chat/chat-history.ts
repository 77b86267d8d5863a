import { type ChatFile, type ChatMessage, chatMessageSchema, type History } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { awaitedDigests } from '@inbetwin/shared/conversations/messages/awaited-files.ts';
import { type Attachment, isShownImage } from '@inbetwin/shared/entities/attachment.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';

const PAGE = 100;

/** The latest messages of a visitor's chat (or those before a cursor), reduced to what the visitor may see. */
export const readHistory = async (documents: TeamDocuments, chatId: string, before?: string): Promise<History> => {
  const conversationId = conversationOf(chatId);
  const query = { index: ['conversationId', 'createdAt'], equals: [conversationId], descending: true, limit: PAGE };
  const page = await documents.messages.find(before === undefined ? query : { ...query, cursor: before });
  const conversation = await documents.conversations.get(conversationId);
  return {
    messages: page.items.filter(isShown).map(asVisitorSees).reverse(),
    ...(page.next !== undefined && { earlier: page.next }),
    answering: (conversation?.mode ?? 'agent') === 'agent' ? 'agent' : 'person',
  };
};

/** A reply becomes visible together with its files, not before. */
const isShown = (message: Message): boolean =>
  message.delivery.state !== 'failed' && awaitedDigests(message).length === 0;

/** A file of a message in this visitor's chat; undefined if the visitor may not read such a file. */
export const findChatFile = async (
  documents: TeamDocuments,
  chatId: string,
  { messageId, at }: { readonly messageId: string; readonly at: number },
): Promise<Attachment | undefined> => {
  const message = await documents.messages.get(messageId);
  const isOwn = message?.conversationId === conversationOf(chatId) && isShown(message);
  const file = isOwn ? message.attachments?.[at] : undefined;
  return file?.state === 'stored' ? file : undefined;
};

const conversationOf = (chatId: string): string =>
  conversationIdOf({ channel: webChatKind.kind, account: webChatKind.account, chatId });

const asVisitorSees = ({ id, conversationId, author, text, attachments, ...message }: Message): ChatMessage => {
  const { createdAt, citations, choices, delivery, removed } = message;
  // A message that has not been sent cannot be acknowledged.
  const shown = chatMessageSchema.shape.delivery.safeParse(delivery.state);
  const from = author.kind === 'customer' ? 'visitor' : author.kind;
  return {
    id: from === 'visitor' ? id.slice(conversationId.length + 1) : id,
    from,
    ...(from === 'person' && author.name && { name: author.name }),
    text,
    ...(attachments && { files: attachments.map((file, at) => fileAsVisitorSees(file, { messageId: id, at })) }),
    sentAt: createdAt,
    ...(shown.data !== undefined && { delivery: shown.data }),
    ...(choices && { choices }),
    ...(removed && { deleted: true }),
    sources: citations.map(({ title, quote }) => ({ title, quote })),
  };
};

type Place = { readonly messageId: string; readonly at: number };

const fileAsVisitorSees = (file: Attachment, { messageId, at }: Place): ChatFile => ({
  name: file.name,
  ...(file.size !== undefined && { size: file.size }),
  ...(isShownImage(file) && file.type !== undefined && { image: file.type }),
  ...(file.state === 'stored' && { path: `files/${encodeURIComponent(messageId)}/${at}` }),
});
