import type { ModelProvider, ModelRequest } from '@inbetwin/shared/models/model.ts';

export type Turn = { readonly text: string } | { readonly name: string; readonly arguments: unknown };

/** A model that takes no time: each agent's turns in their order, from the first one on in every run. It costs tokens, as one does. */
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

/** By this run: what was said before it stands before the customer's last message. */
const turnsTaken = ({ messages }: ModelRequest): number =>
  messages.slice(messages.findLastIndex(({ role }) => role === 'user')).filter(({ role }) => role === 'assistant')
    .length;
