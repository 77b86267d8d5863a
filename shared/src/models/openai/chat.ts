import { APIError } from 'openai';
import { Failure } from '../../contracts/errors.ts';
import { readPayloads } from '../event-stream.ts';
import type { ModelReply, ModelRequest } from '../model.ts';
import { patience } from '../patience.ts';
import { readText } from '../read-text.ts';
import { TransientFailure } from '../retries.ts';
import { createSilenceLimit } from '../silence-limit.ts';
import { createThoughtFilter } from '../thoughts.ts';
import type { ModelPrice } from '../usage.ts';
import { readAnswer, replyOf } from './answer.ts';
import { brokenConnection, type EndpointWords, type OpenAiEndpoint } from './client.ts';
import { encodeRequest, fullDialect, simplerDialect } from './request.ts';

type ChatSettings = {
  readonly model: string;
  readonly price?: ModelPrice | undefined;
  /** Time limit for one complete answer including retries, in milliseconds. */
  readonly timeoutMs: number;
  readonly words: EndpointWords;
};

/**
 * Requests streams from a model that speaks the OpenAI protocol (https://platform.openai.com/docs/api-reference/chat), and copes with what
 * the endpoint sends. What it learns about the model is remembered for later calls.
 */
export const createChat = ({ client, ask }: OpenAiEndpoint, { model, price, timeoutMs, words }: ChatSettings) => {
  let known = fullDialect;
  let proven = false;

  const send = async (request: ModelRequest, signal: AbortSignal): Promise<Response> => {
    for (let dialect = known; ; ) {
      try {
        const body = encodeRequest(request, model, dialect);
        const response = await client.chat.completions.create(body, { signal }).asResponse();
        known = dialect;
        proven = true;
        return response;
      } catch (error) {
        const simpler = error instanceof APIError ? simplerDialect(error, dialect, proven) : undefined;
        if (!simpler) throw error;
        dialect = simpler;
      }
    }
  };

  const attempt = async (request: ModelRequest, signal: AbortSignal): Promise<ModelReply> => {
    // An endpoint that does not stream is silent until the whole answer is ready.
    const firstMs = known.streams ? timeoutMs * patience.firstByte : timeoutMs;
    const limit = createSilenceLimit({ firstMs, nextMs: timeoutMs * patience.nextByte, signal, name: words.name });
    const thoughts = createThoughtFilter(request);
    try {
      const response = await send(request, limit.signal);
      const ears = { heard: limit.heard, broken: (cause: unknown) => brokenConnection(words, cause) };
      const payloads = readPayloads(readText(response.body, ears));
      const { written, streamed } = await readAnswer(payloads, thoughts, words);
      const reply = replyOf({ ...written, text: thoughts.end() }, { question: request, model, price }, words);
      if (!streamed) known = { ...known, streams: false };
      return reply;
    } catch (error) {
      const reason: unknown = limit.signal.reason;
      if (reason instanceof Failure && !signal.aborted) throw reason;
      throw error instanceof TransientFailure && thoughts.hasTold() ? lasting(error) : error;
    } finally {
      limit.end();
    }
  };

  return (request: ModelRequest): Promise<ModelReply> => ask((signal) => attempt(request, signal), request.signal);
};

/** The caller has already shown the beginning, so only the caller can decide to start over. */
const lasting = ({ code, message, hint, cause }: Failure): Failure => new Failure(code, message, hint, { cause });
