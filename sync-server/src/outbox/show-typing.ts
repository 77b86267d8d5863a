import { placeOf } from '@inbetwin/shared/conversations/ids.ts';
import type { DeliveringOptions } from './options.ts';

/** Shows the customer of a connected account that an agent is writing; see `ShowTyping`. */
export const showTyping = async (
  { documents, outletOf }: Pick<DeliveringOptions, 'documents' | 'outletOf'>,
  conversationId: string,
): Promise<number | undefined> => {
  const { channel, account } = placeOf(conversationId);
  const { capabilities, connection } = outletOf(channel, account) ?? {};
  if (capabilities?.typingMs === undefined) return undefined;
  const conversation = await documents.conversations.get(conversationId);
  if (conversation?.mode !== 'agent') return undefined;
  await connection?.showTyping?.(conversation.chatId);
  return capabilities.typingMs;
};
