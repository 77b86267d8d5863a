import { awaitedAnswer, type Conversation } from './conversation.ts';

/** What the chat page shows. */
export type ChatState = Conversation & {
  readonly connection: 'connecting' | 'connected' | 'offline';
  readonly awaited: ReturnType<typeof awaitedAnswer>;
};

type StoreParts = {
  readonly conversation: Conversation;
  /** A monotonic clock in milliseconds, because the visitor's system clock may be set. */
  readonly monotonic: () => number;
  readonly show: (state: ChatState) => void;
};

/** The chat's state, which is rendered after every change. */
export type ChatStore = {
  conversation(): Conversation;
  change(next: (conversation: Conversation) => Conversation): void;
  connect(connection: ChatState['connection']): void;
  /** How long an agent's answer may take, in milliseconds. */
  expectAnswer(milliseconds: number): void;
};

/** Holds the chat's state and renders it once at the start. */
export const createChatStore = ({ conversation, monotonic, show }: StoreParts): ChatStore => {
  let state = { conversation, connection: 'connecting' as ChatState['connection'], expectedUntil: 0 };

  const set = (change: Partial<typeof state>): void => {
    state = { ...state, ...change };
    const awaited = awaitedAnswer(state.conversation, monotonic() < state.expectedUntil);
    show({ ...state.conversation, connection: state.connection, awaited });
  };

  set({});
  return {
    conversation: () => state.conversation,
    change: (next) => set({ conversation: next(state.conversation) }),
    connect: (connection) => set({ connection }),
    expectAnswer: (milliseconds) => {
      set({ expectedUntil: Math.max(state.expectedUntil, monotonic() + milliseconds) });
      setTimeout(() => set({}), milliseconds + 10);
    },
  };
};
