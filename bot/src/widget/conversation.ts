import { type ChatFile, type ChatMessage, type History, MAX_RECEIPTS, type Receipt } from './protocol.ts';

/** A message of this visitor that the server has not confirmed yet. */
export type PendingMessage = {
  readonly id: string;
  readonly text: string;
  /** The message whose button was pressed. */
  readonly choiceOf?: string | undefined;
  /** The file to send instead of a text; its bytes exist only in this page. */
  readonly file?: ChatFile;
  /** Upload progress, from 0 to 1. */
  readonly progress?: number;
  readonly writtenAt: number;
  /** `waiting`: for a connection; `refused`: the server will never accept it as it is. */
  readonly state: 'sending' | 'waiting' | 'refused';
};

/** The state of a conversation, from which the page is rendered. */
export type Conversation = {
  /** Confirmed by the server, oldest first. */
  readonly messages: readonly ChatMessage[];
  readonly pending: readonly PendingMessage[];
  readonly answering: History['answering'];
  /** Cursor of the messages before the first one, if there are any. */
  readonly earlier: string | undefined;
  /** False until the history has been read once. */
  readonly loaded: boolean;
};

/** The conversation before the history has been read. */
export const emptyConversation: Conversation = {
  messages: [],
  pending: [],
  answering: 'agent',
  earlier: undefined,
  loaded: false,
};

/** Merges the newest page of the history. Known messages stay, so reading a page twice changes nothing. */
export const withLatest = (conversation: Conversation, history: History): Conversation => {
  const known = new Set(conversation.messages.map(({ id }) => id));
  const overlaps = history.messages.some(({ id }) => known.has(id));
  // The visitor was away for longer than a page; the gap is filled when they scroll back to earlier messages.
  const before = overlaps ? conversation.messages : [];
  const messages = mergeMessages(before, history.messages);
  const confirmed = new Set(messages.map(({ id }) => id));
  return {
    messages,
    pending: conversation.pending.filter(({ id }) => !confirmed.has(id)),
    answering: history.answering,
    earlier: overlaps ? conversation.earlier : history.earlier,
    loaded: true,
  };
};

/** Adds a page of earlier messages. */
export const withEarlier = (conversation: Conversation, history: History): Conversation => ({
  ...conversation,
  messages: mergeMessages(history.messages, conversation.messages),
  earlier: history.earlier,
});

/** Of two versions of a message, the later list's wins. */
const mergeMessages = (earlier: readonly ChatMessage[], later: readonly ChatMessage[]): readonly ChatMessage[] => {
  const byId = new Map([...earlier, ...later].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.sentAt - b.sentAt);
};

/** Adds a pending message, or replaces the one with the same id. */
export const withPending = (conversation: Conversation, message: PendingMessage): Conversation => {
  const { pending } = conversation;
  const isNew = pending.every(({ id }) => id !== message.id);
  return {
    ...conversation,
    pending: isNew ? [...pending, message] : pending.map((one) => (one.id === message.id ? message : one)),
  };
};

/** Removes a pending message. */
export const withoutPending = (conversation: Conversation, id: string): Conversation => ({
  ...conversation,
  pending: conversation.pending.filter((message) => message.id !== id),
});

/** Turns a pending message into a confirmed one; the next reading of the history replaces its time by the server's. */
export const withSent = (conversation: Conversation, { id, text, file }: PendingMessage, now: number): Conversation => {
  const sentAt = Math.max(now, (conversation.messages.at(-1)?.sentAt ?? 0) + 1);
  const message: ChatMessage = { id, from: 'visitor', text, ...(file && { files: [file] }), sentAt, sources: [] };
  const known = conversation.messages.some((one) => one.id === id);
  return {
    ...withoutPending(conversation, id),
    messages: known ? conversation.messages : [...conversation.messages, message],
  };
};

/** The message whose choices are open: the latest one, until the visitor answers it. */
export const openChoices = ({ messages, pending }: Conversation): ChatMessage | undefined => {
  const last = messages.at(-1);
  return last?.choices && pending.length === 0 ? last : undefined;
};

/** Only the first press on a message counts, in any window, because the answer's id is derived from the message's. */
export const choiceIdOf = (messageId: string): string => `choice-${messageId.replace(/[^\w-]/g, '').slice(-50)}`;

/** The receipt to send for messages of the team whose arrival or display the server does not know about; undefined if there are none. */
export const receiptDue = ({ messages }: Conversation, isVisible: boolean): Receipt | undefined => {
  const unknown = messages.filter(
    ({ from, delivery }) =>
      from !== 'visitor' && (delivery === 'sending' || delivery === 'sent' || (isVisible && delivery === 'delivered')),
  );
  if (unknown.length === 0) return undefined;
  return { state: isVisible ? 'read' : 'delivered', ids: unknown.slice(-MAX_RECEIPTS).map(({ id }) => id) };
};

/** Records that the server has accepted a receipt. */
export const withReceipt = (conversation: Conversation, { state, ids }: Receipt): Conversation => ({
  ...conversation,
  messages: conversation.messages.map((message) =>
    ids.includes(message.id) ? { ...message, delivery: state } : message,
  ),
});

/** Who is expected to answer, if anyone. An agent answers within seconds or not at all; `soon` says whether that time is still running. */
export const awaitedAnswer = (
  { messages, answering }: Conversation,
  soon: boolean,
): History['answering'] | undefined => {
  if (messages.at(-1)?.from !== 'visitor') return undefined;
  if (answering === 'person') return 'person';
  return soon ? 'agent' : undefined;
};
