import { openConversation } from '../../conversations/open-conversation.ts';
import { receiveMessage } from '../../conversations/receive.ts';
import type { Conversation } from '../../entities/conversation.ts';
import { createRisingClock } from '../../ports/clock.ts';
import { documentsAs, openTeamDocuments, type TeamDocuments } from '../../ports/team-documents.ts';
import { createFixedClock } from '../../testing/fixed-clock.ts';
import { createMemoryStore } from '../../testing/memory-store.ts';
import { searchOver } from '../../testing/search-over.ts';
import type { JsonValue, Tool, ToolContext } from '../tool.ts';

const passage = { passageId: 'p', sourceId: 's', title: 'Прайс', text: 'Предоплата 30 %.' };

/**
 * A team's workspace with two customers on January 15, 2026, 9:00 UTC, and an agent whose run for the first customer
 * calls tools.
 */
export type ToolWorkspace = {
  readonly documents: TeamDocuments;
  readonly time: ReturnType<typeof createFixedClock>;
  readonly own: Conversation;
  readonly other: Conversation;
  /** The context of a call with this idempotency key, for the first customer or another conversation. */
  contextOf(key: string, conversation?: Conversation): ToolContext;
  /** Each call gets a new key, unless `context` has one. */
  call(tool: Tool, args: unknown, context?: ToolContext): Promise<JsonValue>;
};

export const openToolWorkspace = async (texts: {
  readonly own: string;
  readonly other: string;
}): Promise<ToolWorkspace> => {
  const time = createFixedClock();
  const clock = createRisingClock(time, () => 0);
  const documents = openTeamDocuments(createMemoryStore(), 'crew', clock);
  const write = async (chatId: string, text: string) => {
    const sender = { externalId: `u${chatId}`, name: 'anna_k' };
    const place = { channel: 'telegram', account: '42', chatId };
    const { message } = await receiveMessage(documents, { ...place, messageId: '1', sender, text, sentAt: 1 }, clock());
    return { message, conversation: await openConversation(documents, message) };
  };
  const [first, second] = [await write('7', texts.own), await write('8', texts.other)];
  let calls = 0;
  const contextOf: ToolWorkspace['contextOf'] = (idempotencyKey, conversation = first.conversation) => ({
    documents: documentsAs(documents, 'agent:tester'),
    search: searchOver(() => [passage]),
    clock,
    calendar: time,
    timeZone: 'UTC',
    lastCited: async () => [],
    run: { id: 'run:1', conversation, message: (conversation.id === second.conversation.id ? second : first).message },
    idempotencyKey,
    signal: new AbortController().signal,
  });
  return {
    documents,
    time,
    own: first.conversation,
    other: second.conversation,
    contextOf,
    call: async (tool, args, context = contextOf(`run:1#${calls++}`)) => tool.prepare(JSON.stringify(args))(context),
  };
};
