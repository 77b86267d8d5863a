import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { MessageDeletion } from '@inbetwin/shared/conversations/messages/delete-message.ts';
import type { Receipt } from '@inbetwin/shared/conversations/messages/note-receipt.ts';
import type { ChannelEvent, InboundMessage } from '../channel.ts';

/**
 * Events for a visitor's open page. The page reads the messages themselves from the history, so a lost event loses nothing. `closed` is the
 * last event from this server.
 */
export type WebChatEvent = 'message' | 'typing' | 'closed';
type Listener = (event: WebChatEvent) => void;

/** Connects the chat page's routes with the channel; each team has one room. */
export type WebChatHub = {
  /** Passes on a visitor's message; resolves once it is stored. Throws `server.stopping` while the room is closed. */
  write(teamId: string, message: Omit<InboundMessage, 'account'>): Promise<void>;
  /** Deletes one of the visitor's messages; resolves once that is stored. Throws as `write` does. */
  remove(teamId: string, deletion: Omit<MessageDeletion, 'account'>): Promise<void>;
  /** Records that the visitor's page has received or shown these messages; resolves once that is stored. Throws as `write` does. */
  acknowledge(teamId: string, chatId: string, seen: Seen): Promise<void>;
  /** Reports events of the visitor's chat to `listener` until the returned function is called. */
  listen(teamId: string, chatId: string, listener: Listener): () => void;
  readonly openRoom: (teamId: string, receive: Receive) => void;
  readonly closeRoom: (teamId: string) => void;
  readonly tell: (teamId: string, chatId: string, event: WebChatEvent) => void;
};
type Seen = Pick<Receipt, 'state'> & { readonly messageIds: readonly string[] };
type Receive = (event: ChannelEvent) => Promise<void>;

/** The chat's id for a sent part: the page shows our messages whole, so it is the id of the message. */
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
