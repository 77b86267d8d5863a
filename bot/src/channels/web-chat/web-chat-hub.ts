import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { MessageDeletion } from '@inbetwin/shared/conversations/messages/delete-message.ts';
import type { Receipt } from '@inbetwin/shared/conversations/messages/note-receipt.ts';
import type { ChannelEvent, InboundMessage } from '../channel.ts';

/**
 * What a visitor's open page is told. The message itself it reads from the history, so nothing here can be lost. After `closed`
 * nothing more comes from this server.
 */
export type WebChatEvent = 'message' | 'typing' | 'closed';
type Listener = (event: WebChatEvent) => void;

/** Where the chat page's routes and the channel meet: one room per team. */
export type WebChatHub = {
  /** Hands a visitor's message over; resolves once it is stored. Throws `server.stopping` while the room is closed. */
  write(teamId: string, message: Omit<InboundMessage, 'account'>): Promise<void>;
  /** The visitor deletes a message of theirs; resolves once it is stored. Throws as `write` does. */
  remove(teamId: string, deletion: Omit<MessageDeletion, 'account'>): Promise<void>;
  /** The visitor's page has these messages, or shows them to the visitor; resolves once it is stored. Throws as `write` does. */
  acknowledge(teamId: string, chatId: string, seen: Seen): Promise<void>;
  /** Tells `listener` what happens in the visitor's chat, until the returned function is called. */
  listen(teamId: string, chatId: string, listener: Listener): () => void;
  readonly openRoom: (teamId: string, receive: Receive) => void;
  readonly closeRoom: (teamId: string) => void;
  readonly tell: (teamId: string, chatId: string, event: WebChatEvent) => void;
};
type Seen = Pick<Receipt, 'state'> & { readonly messageIds: readonly string[] };
type Receive = (event: ChannelEvent) => Promise<void>;

/** The chat's own id of a part that was sent: what the page shows are our messages, each whole. */
export const webChatIdOf = (idempotencyKey: string): string => idempotencyKey.slice(-120);

export const createWebChatHub = (): WebChatHub => {
  const rooms = new Map<string, Receive>();
  /** By team, then by chat. */
  const listeners = new Map<string, Map<string, Set<Listener>>>();
  const tell: WebChatHub['tell'] = (teamId, chatId, event) => {
    for (const listener of [...(listeners.get(teamId)?.get(chatId) ?? [])]) listener(event);
  };
  const receiverOf = (teamId: string): Receive => {
    const receive = rooms.get(teamId);
    if (receive) return receive;
    throw new Failure('server.stopping', 'The chat is closed just now.', 'Try again in a moment.');
  };
  return {
    write: async (teamId, message) => {
      await receiverOf(teamId)({ type: 'message', message: { ...message, account: webChatKind.account } });
    },
    remove: async (teamId, deletion) => {
      await receiverOf(teamId)({ type: 'deleted', deletion: { ...deletion, account: webChatKind.account } });
    },
    acknowledge: async (teamId, chatId, { state, messageIds }) => {
      const platformIds = messageIds.map((id) => webChatIdOf(`${id}#0`));
      const receipt = { account: webChatKind.account, chatId, state, platformIds };
      await receiverOf(teamId)({ type: 'receipt', receipt });
    },
    listen: (teamId, chatId, listener) => {
      const chats = listeners.get(teamId) ?? new Map<string, Set<Listener>>();
      listeners.set(teamId, chats);
      const open = chats.get(chatId) ?? new Set();
      chats.set(chatId, open.add(listener));
      return () => {
        open.delete(listener);
        if (open.size === 0 && chats.get(chatId) === open) chats.delete(chatId);
        if (chats.size === 0 && listeners.get(teamId) === chats) listeners.delete(teamId);
      };
    },
    openRoom: (teamId, receive) => {
      rooms.set(teamId, receive);
    },
    closeRoom: (teamId) => {
      rooms.delete(teamId);
      for (const chatId of [...(listeners.get(teamId)?.keys() ?? [])]) tell(teamId, chatId, 'closed');
    },
    tell,
  };
};
