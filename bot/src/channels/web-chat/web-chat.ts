import type { OpenChannel } from '../channel.ts';
import { siteChat, type WebChatHub } from './web-chat-hub.ts';

/**
 * The chat page on the team's own site. There is no platform behind it: the stored message is the history, and `send`
 * tells the visitor's open pages to read it. So it never fails, and sending twice shows nothing twice.
 */
export const createWebChat = (hub: WebChatHub): OpenChannel => ({
  ...siteChat,
  access: 'open',
  capabilities: { maxTextLength: 4000, unknownOutcome: 'resend', showsCitations: true, typing: true },
  open: ({ teamId, receive }) => ({
    account: siteChat.account,
    name: siteChat.account,
    health: () => ({ state: 'connected', name: siteChat.account }),
    start: async () => hub.openRoom(teamId, receive),
    stop: async () => hub.closeRoom(teamId),
    send: async ({ chatId, idempotencyKey }) => {
      hub.tell(teamId, chatId, 'message');
      return { platformId: idempotencyKey.slice(-120) };
    },
    showTyping: async (chatId) => hub.tell(teamId, chatId, 'typing'),
  }),
});
