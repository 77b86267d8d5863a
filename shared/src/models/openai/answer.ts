import { z } from 'zod';
import { Failure } from '../../contracts/errors.ts';
import { endOfStream, type Payload } from '../event-stream.ts';
import { parseJson } from '../json-text.ts';
import type { ModelReply, ModelRequest } from '../model.ts';
import { TransientFailure } from '../retries.ts';
import type { ThoughtFilter } from '../thoughts.ts';
import { type ModelPrice, usageOf } from '../usage.ts';
import { wholeSentences } from '../whole-sentences.ts';
import { completionSchema, createReplyBuilder, type WrittenReply } from './chat-reply.ts';
import { brokenConnection, type EndpointWords, isTransientStatus, notJson } from './client.ts';

type Answer = { readonly written: WrittenReply; readonly streamed: boolean };
type Payloads = AsyncIterable<Payload>;

/** Reads a whole or streamed response; its text goes to `thoughts`. */
export const readAnswer = async (
  payloads: Payloads,
  thoughts: ThoughtFilter,
  words: EndpointWords,
): Promise<Answer> => {
  const builder = createReplyBuilder();
  let streamed = false;
  let ended = false;
  for await (const payload of payloads) {
    streamed = payload.streamed;
    ended = streamed && payload.data === endOfStream;
    if (ended) break;
    const completion = completionOf(parseJson(payload.data), words);
    if (!streamed && !completion.choices?.[0]?.message) throw badReply('The answer is no chat completion.', words);
    thoughts.push(builder.add(completion));
  }
  const written = builder.end();
  // A stream that simply ends was cut off, even if the connection was closed properly.
  if (streamed && !ended && !written.ending) throw brokenConnection(words);
  return { written, streamed };
};

const completionOf = (value: unknown, words: EndpointWords) => {
  if (value === undefined) throw notJson(words);
  const told = errorSchema.safeParse(value);
  if (told.success) throw failureInside(told.data.error, words);
  const completion = completionSchema.safeParse(value);
  if (!completion.success) throw badReply('The answer is no chat completion.', words);
  return completion.data;
};

const codeSchema = z.union([z.string(), z.number()]).nullish().catch(null);
const errorSchema = z.object({
  error: z.union([
    z.object({ code: codeSchema, status: codeSchema, type: codeSchema }),
    z.string().transform((code) => ({ code, status: null, type: null })),
  ]),
});

const passing = /rate_?limit|overloaded|server_error|unavailable|timeout/i;

/** Some endpoints report an error after they have started to respond with status 200. */
const failureInside = ({ code, status, type }: z.infer<typeof errorSchema>['error'], words: EndpointWords): Failure => {
  const codes = [code, status, type];
  const isTransient = codes.some((told) => isTransientStatus(Number(told)) || passing.test(String(told)));
  if (!isTransient) return badReply('The endpoint answered with an error of its own.', words);
  return new TransientFailure('model.unavailable', `${words.name} gave up in the middle.`, 'Try again later.');
};

type Asked = {
  readonly question: ModelRequest;
  readonly model: string;
  readonly price?: ModelPrice | undefined;
};

/** The reply, or what is wrong with it. `written.text` contains no thoughts. */
export const replyOf = (
  written: WrittenReply & { readonly text: string },
  { question, model, price }: Asked,
  words: EndpointWords,
): ModelReply => {
  const { toolCalls, ending } = written;
  const cut = ending === 'length';
  const text = cut && toolCalls.length === 0 ? wholeSentences(written.text) : written.text;
  if (ending === 'content_filter') throw refused(`The filter of the endpoint stopped ${words.name.toLowerCase()}.`);
  if (toolCalls.some(({ name }) => name === '')) throw badReply('A tool call has no name.', words);
  if (text === '' && toolCalls.length === 0) throw emptyReply(written, words);
  return {
    text,
    toolCalls,
    model: written.model || model,
    // Output that a limit cut off is charged, too.
    ...usageOf(written.tokens, { question, answer: { text: written.text, toolCalls }, price }),
    ...(cut ? { cut } : {}),
  };
};

const emptyReply = ({ refusal, ending }: WrittenReply, words: EndpointWords): Failure => {
  if (refusal !== '') return refused(`${words.name} declined to answer.`);
  if (ending !== 'length') return badReply('The answer holds neither a text nor a tool call.', words);
  const hint = 'Raise the limit of tokens at the endpoint.';
  return new Failure('model.bad_reply', `${words.name} ran into its limit of tokens before it had answered.`, hint);
};

const refused = (message: string): Failure =>
  new Failure('model.refused', message, 'Ask in other words, or have a person answer.');

const badReply = (message: string, { fieldName }: EndpointWords): Failure =>
  new Failure('model.bad_reply', message, `Check that ${fieldName('baseUrl')} leads to a chat completions endpoint.`);
