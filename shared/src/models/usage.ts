import type { ModelReply, ModelRequest, ToolCall } from './model.ts';

/** Price per million tokens, in units of a currency. */
export type ModelPrice = { readonly input: number; readonly output: number };

/** What an endpoint reported about a call; null or undefined where it reported nothing. */
export type ToldTokens = { readonly input?: number | null | undefined; readonly output?: number | null | undefined };

type Usage = Pick<ModelReply, 'tokens' | 'estimated' | 'costMicros'>;
type Written = { readonly text: string; readonly toolCalls: readonly ToolCall[] };

const free: ModelPrice = { input: 0, output: 0 };

/** Tokens and cost of a call. No input and no output is empty, so a reported 0 counts as not reported. */
export const usageOf = (told: ToldTokens, { question, answer, price = free }: UsageParts): Usage => {
  const tokens = {
    input: Math.round(told.input || tokensOfQuestion(question)),
    output: Math.round(told.output || tokensOfAnswer(answer)),
  };
  // A price per million tokens equals the millionths that one token costs.
  const costMicros = Math.round(tokens.input * price.input + tokens.output * price.output);
  return { tokens, costMicros, ...(told.input && told.output ? {} : { estimated: true as const }) };
};

type UsageParts = {
  readonly question: ModelRequest;
  readonly answer: Written;
  readonly price?: ModelPrice | undefined;
};

/**
 * Estimates the number of tokens in a text, rather too high than too low: current vocabularies take 4 characters of English and 2 to 3 of
 * Russian per token.
 */
export const estimateTokens = (text: string): number => {
  const latin = text.match(/\p{ASCII}/gu)?.length ?? 0;
  return Math.ceil(latin / 4 + (text.length - latin) / 2);
};

/** The overhead of a message's role and frame. */
const FRAME = 4;

/** Estimates the number of tokens in a request. */
export const tokensOfQuestion = ({ messages, tools }: ModelRequest): number => {
  const ofMessages = messages.map((message) => {
    const calls = message.role === 'assistant' ? message.toolCalls : [];
    return FRAME + tokensOfAnswer({ text: message.content, toolCalls: calls });
  });
  return sum(ofMessages) + sum(tools.map(({ name, description }) => 2 * estimateTokens(name + description) + FRAME));
};

const tokensOfAnswer = ({ text, toolCalls }: Written): number =>
  estimateTokens(text) + sum(toolCalls.map((call) => estimateTokens(call.name + call.arguments) + FRAME));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
