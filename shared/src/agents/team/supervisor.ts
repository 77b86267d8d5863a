import { z } from 'zod';
import { type Conversation, conversationModes } from '../../entities/conversation.ts';
import { type Language, languageSchema } from '../../entities/fields.ts';
import { analyseText } from '../../search/language/analyse-text.ts';
import type { Agent, Agents } from '../agent.ts';

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

/** How the conversation is answered, and in which language. */
export type Setting = Pick<Conversation, 'mode' | 'language'>;

/** Who may answer, the first unless something speaks for another. While a person has the conversation nobody. */
export const answerersFor = ({ mode, language }: Setting, agents: Agents): readonly Agent[] =>
  mode === 'human' ? [] : Object.values(agents).filter((agent) => mayAnswer(agent, language));

/** Whether it answers what customers write in that language. */
export const mayAnswer = ({ answers, followsUp, languages }: Agent, language: Language): boolean =>
  answers && !followsUp && (languages?.includes(language) ?? true);

type Asked = {
  /** What the customer wrote. */
  readonly text: string;
  /** The agent that answered them last. */
  readonly answeredLast?: string | undefined;
};

/**
 * Who answers, by rules: the only one who may; the only one with a topic that the customer names; who answered last, for they
 * know how to pass the conversation on. Undefined where the rules do not tell.
 */
export const chooseByRules = (candidates: readonly Agent[], { text, answeredLast }: Asked): Agent | undefined => {
  if (candidates.length < 2) return candidates[0];
  const stems = stemsOf(text);
  const named = candidates.filter(({ topics = [] }) => topics.some((topic) => isNamed(topic, stems)));
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return candidates.find(({ name }) => name === answeredLast);
};

const stemsOf = (text: string): ReadonlySet<string> => new Set(analyseText(text).map(({ stem }) => stem));

/** All of its words, in whatever form. */
const isNamed = (topic: string, stems: ReadonlySet<string>): boolean => {
  const words = analyseText(topic);
  return words.length > 0 && words.every(({ stem }) => stems.has(stem));
};

/** Who acts on a customer's message: besides who answers all that go on learning and scoring. */
export const routeTo = (answerer: Agent | undefined, { mode, language }: Setting, agents: Agents): Route => {
  const silent = Object.values(agents).filter(({ answers, followsUp }) => !answers && !followsUp);
  return {
    agents: [...(answerer ? [answerer] : []), ...silent].map(({ name, after = [] }) => ({ name, after: [...after] })),
    mode,
    language,
  };
};

/** Who writes to a customer who does not answer; while a person has the conversation nobody. */
export const routeFollowUp = ({ mode, language }: Setting, agents: Agents): Route => {
  const [first] = mode === 'human' ? [] : Object.values(agents).filter(({ followsUp }) => followsUp);
  return { agents: first ? [{ name: first.name, after: [] }] : [], mode, language };
};
