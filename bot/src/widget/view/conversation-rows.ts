import type { ChatState } from '../chat-store.ts';
import { openChoices, type PendingMessage } from '../conversation.ts';
import type { ChatMessage } from '../protocol.ts';
import type { Words } from '../words.ts';
import type { Row } from './keyed-rows.ts';
import { type PendingActions, startOfDay, viewChoices, viewDay, viewMessage, viewPending } from './message-view.ts';

/** What the visitor can do with messages; `now` is in milliseconds since the epoch. */
export type ConversationActions = PendingActions & {
  readonly now: () => number;
  readonly choose: (messageId: string, choice: string) => void;
  readonly removeSent: (messageId: string) => void;
};

/** The rows of a conversation from top to bottom: days, messages, unsent messages, and open choices. */
export const rowsOf = (state: ChatState, words: Words, actions: ConversationActions): readonly Row[] => {
  const { messages, pending } = state;
  const written = messages.flatMap((message, at) => rowsOfMessage(message, messages[at - 1], { words, actions }));
  const unsent = pending.map((message, at) => {
    const isFirst = at === 0 && messages.at(-1)?.from !== 'visitor';
    return rowOfPending(message, isFirst, { words, actions });
  });
  return [...written, ...unsent, ...rowsOfChoices(state, { words, actions })];
};

type Drawing = { readonly words: Words; readonly actions: ConversationActions };

/** The row of a message, preceded by its day if that begins with it. */
const rowsOfMessage = (
  message: ChatMessage,
  previous: ChatMessage | undefined,
  { words, actions }: Drawing,
): readonly Row[] => {
  const day = startOfDay(message.sentAt);
  const isNewDay = !previous || startOfDay(previous.sentAt) !== day;
  const first = isNewDay || previous.from !== message.from || previous.name !== message.name;
  // Delivery states are not shown to the visitor and must not be announced by screen readers.
  const { delivery: _, ...visible } = message;
  const row = {
    key: message.id,
    signature: JSON.stringify([visible, first]),
    draw: () => viewMessage(message, { first, words, readFile: actions.readFile, remove: actions.removeSent }),
  };
  const separator = {
    key: `day-${day}`,
    signature: String(startOfDay(actions.now())),
    draw: () => viewDay(message.sentAt, actions.now(), words),
  };
  return isNewDay ? [separator, row] : [row];
};

const rowOfPending = (message: PendingMessage, first: boolean, { words, actions }: Drawing): Row => ({
  key: message.id,
  signature: `pending ${message.state} ${first}`,
  draw: () => viewPending(message, { first, words, actions }),
});

const rowsOfChoices = (state: ChatState, { words, actions }: Drawing): readonly Row[] => {
  const { id = '', choices } = openChoices(state) ?? {};
  if (!choices) return [];
  const choose = (choice: string): void => actions.choose(id, choice);
  return [{ key: `choices-${id}`, signature: '', draw: () => viewChoices(choices, words, choose) }];
};
