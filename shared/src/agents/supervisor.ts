import { z } from 'zod';
import { type Conversation, conversationModes } from '../entities/conversation.ts';
import { languageSchema } from '../entities/fields.ts';
import type { Message } from '../entities/message.ts';
import { detectLanguage } from '../text/detect-language.ts';
import type { Agent, Agents } from './agent.ts';

const branchSchema = z.object({
  name: z.string(),
  /** Begins when these have ended. */
  after: z.array(z.string()),
});
export type Branch = z.infer<typeof branchSchema>;

export const routeSchema = z.object({
  /** Who acts, at the same time but for what must come after one another. */
  agents: z.array(z.union([branchSchema, z.string().transform((name): Branch => ({ name, after: [] }))])),
  /** How the conversation was answered when the run began: `draft` means that a person sends what the agent wrote. */
  mode: z.enum(conversationModes).default('agent'),
  language: languageSchema,
});
export type Route = z.infer<typeof routeSchema>;

/** Who answers unless another does: the first that may. */
const firstAnswerer = (agents: Agents): readonly Agent[] =>
  Object.values(agents)
    .filter(({ answers, followsUp }) => answers && !followsUp)
    .slice(0, 1);

/**
 * Who acts on a customer's message, by rules. While a person has the conversation the agents go on learning and scoring, but
 * nobody answers.
 */
export const routeMessage = (
  message: Pick<Message, 'text'>,
  conversation: Pick<Conversation, 'mode' | 'language'>,
  agents: Agents,
): Route => {
  const silent = Object.values(agents).filter(({ answers, followsUp }) => !answers && !followsUp);
  const answering = conversation.mode === 'human' ? [] : firstAnswerer(agents);
  return {
    agents: [...answering, ...silent].map(({ name, after = [] }) => ({ name, after: [...after] })),
    mode: conversation.mode,
    language: detectLanguage(message.text) ?? conversation.language,
  };
};

/** Who writes to a customer who does not answer; while a person has the conversation nobody. */
export const routeFollowUp = ({ mode, language }: Pick<Conversation, 'mode' | 'language'>, agents: Agents): Route => {
  const [first] = mode === 'human' ? [] : Object.values(agents).filter(({ followsUp }) => followsUp);
  return { agents: first ? [{ name: first.name, after: [] }] : [], mode, language };
};
