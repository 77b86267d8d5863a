import type { ModelMessage, ModelReply, ToolCall } from '../../model.ts';

const SEARCH = 'search_knowledge';

/**
 * Gives the searches of a conversation in a test the queries that the rules would make, and all calls ids of their own. `complete` asks the
 * rules.
 */
export const withSearches = async (
  messages: readonly ModelMessage[],
  complete: (messages: readonly ModelMessage[]) => Promise<ModelReply>,
): Promise<readonly ModelMessage[]> => {
  const first = messages.findIndex(
    (message) => message.role === 'assistant' && message.toolCalls.some(({ name }) => name === SEARCH),
  );
  if (first < 0) return messages;
  const queries = (await complete(messages.slice(0, first))).toolCalls.map((call) => call.arguments);
  let made = 0;
  let current = '';
  const calledAt = (call: ToolCall, at: number): ToolCall => {
    current = `call_${at}`;
    return { ...call, id: current, arguments: call.name === SEARCH ? (queries[made++] ?? '{}') : call.arguments };
  };
  return messages.map((message, at) => {
    if (message.role === 'assistant') {
      return { ...message, toolCalls: message.toolCalls.map((call) => calledAt(call, at)) };
    }
    return message.role === 'tool' ? { ...message, toolCallId: current } : message;
  });
};
