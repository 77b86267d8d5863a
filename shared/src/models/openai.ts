import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import type { ModelMessage, ModelProvider, ModelReply, ModelRequest, ToolCall, ToolDescription } from './model.ts';

export type OpenAiSettings = {
  /** Endpoints on one's own machine need none. */
  readonly apiKey?: string | undefined;
  /** Any endpoint that speaks the same protocol: vLLM, Ollama, llama.cpp. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
  /** For the whole of one completion, its repeats included; milliseconds. */
  readonly timeoutMs: number;
  readonly fetch?: typeof globalThis.fetch | undefined;
};

const MAX_RETRIES = 2;

/** A chat model behind the OpenAI protocol (https://platform.openai.com/docs/api-reference/chat). */
export const createOpenAiProvider = (settings: OpenAiSettings): ModelProvider => {
  const { model, timeoutMs } = settings;
  const client = createClient(settings);
  return {
    name: model,
    complete: async (request) => {
      request.signal.throwIfAborted();
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      try {
        return readReply(await client.chat.completions.create(bodyOf(request, model), { signal }), model);
      } catch (error) {
        request.signal.throwIfAborted();
        throw failureOf(error, signal);
      }
    },
  };
};

const createClient = ({ apiKey, baseUrl, timeoutMs, fetch = globalThis.fetch }: OpenAiSettings): OpenAI =>
  new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // Set here so that the process's environment cannot add headers of another account.
    organization: null,
    project: null,
    maxRetries: MAX_RETRIES,
    // Our own signal ends it: an attempt that runs into the limit is not repeated.
    timeout: 2 * timeoutMs,
    logLevel: 'off',
    fetch: refuseLongWaits(fetch, timeoutMs),
  });

/** A wait that outlasts half of our own time is not worth it: the customer is answered by the fallback instead. */
const refuseLongWaits =
  (fetch: typeof globalThis.fetch, timeoutMs: number): typeof globalThis.fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const seconds = retryAfterOf(response.headers);
    if (response.ok || seconds === undefined || seconds * 1000 <= timeoutMs / 2) return response;
    const headers = new Headers(response.headers);
    headers.set('x-should-retry', 'false');
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  };

const retryAfterOf = (headers: Headers | undefined): number | undefined => {
  const seconds = Number.parseFloat(headers?.get('retry-after') ?? '');
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

const bodyOf = ({ messages, tools }: ModelRequest, model: string) => ({
  model,
  messages: messages.map(encodeMessage),
  ...(tools.length > 0 ? { tools: tools.map(encodeTool) } : {}),
});

const encodeMessage = (message: ModelMessage): ChatCompletionMessageParam => {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  if (message.toolCalls.length === 0) return { role: 'assistant', content: message.content };
  return { role: 'assistant', content: message.content || null, tool_calls: message.toolCalls.map(encodeToolCall) };
};

/** Endpoints that render the history through a template refuse arguments that are no JSON object. */
const encodeToolCall = (call: ToolCall) => ({
  id: call.id,
  type: 'function' as const,
  function: {
    name: call.name,
    arguments: isJsonObject(call.arguments) ? call.arguments : JSON.stringify({ unreadable: call.arguments }),
  },
});

const isJsonObject = (text: string): boolean => {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
};

const encodeTool = (tool: ToolDescription): ChatCompletionTool => {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(tool.arguments, { target: 'draft-7', io: 'input' });
  return { type: 'function', function: { name: tool.name, description: tool.description, parameters } };
};

const tokenCountSchema = z.number().min(0).nullish();

const completionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().nullish(),
                function: z.object({
                  name: z.string().min(1),
                  arguments: z.union([z.string(), z.record(z.string(), z.unknown())]),
                }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: tokenCountSchema, completion_tokens: tokenCountSchema }).nullish(),
});

const readReply = (completion: unknown, model: string): ModelReply => {
  const parsed = completionSchema.safeParse(completion);
  const message = parsed.data?.choices[0]?.message;
  if (!message) throw badReply('The answer is not a chat completion.');
  const text = withoutThinking(message.content ?? '');
  const toolCalls = (message.tool_calls ?? []).map((call, at): ToolCall => {
    const written = call.function.arguments;
    return {
      id: call.id || `call-${at}`,
      name: call.function.name,
      arguments: typeof written === 'string' ? written : JSON.stringify(written),
    };
  });
  if (text === '' && toolCalls.length === 0) throw badReply('The answer holds neither a text nor a tool call.');
  const usage = parsed.data?.usage;
  return {
    text,
    toolCalls,
    model: parsed.data?.model || model,
    tokens: { input: Math.round(usage?.prompt_tokens ?? 0), output: Math.round(usage?.completion_tokens ?? 0) },
  };
};

/** Reasoning models behind bare endpoints write their thoughts into the answer; no customer should read them. */
const withoutThinking = (text: string): string => text.replace(/^\s*<think>[\s\S]*?(?:<\/think>|$)/iu, '').trim();

const badReply = (message: string): Failure =>
  new Failure('model.bad_reply', message, 'Check that OPENAI_BASE_URL leads to a chat completions endpoint.');

/** The endpoint's own words are left out: some repeat the key that they refuse. */
const failureOf = (error: unknown, signal: AbortSignal): Failure => {
  if (error instanceof Failure) return error;
  if (signal.aborted || error instanceof APIUserAbortError) {
    return new Failure('model.unavailable', 'The model did not answer in time.', 'Try a faster model or endpoint.');
  }
  if (error instanceof APIConnectionError) {
    return new Failure('model.unavailable', 'The model cannot be reached.', 'Check OPENAI_BASE_URL and the network.');
  }
  if (error instanceof APIError) return refusalOf(error);
  if (error instanceof SyntaxError) return badReply('The answer is not JSON.');
  return new Failure('model.unavailable', 'The connection to the model broke.', 'Check the network.', { cause: error });
};

const refusalOf = (error: APIError): Failure => {
  const status = Number(error.status ?? 0);
  const retryAfter = retryAfterOf(error.headers);
  return new Failure(
    'model.unavailable',
    `The model answered with status ${status}.`,
    refusalHints[status] ?? 'Try again later.',
    retryAfter === undefined ? {} : { retryAfter },
  );
};

const refusalHints: Readonly<Record<number, string>> = {
  400: 'Check that OPENAI_MODEL can call tools.',
  401: 'Check OPENAI_API_KEY.',
  403: 'Check what OPENAI_API_KEY is allowed to do.',
  404: 'Check OPENAI_MODEL and OPENAI_BASE_URL.',
  429: 'The quota is used up for now: wait or raise it.',
};
