import { z } from 'zod';
import { type Conversation, conversationModes } from '../../entities/conversation.ts';
import { type Language, languageSchema } from '../../entities/declaring/fields.ts';
import { analyzeText } from '../../search/language/analyze-text.ts';
import type { Agent, Agents } from '../agent.ts';

const branchSchema = z.object({
  name: z.string(),
  /** It begins when these agents have ended. */
  after: z.array(z.string()),
});
/** An agent's place in a run. */
export type Branch = z.infer<typeof branchSchema>;

/** The supervisor's decision, as the run records it. */
export const routeSchema = z.object({
  /** The agents that act, concurrently unless one must follow another. */
  agents: z.array(z.union([branchSchema, z.string().transform((name): Branch => ({ name, after: [] }))])),
  /** The conversation's mode when the run began: `draft` means that a person sends what the agent wrote. */
  mode: z.enum(conversationModes).default('agent'),
  language: languageSchema,
});
/** The supervisor's decision: which agents act, in which mode and language. */
export type Route = z.infer<typeof routeSchema>;

/** How the conversation is answered, and in which language. */
export type Setting = Pick<Conversation, 'mode' | 'language'>;

/** Returns the agents that may answer, the default first. None while a person has the conversation. */
export const answerersFor = ({ mode, language }: Setting, agents: Agents): readonly Agent[] =>
  mode === 'human' ? [] : Object.values(agents).filter((agent) => mayAnswer(agent, language));

/** Whether the agent answers messages in that language. */
export const mayAnswer = ({ answers, followsUp, languages }: Agent, language: Language): boolean =>
  answers && !followsUp && (languages?.includes(language) ?? true);

type Asked = {
  /** What the customer wrote. */
  readonly text: string;
  /** The agent that answered the customer last. */
  readonly answeredLast?: string | undefined;
};

/**
 * Chooses the answering agent by rules: the only candidate; the only one with a topic that the customer mentions; or
 * the one that answered last, which can pass the conversation on. Returns undefined if the rules do not decide.
 */
export const chooseByRules = (candidates: readonly Agent[], { text, answeredLast }: Asked): Agent | undefined => {
  if (candidates.length < 2) return candidates[0];
  const stems = stemsOf(text);
  const named = candidates.filter(({ topics = [] }) => topics.some((topic) => isNamed(topic, stems)));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return candidates.find(({ name }) => name === answeredLast);
};

const stemsOf = (text: string): ReadonlySet<string> => new Set(analyzeText(text).map(({ stem }) => stem));

/** A topic is named by all of its words, in any form. */
const isNamed = (topic: string, stems: ReadonlySet<string>): boolean => {
  const words = analyzeText(topic);
  return words.length > 0 && words.every(({ stem }) => stems.has(stem));
};

/** Returns the agents that act on a customer's message: the answering one, and all that learn and score. */
export const routeTo = (answerer: Agent | undefined, { mode, language }: Setting, agents: Agents): Route => {
  const silent = Object.values(agents).filter(({ answers, followsUp }) => !answers && !followsUp);
  return {
    agents: [...(answerer ? [answerer] : []), ...silent].map(({ name, after = [] }) => ({ name, after: [...after] })),
    mode,
    language,
  };
};

/** Returns the agents that write to a customer who does not answer; none while a person has the conversation. */
export const routeFollowUp = ({ mode, language }: Setting, agents: Agents): Route => {
  const [first] = mode === 'human' ? [] : Object.values(agents).filter(({ followsUp }) => followsUp);
  return { agents: first ? [{ name: first.name, after: [] }] : [], mode, language };
};
