import { type ChatState, createChatStore } from './chat-store.ts';
import {
  choiceIdOf,
  emptyConversation,
  openChoices,
  type PendingMessage,
  receiptDue,
  withEarlier,
  withLatest,
  withReceipt,
} from './conversation.ts';
import { createOutgoing } from './outgoing.ts';
import { type StreamEventName, TYPING_MS } from './protocol.ts';
import { createRetries, onceAtATime } from './retries.ts';
import { type ChatServer, RequestFailed } from './server.ts';
import type { VisitorStorage } from './visitor-storage.ts';

type ChatOptions = {
  readonly server: ChatServer;
  readonly visitorStorage: VisitorStorage;
  readonly now: () => number;
  /** A monotonic clock in milliseconds, because the visitor's system clock may be set. */
  readonly monotonic: () => number;
  readonly newId: () => string;
  /** Whether the visitor can see the page right now. */
  readonly isVisible: () => boolean;
  readonly show: (state: ChatState) => void;
};

/** A running chat. */
export type Chat = {
  write(text: string): void;
  /** Answers the message with one of its choices. */
  choose(messageId: string, text: string): void;
  /** Sends a file as a message of its own. Until it is uploaded it exists only in this page, so closing the page loses it. */
  attach(file: File): void;
  retry(id: string): void;
  /** Removes a message that has not been sent. */
  remove(id: string): void;
  /** Deletes a message that the visitor has sent. Throws `RequestFailed`. */
  removeSent(id: string): Promise<void>;
  loadEarlier(): Promise<void>;
  /** Retries at once, because the network is back or the page became visible. */
  wake(): void;
  end(): void;
};

/** Runs the chat: keeps the conversation up to date and delivers what the visitor writes, each message exactly once. */
export const startChat = (options: ChatOptions): Chat => {
  const { server, visitorStorage, newId } = options;
  const ended = new AbortController();
  const retries = createRetries(ended.signal);
  const conversation = { ...emptyConversation, pending: visitorStorage.pending() };
  const store = createChatStore({ ...options, conversation });
  const outgoing = createOutgoing({ ...options, store });
  const { refresh, synchronize } = createReading({ ...options, store, retries, flush: outgoing.flush });

  const wake = (): void => {
    retries.wake();
    run(synchronize());
  };
  const send = (message: Pick<PendingMessage, 'id' | 'text' | 'choiceOf' | 'file'>, file?: File): void => {
    outgoing.add(message, file);
    wake();
  };
  const hear = (event: StreamEventName): void => {
    if (event === 'typing') store.expectAnswer(TYPING_MS);
    store.connect('connected');
    if (event !== 'typing') run(synchronize());
  };

  run(keepListening(server, ended.signal, { hear, pause: retries.pause, onLost: () => store.connect('offline') }));
  run(synchronize());

  return {
    write: (text) => send({ id: newId(), text }),
    choose: (messageId, text) => {
      if (openChoices(store.conversation())?.id !== messageId) return;
      send({ id: choiceIdOf(messageId), text, choiceOf: messageId });
    },
    attach: (file) => send({ id: newId(), text: '', file: { name: file.name, size: file.size } }, file),
    retry: (id) => {
      outgoing.retry(id);
      wake();
    },
    remove: outgoing.remove,
    removeSent: async (id) => {
      await server.remove(id);
      await refresh();
    },
    loadEarlier: async () => {
      const { earlier } = store.conversation();
      if (earlier === undefined) return;
      const history = await server.history(earlier);
      store.change((current) => withEarlier(current, history));
    },
    wake,
    end: () => {
      ended.abort();
      retries.wake();
    },
  };
};

type ReadingParts = Pick<ChatOptions, 'server' | 'visitorStorage' | 'isVisible'> & {
  readonly store: ReturnType<typeof createChatStore>;
  readonly retries: ReturnType<typeof createRetries>;
  /** Sends the pending messages. */
  readonly flush: () => Promise<void>;
};

/** Synchronizes the page with the server in both directions. */
const createReading = ({ server, visitorStorage, isVisible, store, retries, flush }: ReadingParts) => {
  /** Reports which messages have arrived and been seen until the server accepts or refuses it. */
  const acknowledge = onceAtATime(() =>
    retries.untilDone(async () => {
      const due = () => receiptDue(store.conversation(), isVisible());
      for (let receipt = due(); receipt; receipt = due()) {
        const told = receipt;
        if (!(await isAccepted(server.acknowledge(told)))) return;
        store.change((current) => withReceipt(current, told));
      }
    }),
  );

  const refresh = onceAtATime(async () => {
    const history = await server.history();
    for (const { id } of history.messages) visitorStorage.removePending(id);
    store.change((current) => withLatest(current, history));
    run(acknowledge());
  });

  /** Sends pending messages and reads new ones, retrying until both have succeeded. */
  const synchronize = onceAtATime(() =>
    retries.untilDone(async () => {
      await flush();
      await refresh();
    }),
  );

  return { refresh, synchronize };
};

type Listening = {
  readonly hear: (event: StreamEventName) => void;
  readonly onLost: () => void;
  readonly pause: (failures: number) => Promise<void>;
};

/** Listens to the server's events and reconnects after every loss of the connection. */
const keepListening = async (
  server: Pick<ChatServer, 'listen'>,
  ended: AbortSignal,
  { hear, onLost, pause }: Listening,
): Promise<void> => {
  let failures = 0;
  while (!ended.aborted) {
    await server.listen((event) => {
      failures = 0;
      hear(event);
    }, ended);
    onLost();
    await pause(failures);
    failures += 1;
  }
};

/** False if the server permanently refuses the request. */
const isAccepted = async (request: Promise<void>): Promise<boolean> => {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof RequestFailed && error.refused) return false;
    throw error;
  }
};

/** Unexpected errors are reported to the browser's console. */
const run = (task: Promise<void>): void => {
  task.catch((error: unknown) => reportError(error));
};
