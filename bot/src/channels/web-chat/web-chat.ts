import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { OpenChannel } from '../channel.ts';
import { type WebChatHub, webChatIdOf } from './web-chat-hub.ts';

/**
 * The chat page on the team's own site. No platform is involved: the stored messages are the history, and `send` only tells the visitor's
 * open pages to read it, so it never fails and may be repeated.
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
    // Files from the page are stored before the message arrives.
    download: async () => {
      throw new Failure('file.gone', 'The chat page keeps no files.', 'Ask the customer to send it again.');
    },
  }),
});
