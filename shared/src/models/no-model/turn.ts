import type { Language } from '../../entities/fields.ts';
import type { ModelMessage, ModelRequest } from '../model.ts';
import { detectLanguage } from './understanding/language.ts';
import { type Understanding, understand } from './understanding/understand.ts';

/** A request as the rules see it. */
export type Turn = {
  readonly text: string;
  readonly understood: Understanding;
  /** The customer's earlier messages, oldest first. */
  readonly earlier: readonly string[];
  /** Of the newest message that has letters in it. */
  readonly language: Language;
  /** The newest result of a tool in this turn, whichever model called it. */
  resultOf(tool: string): string | undefined;
  offers(tool: string): boolean;
};

/** What the rules of an agent want: a text for the customer, tools to be called, or, both empty, to be done. */
export type RuleReply = {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: object }[];
};

export type AgentRules = (turn: Turn) => RuleReply;

export const readTurn = ({ messages, tools }: Pick<ModelRequest, 'messages' | 'tools'>): Turn => {
  const newest = messages.findLastIndex((message) => message.role === 'user');
  const said = messages.filter((message) => message.role === 'user').map((message) => message.content);
  const text = said.at(-1) ?? '';
  const since: readonly ModelMessage[] = messages.slice(newest + 1);
  const understood = understand(text);
  return {
    text,
    understood,
    earlier: said.slice(0, -1),
    language: understood.language ?? languageOf(said, understood),
    resultOf: (tool) => since.findLast((message) => message.role === 'tool' && message.name === tool)?.content,
    offers: (tool) => tools.some(({ name }) => name === tool),
  };
};

/** A message of digits alone goes on in the language of the ones before; a bare Russian phone number is Russian. */
const languageOf = (said: readonly string[], { phone }: Understanding): Language =>
  said.map(detectLanguage).findLast((language) => language !== undefined) ?? (phone?.startsWith('+7') ? 'ru' : 'en');
