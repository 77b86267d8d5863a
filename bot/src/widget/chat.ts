import {
  awaitedAnswer,
  type Conversation,
  emptyConversation,
  type PendingMessage,
  receiptDue,
  withEarlier,
  withLatest,
  withoutPending,
  withPending,
  withReceipt,
  withSent,
} from './conversation.ts';
import type { Keepsakes } from './keepsakes.ts';
import type { StreamEventName } from './protocol.ts';
import { type ChatServer, NotTaken } from './server.ts';

/** How long after a question an agent's answer is expected, and how long one sign of typing lasts. */
const ANSWER_MS = 30_000;
const TYPING_MS = 8_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export type ChatState = Conversation & {
  readonly connection: 'connecting' | 'connected' | 'offline';
  readonly awaited: ReturnType<typeof awaitedAnswer>;
};

type ChatOptions = {
  readonly server: ChatServer;
  readonly keepsakes: Keepsakes;
  readonly now: () => number;
  /** Milliseconds that have passed: the visitor's clock may be set. */
  readonly monotonic: () => number;
  readonly newId: () => string;
  /** Whether the visitor has the page before their eyes. */
  readonly isVisible: () => boolean;
  readonly show: (state: ChatState) => void;
};

/** The chat at work: keeps the conversation up to date, and sends what the visitor writes, each message once. */
export const startChat = ({ server, keepsakes, now, monotonic, newId, isVisible, show }: ChatOptions) => {
  let conversation: Conversation = { ...emptyConversation, pending: keepsakes.pending() };
  let connection: ChatState['connection'] = 'connecting';
  let expectedUntil = 0;
  const sleepers = new Set<() => void>();
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
    for (const { id } of history.messages) keepsakes.dropPending(id);
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
        if (!(error instanceof NotTaken)) throw error;
        if (error.refused) return;
        await sleep(failures);
      }
    }
  });

  const setPending = (message: PendingMessage): void => {
    keepsakes.keepPending(message);
    update(withPending(conversation, message));
  };

  /** Sends what is pending in its order. False while there is no connection. */
  const flush = onceAtATime(async () => {
    for (let next = firstToSend(); next; next = firstToSend()) {
      setPending({ ...next, state: 'sending' });
      try {
        await server.send({ id: next.id, text: next.text });
        keepsakes.dropPending(next.id);
        expectAnswer(ANSWER_MS);
        update(withSent(conversation, next, now()));
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        setPending({ ...next, state: error.refused ? 'refused' : 'waiting' });
        if (!error.refused) throw error;
      }
    }
  });
  const firstToSend = () => conversation.pending.find(({ state }) => state !== 'refused');

  /** Brings both sides up to date, and tries again by itself until it has worked. */
  const synchronise = onceAtATime(async () => {
    for (let failures = 0; !ended.signal.aborted; failures++) {
      try {
        await flush();
        return await refresh();
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
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

  /** Ends all waiting between tries. */
  const wake = (): void => {
    for (const awake of [...sleepers]) awake();
  };

  const hear = (event: StreamEventName): void => {
    if (event === 'typing') expectAnswer(TYPING_MS);
    connection = 'connected';
    update(conversation);
    if (event !== 'typing') run(synchronise());
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
  run(synchronise());

  return {
    write: (text: string): void => {
      setPending({ id: newId(), text, writtenAt: now(), state: 'sending' });
      wake();
      run(synchronise());
    },
    retry: (id: string): void => {
      const message = conversation.pending.find((one) => one.id === id);
      if (message) setPending({ ...message, state: 'sending' });
      wake();
      run(synchronise());
    },
    remove: (id: string): void => {
      keepsakes.dropPending(id);
      update(withoutPending(conversation, id));
    },
    loadEarlier: async (): Promise<void> => {
      if (conversation.earlier === undefined) return;
      update(withEarlier(conversation, await server.history(conversation.earlier)));
    },
    /** The network is back, or the page is looked at again. */
    wake: (): void => {
      wake();
      run(synchronise());
    },
    end: (): void => {
      ended.abort();
      wake();
    },
  };
};
export type Chat = ReturnType<typeof startChat>;

/** A call while another is under way joins one more run behind it, so that nothing said meanwhile is missed. */
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

/** An error that nobody foresaw belongs into the browser's console. */
const run = (task: Promise<void>): void => {
  task.catch((error: unknown) => reportError(error));
};
