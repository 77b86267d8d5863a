import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { OpenChannel } from '../channel.ts';
import { type WebChatHub, webChatIdOf } from './web-chat-hub.ts';

/**
 * The chat page on the team's own site. There is no platform behind it: the stored message is the history, and `send`
 * tells the visitor's open pages to read it. So it never fails, and sending twice shows nothing twice.
 */
export const createWebChat = (hub: WebChatHub): OpenChannel => ({
  ...webChatKind,
  open: ({ teamId, receive }) => ({
    account: webChatKind.account,
    name: webChatKind.account,
    health: () => ({ state: 'connected', name: webChatKind.account }),
    start: async () => hub.openRoom(teamId, receive),
    stop: async () => hub.closeRoom(teamId),
    send: async ({ chatId, idempotencyKey }) => {
      hub.tell(teamId, chatId, 'message');
      return { platformId: webChatIdOf(idempotencyKey) };
    },
    showTyping: async (chatId) => hub.tell(teamId, chatId, 'typing'),
    // The page's messages come with files that are stored already.
    download: async () => {
      throw new Failure('file.gone', 'The chat page keeps no files.', 'Ask the customer to send it again.');
    },
  }),
});
