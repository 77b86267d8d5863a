import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import type { ModelMessage, ModelProvider, ModelReply, ModelRequest, ToolCall, ToolDescription } from './model.ts';
import { createOpenAiClient, type EndpointSettings, type EndpointWords, failureOf } from './openai-client.ts';

export type OpenAiSettings = EndpointSettings & { readonly model: string };

const words: EndpointWords = {
  name: 'The model',
  settings: 'OPENAI',
  refused: { code: 'model.unavailable', hint: 'Check that OPENAI_MODEL can call tools.' },
};

/** A chat model behind the OpenAI protocol (https://platform.openai.com/docs/api-reference/chat). */
export const createOpenAiProvider = (settings: OpenAiSettings): ModelProvider => {
  const { model, timeoutMs } = settings;
  const client = createOpenAiClient(settings);
  return {
    name: model,
    complete: async (request) => {
      request.signal.throwIfAborted();
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
      try {
        return readReply(await client.chat.completions.create(bodyOf(request, model), { signal }), model);
      } catch (error) {
        request.signal.throwIfAborted();
        throw failureOf(error, signal, words);
      }
    },
  };
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
