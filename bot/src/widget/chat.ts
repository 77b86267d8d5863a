import {
  awaitedAnswer,
  type Conversation,
  choiceIdOf,
  emptyConversation,
  openChoices,
  type PendingMessage,
  receiptDue,
  withEarlier,
  withLatest,
  withoutPending,
  withPending,
  withReceipt,
  withSent,
} from './conversation.ts';
import type { StreamEventName } from './protocol.ts';
import { type ChatServer, RequestFailed } from './server.ts';
import type { VisitorStorage } from './visitor-storage.ts';

/** How long an agent's answer is expected after a question, and how long the typing indicator stays after one signal. */
const ANSWER_MS = 30_000;
const TYPING_MS = 8_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** What the chat page shows. */
export type ChatState = Conversation & {
  readonly connection: 'connecting' | 'connected' | 'offline';
  readonly awaited: ReturnType<typeof awaitedAnswer>;
};

type ChatOptions = {
  readonly server: ChatServer;
  readonly visitorStorage: VisitorStorage;
  readonly now: () => number;
  /** A monotonic clock in milliseconds, because the visitor's system clock may be set. */
  readonly monotonic: () => number;
  readonly newId: () => string;
  /** Whether the visitor has the page before their eyes. */
  readonly isVisible: () => boolean;
  readonly show: (state: ChatState) => void;
};

/** Runs the chat: keeps the conversation up to date and delivers what the visitor writes, each message exactly once. */
export const startChat = ({ server, visitorStorage, now, monotonic, newId, isVisible, show }: ChatOptions) => {
  let conversation: Conversation = { ...emptyConversation, pending: visitorStorage.pending() };
  let connection: ChatState['connection'] = 'connecting';
  let expectedUntil = 0;
  const sleepers = new Set<() => void>();
  /** Files that are not sent yet, by their messages, each with what calls its upload off. */
  const uploads = new Map<string, { readonly file: File; readonly ending: AbortController }>();
  const ended = new AbortController();

  const update = (next: Conversation): void => {
    conversation = next;
    const awaited = awaitedAnswer(conversation, monotonic() < expectedUntil);
    show({ ...conversation, connection, awaited });
  };

  const expectAnswer = (milliseconds: number): void => {
    expectedUntil = Math.max(expectedUntil, monotonic() + milliseconds);
    setTimeout(() => update(conversation), milliseconds + 10);
  };

  const refresh = onceAtATime(async () => {
    const history = await server.history();
    for (const { id } of history.messages) visitorStorage.removePending(id);
    update(withLatest(conversation, history));
    run(acknowledge());
  });

  /** Tells the server what has arrived and what is seen, until it knows. */
  const acknowledge = onceAtATime(async () => {
    for (let failures = 0; !ended.signal.aborted; failures++) {
      const receipt = receiptDue(conversation, isVisible());
      if (!receipt) return;
      try {
        await server.acknowledge(receipt);
        update(withReceipt(conversation, receipt));
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        if (error.refused) return;
        await sleep(failures);
      }
    }
  });

  const setPending = (message: PendingMessage): void => {
    if (!message.file) visitorStorage.savePending(message);
    update(withPending(conversation, message));
  };

  /** Sends pending messages in order. Resolves to false while there is no connection. */
  const flush = onceAtATime(async () => {
    for (let next = firstToSend(); next; next = firstToSend()) {
      setPending({ ...next, state: 'sending' });
      try {
        await send(next);
        visitorStorage.removePending(next.id);
        uploads.delete(next.id);
        expectAnswer(ANSWER_MS);
        update(withSent(conversation, next, now()));
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        // Called off by the visitor.
        if (next.file && !uploads.has(next.id)) continue;
        setPending({ ...next, state: error.refused ? 'refused' : 'waiting' });
        if (!error.refused) throw error;
      }
    }
  });
  const send = (message: PendingMessage): Promise<void> => {
    const { id, text, choiceOf } = message;
    const upload = uploads.get(id);
    if (!upload) return server.send({ id, text, ...(choiceOf !== undefined && { choiceOf }) });
    const { file, ending } = upload;
    const { name, type } = file;
    const onProgress = (progress: number): void => {
      if (uploads.has(id)) update(withPending(conversation, { ...message, state: 'sending', progress }));
    };
    return server.sendFile({ id, name, type }, { body: file, signal: ending.signal, onProgress });
  };
  const firstToSend = () => conversation.pending.find(({ state }) => state !== 'refused');

  /** Sends pending messages and reads new ones, retrying until both have succeeded. */
  const synchronize = onceAtATime(async () => {
    for (let failures = 0; !ended.signal.aborted; failures++) {
      try {
        await flush();
        return await refresh();
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        await sleep(failures);
      }
    }
  });

  const sleep = (failures: number): Promise<void> =>
    new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer);
        sleepers.delete(awake);
        resolve();
      };
      const timer = setTimeout(awake, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
      sleepers.add(awake);
    });

  /** Ends all pauses between retries. */
  const wake = (): void => {
    for (const awake of [...sleepers]) awake();
  };

  const hear = (event: StreamEventName): void => {
    if (event === 'typing') expectAnswer(TYPING_MS);
    connection = 'connected';
    update(conversation);
    if (event !== 'typing') run(synchronize());
  };

  const keepListening = async (): Promise<void> => {
    let failures = 0;
    while (!ended.signal.aborted) {
      const hearAndForget = (event: StreamEventName) => {
        failures = 0;
        hear(event);
      };
      await server.listen(hearAndForget, ended.signal);
      connection = 'offline';
      update(conversation);
      await sleep(failures);
      failures += 1;
    }
  };

  update(conversation);
  run(keepListening());
  run(synchronize());

  return {
    write: (text: string): void => {
      setPending({ id: newId(), text, writtenAt: now(), state: 'sending' });
      wake();
      run(synchronize());
    },
    /** Answers the message with one of its choices. */
    choose: (messageId: string, text: string): void => {
      if (openChoices(conversation)?.id !== messageId) return;
      setPending({ id: choiceIdOf(messageId), text, choiceOf: messageId, writtenAt: now(), state: 'sending' });
      wake();
      run(synchronize());
    },
    /** Sends a file as a message of its own. It is lost with the page until it has left. */
    attach: (file: File): void => {
      const id = newId();
      uploads.set(id, { file, ending: new AbortController() });
      setPending({ id, text: '', file: { name: file.name, size: file.size }, writtenAt: now(), state: 'sending' });
      wake();
      run(synchronize());
    },
    retry: (id: string): void => {
      const message = conversation.pending.find((one) => one.id === id);
      if (message) setPending({ ...message, state: 'sending' });
      wake();
      run(synchronize());
    },
    remove: (id: string): void => {
      const { ending } = uploads.get(id) ?? {};
      uploads.delete(id);
      ending?.abort();
      visitorStorage.removePending(id);
      update(withoutPending(conversation, id));
    },
    /** Deletes a message of the visitor that the server has. Throws `RequestFailed`. */
    removeSent: async (id: string): Promise<void> => {
      await server.remove(id);
      await refresh();
    },
    loadEarlier: async (): Promise<void> => {
      if (conversation.earlier === undefined) return;
      update(withEarlier(conversation, await server.history(conversation.earlier)));
    },
    /** Retries at once, because the network is back or the page became visible. */
    wake: (): void => {
      wake();
      run(synchronize());
    },
    end: (): void => {
      ended.abort();
      wake();
    },
  };
};
/** A running chat; see `startChat`. */
export type Chat = ReturnType<typeof startChat>;

/** A call during a run schedules one more run after it, so that changes made in the meantime are not missed. */
const onceAtATime = (task: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return running ?? start();
      });
    return next;
  };
};

/** Unexpected errors are reported to the browser's console. */
const run = (task: Promise<void>): void => {
  task.catch((error: unknown) => reportError(error));
};
