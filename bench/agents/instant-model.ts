import type { ModelProvider, ModelRequest } from '@inbetwin/shared/models/model.ts';

/** What the model does in one call: end with a text, or call a tool. */
export type Turn = { readonly text: string } | { readonly name: string; readonly arguments: unknown };

/**
 * A model that takes no time: each agent's turns in order, from the first one in every run. It reports token use like a
 * real one.
 */
export const instantModel = (turnsOf: Readonly<Record<string, readonly Turn[]>>): ModelProvider => ({
  name: 'instant',
  complete: async (request) => {
    const turn = turnsOf[request.agent]?.[turnsTaken(request)] ?? { text: '' };
    return {
      text: 'text' in turn ? turn.text : '',
      toolCalls: 'name' in turn ? [{ id: '', name: turn.name, arguments: JSON.stringify(turn.arguments) }] : [],
      model: 'instant',
      tokens: { input: 700, output: 40 },
      costMicros: 0,
    };
  },
});

/** Counts the turns of this run: earlier messages precede the customer's last one. */
const turnsTaken = ({ messages }: ModelRequest): number =>
  messages.slice(messages.findLastIndex(({ role }) => role === 'user')).filter(({ role }) => role === 'assistant')
    .length;
