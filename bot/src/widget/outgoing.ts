import type { ChatStore } from './chat-store.ts';
import { type PendingMessage, withoutPending, withPending, withSent } from './conversation.ts';
import { type ChatServer, RequestFailed } from './server.ts';
import type { VisitorStorage } from './visitor-storage.ts';

/** How long an agent's answer is expected after a question, in milliseconds. */
const ANSWER_MS = 30_000;

type OutgoingParts = {
  readonly store: ChatStore;
  readonly server: Pick<ChatServer, 'send' | 'sendFile'>;
  readonly visitorStorage: Pick<VisitorStorage, 'savePending' | 'removePending'>;
  readonly now: () => number;
};

/** Delivers what the visitor writes to the server, each message exactly once and in order. */
export type Outgoing = {
  /** Unsent texts survive closing the page; a file exists only in the page until it is uploaded. */
  add(message: Omit<PendingMessage, 'state' | 'writtenAt'>, file?: File): void;
  retry(id: string): void;
  remove(id: string): void;
  /** Sends all pending messages that the server has not refused. Throws `RequestFailed` if there is no connection. */
  flush(): Promise<void>;
};

export const createOutgoing = ({ store, server, visitorStorage, now }: OutgoingParts): Outgoing => {
  /** Files that have not been sent, by message id, each with a function that cancels its upload. */
  const uploads = new Map<string, { readonly file: File; readonly ending: AbortController }>();

  const setPending = (message: PendingMessage): void => {
    if (!message.file) visitorStorage.savePending(message);
    store.change((conversation) => withPending(conversation, message));
  };

  const send = (message: PendingMessage): Promise<void> => {
    const { id, text, choiceOf } = message;
    const upload = uploads.get(id);
    if (!upload) return server.send({ id, text, ...(choiceOf !== undefined && { choiceOf }) });
    const { file, ending } = upload;
    const { name, type } = file;
    const onProgress = (progress: number): void => {
      if (uploads.has(id)) setPending({ ...message, state: 'sending', progress });
    };
    return server.sendFile({ id, name, type }, { body: file, signal: ending.signal, onProgress });
  };

  const settle = (message: PendingMessage): void => {
    visitorStorage.removePending(message.id);
    uploads.delete(message.id);
    store.expectAnswer(ANSWER_MS);
    store.change((conversation) => withSent(conversation, message, now()));
  };

  const onFailure = (message: PendingMessage, error: unknown): void => {
    if (!(error instanceof RequestFailed)) throw error;
    const isCalledOff = message.file !== undefined && !uploads.has(message.id);
    if (isCalledOff) return;
    setPending({ ...message, state: error.refused ? 'refused' : 'waiting' });
    if (!error.refused) throw error;
  };

  const firstToSend = () => store.conversation().pending.find(({ state }) => state !== 'refused');

  return {
    add: (message, file) => {
      if (file) uploads.set(message.id, { file, ending: new AbortController() });
      setPending({ ...message, writtenAt: now(), state: 'sending' });
    },
    retry: (id) => {
      const message = store.conversation().pending.find((one) => one.id === id);
      if (message) setPending({ ...message, state: 'sending' });
    },
    remove: (id) => {
      const { ending } = uploads.get(id) ?? {};
      uploads.delete(id);
      ending?.abort();
      visitorStorage.removePending(id);
      store.change((conversation) => withoutPending(conversation, id));
    },
    flush: async () => {
      for (let next = firstToSend(); next; next = firstToSend()) {
        setPending({ ...next, state: 'sending' });
        try {
          await send(next);
          settle(next);
        } catch (error) {
          onFailure(next, error);
        }
      }
    },
  };
};
