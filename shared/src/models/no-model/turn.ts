import type { Language } from '../../entities/declaring/fields.ts';
import { isQuestion } from '../../reading/asking.ts';
import { type Understanding, understand } from '../../reading/understand.ts';
import { sentencesOf } from '../../search/language/sentences.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { defaultWords, type Phrases } from '../../wording/phrases.ts';
import type { ModelMessage, ModelRequest } from '../model.ts';
import { findCorrection } from './correction.ts';

/** A request as the rules see it. */
export type Turn = {
  /** What the customer wrote; a correction of an earlier message as that message, corrected. */
  readonly text: string;
  readonly understood: Understanding;
  /** The customer's earlier messages, oldest first. */
  readonly earlier: readonly string[];
  /** What the customer was told last; empty at first. */
  readonly lastReply: string;
  /** The language of the newest question, otherwise of the newest message that contains letters, otherwise the chat's. */
  readonly language: Language;
  /** The team's words in that language. */
  readonly say: Phrases;
  /** The results of a tool in this turn in order, whichever model called it. */
  resultsOf(tool: string): readonly string[];
  /** The latest of them. */
  resultOf(tool: string): string | undefined;
  offers(tool: string): boolean;
  /** Whether other people read the answer. */
  readonly inGroup: boolean;
};

/** What an agent's rules decide: a text for the customer, or tools to call; if both are empty, the agent is done. */
export type RuleReply = {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: object }[];
};

export type AgentRules = (turn: Turn) => RuleReply;

type Request = Pick<ModelRequest, 'messages' | 'tools' | 'asked' | 'inGroup' | 'language' | 'words'>;

export const readTurn = (request: Request): Turn => {
  const { messages, tools, asked = 1, inGroup = false, words = defaultWords } = request;
  const newest = messages.findLastIndex((message) => message.role === 'user');
  const said = messages.filter((message) => message.role === 'user').map((message) => message.content);
  const newestSaid = said.slice(-asked);
  const earlier = said.slice(0, -asked);
  const text = withCorrections(newestSaid, earlier).join('\n');
  const since: readonly ModelMessage[] = messages.slice(newest + 1);
  const understood = understand(text);
  const language =
    languageOf(said, newestSaid) ?? request.language ?? (understood.phone?.startsWith('+7') ? 'ru' : 'en');
  const resultsOf = (tool: string) =>
    since.flatMap((message) => (message.role === 'tool' && message.name === tool ? [message.content] : []));
  return {
    text,
    understood,
    earlier,
    lastReply: messages.slice(0, newest).findLast(isReply)?.content ?? '',
    language,
    say: words(language),
    resultsOf,
    resultOf: (tool) => resultsOf(tool).at(-1),
    inGroup,
    offers: (tool) => tools.some(({ name }) => name === tool),
  };
};

/** Messages that were written in one go may correct earlier ones, or one another. */
const withCorrections = (newest: readonly string[], earlier: readonly string[]): readonly string[] => {
  const said: string[] = [];
  for (const message of newest) {
    const correction = findCorrection(message, [...earlier, ...said]);
    const at = correction ? correction.at - earlier.length : -1;
    if (correction && at >= 0) said[at] = correction.text;
    else said.push(correction?.text ?? message);
  }
  return said;
};

const isReply = (message: ModelMessage): boolean =>
  message.role === 'assistant' && message.toolCalls.length === 0 && message.content !== '';

/**
 * A customer who writes "Здравствуйте" and then "How much is it?" is answered in English; a message of digits alone keeps the language of
 * the previous ones.
 */
const languageOf = (said: readonly string[], newest: readonly string[]): Language | undefined => {
  const questions = newest.flatMap((text) => sentencesOf(text).map(({ value }) => value)).filter(isQuestion);
  return [...said, ...questions].map(detectLanguage).findLast((language) => language !== undefined);
};
