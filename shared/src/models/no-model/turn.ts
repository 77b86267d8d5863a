import type { Language } from '../../entities/declaring/fields.ts';
import { isQuestion } from '../../reading/asking.ts';
import { type Understanding, understand } from '../../reading/understand.ts';
import { sentencesOf } from '../../search/language/sentences.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { defaultWords, type Phrases } from '../../wording/phrases.ts';
import type { ModelMessage, ModelRequest } from '../model.ts';
import { findCorrection } from './correction.ts';
import { lastQuestion } from './questions/questions.ts';
import { completedWith, type Offer, readChoice } from './questions/read-choice.ts';

/** A request as the rules see it. */
export type Turn = {
  /**
   * What the customer wrote; a correction of an earlier message as that message, corrected, and a choice of what was offered as the question
   * that it was offered for, completed.
   */
  readonly text: string;
  /** Whether `text` is a question that was completed with a choice. */
  readonly isChoice: boolean;
  /** What the customer was offered last to choose from; empty if the last reply offered nothing. */
  readonly offered: readonly string[];
  readonly understood: Understanding;
  /** The customer's earlier messages, oldest first. */
  readonly earlier: readonly string[];
  /** What the customer was told last; empty at first. */
  readonly lastReply: string;
  /** The language of the newest question, otherwise of the newest message that contains letters, otherwise the chat's. */
  readonly language: Language;
  /** The team's words in that language. */
  readonly say: Phrases;
  /** The calls of a tool in this turn that have a result, in order, whichever model made them. */
  callsOf(tool: string): readonly DoneCall[];
  /** The latest result of a tool. */
  resultOf(tool: string): string | undefined;
  offers(tool: string): boolean;
  /** Whether other people read the answer. */
  readonly inGroup: boolean;
};

/** A call of a tool, with its arguments as JSON. */
export type DoneCall = { readonly arguments: string; readonly result: string };

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
  const said = readSaid(messages);
  const newestSaid = said.slice(-asked);
  const earlier = said.slice(0, -asked).map(({ text }) => text);
  const isChoice = newestSaid.length > 0 && newestSaid.every((one) => one.isChoice);
  const text = withCorrections(
    newestSaid.map(({ text }) => text),
    earlier,
  ).join('\n');
  const since: readonly ModelMessage[] = messages.slice(newest + 1);
  const understood = understand(text);
  const language =
    languageOf(said.flatMap(inOwnWords), newestSaid.flatMap(inOwnWords)) ??
    request.language ??
    (understood.phone?.startsWith('+7') ? 'ru' : 'en');
  const callsOf = readCalls(since);
  return {
    text,
    isChoice,
    offered: choicesOf(messages.slice(0, newest).findLast(isReply)),
    understood,
    earlier,
    lastReply: messages.slice(0, newest).findLast(isReply)?.content ?? '',
    language,
    say: words(language),
    callsOf,
    resultOf: (tool) => callsOf(tool).at(-1)?.result,
    inGroup,
    offers: (tool) => tools.some(({ name }) => name === tool),
  };
};

const readCalls = (messages: readonly ModelMessage[]): Turn['callsOf'] => {
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? message.toolCalls : []));
  const argumentsOf = new Map(calls.map((call) => [call.id, call.arguments]));
  return (tool) =>
    messages.flatMap((message) =>
      message.role === 'tool' && message.name === tool
        ? [{ arguments: argumentsOf.get(message.toolCallId) ?? '', result: message.content }]
        : [],
    );
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

type Said = { readonly text: string; readonly isChoice: boolean };

/** The names of things are in the language of the knowledge base, whatever the customer speaks. */
const inOwnWords = ({ text, isChoice }: Said): readonly string[] => (isChoice ? [] : [text]);

/**
 * The customer's messages, with each choice of what was offered completed to the question that it answers. Once something was chosen, other
 * names of the same offer are understood as well: "and the large one?"
 */
const readSaid = (messages: readonly ModelMessage[]): readonly Said[] => {
  const said: Said[] = [];
  let offer: Offer | undefined;
  let isTaken: boolean = false;
  for (const message of messages) {
    const names = isReply(message) ? choicesOf(message) : [];
    if (names.length > 0) offer = { names, question: lastQuestion(said.map(({ text }) => text)) };
    else if (isReply(message) && !isTaken) offer = undefined;
    if (names.length > 0) isTaken = false;
    if (message.role !== 'user') continue;
    const choice = offer && readChoice(message.content, offer);
    isTaken = choice !== undefined && (choice.names.length > 0 || !isTaken);
    const text = offer && choice && isTaken ? completedWith(offer, choice) : message.content;
    said.push({ text, isChoice: isTaken });
  }
  return said;
};

const choicesOf = (message: ModelMessage | undefined): readonly string[] =>
  message?.role === 'assistant' ? (message.choices ?? []) : [];

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
