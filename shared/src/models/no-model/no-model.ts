import { Failure } from '../../contracts/errors.ts';
import type { ModelProvider, ModelRequest } from '../model.ts';
import { intakeRules } from './agents/intake.ts';
import { nurturingRules } from './agents/nurturing.ts';
import { ragRules } from './agents/rag.ts';
import { scoringRules } from './agents/scoring.ts';
import { type AgentRules, readTurn } from './turn.ts';

/** The agents that work without a model; a new one is a file and a line here. */
const rulesByAgent: Readonly<Record<string, AgentRules>> = {
  intake: intakeRules,
  nurturing: nurturingRules,
  rag: ragRules,
  scoring: scoringRules,
};

export const noModelName = 'no-model';

/**
 * Rules with the interface of a language model. They keep no state: the tool results in the messages show how far a turn has come, so they
 * can take over in the middle of another model's turn.
 */
export const createNoModelProvider = (): ModelProvider => ({
  name: noModelName,
  complete: async (request) => {
    request.signal.throwIfAborted();
    const { text = '', toolCalls = [] } = rulesOf(request)(readTurn(request));
    if (text !== '') request.onText?.(text);
    const step = request.messages.length;
    return {
      text,
      toolCalls: toolCalls.map((call, at) => ({
        id: `${request.agent}-${step}-${at}`,
        name: call.name,
        arguments: JSON.stringify(call.arguments),
      })),
      model: noModelName,
      tokens: { input: 0, output: 0 },
      costMicros: 0,
    };
  },
});

const rulesOf = ({ agent }: ModelRequest): AgentRules => {
  const rules = Object.hasOwn(rulesByAgent, agent) ? rulesByAgent[agent] : undefined;
  if (rules) return rules;
  throw new Failure('model.unavailable', `There are no rules for the agent "${agent}".`, 'Configure a model for it.');
};
