import type { APIError } from 'openai';
import type {
  ChatCompletionCreateParams,
  ChatCompletionMessageParam,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import { z } from 'zod';
import { isJsonObject } from '../json-text.ts';
import type { ModelMessage, ModelRequest, ToolCall, ToolDescription } from '../model.ts';

/** The parts of the protocol that an endpoint supports. */
export type Dialect = { readonly streams: boolean; readonly tellsUsage: boolean; readonly takesTemperature: boolean };

export const fullDialect: Dialect = { streams: true, tellsUsage: true, takesTemperature: true };

export const encodeRequest = (request: ModelRequest, model: string, dialect: Dialect): ChatCompletionCreateParams => ({
  model,
  messages: request.messages.map(encodeMessage),
  ...(request.tools.length > 0 ? { tools: request.tools.map(encodeTool) } : {}),
  ...(request.temperature !== undefined && dialect.takesTemperature ? { temperature: request.temperature } : {}),
  ...(dialect.streams ? { stream: true } : {}),
  ...(dialect.streams && dialect.tellsUsage ? { stream_options: { include_usage: true } } : {}),
});

/**
 * What to leave out after a refusal that names it. A refusal that names nothing is attributed to streaming, unless the endpoint has
 * answered before. Undefined if the request itself was refused.
 */
export const simplerDialect = (error: APIError, dialect: Dialect, proven: boolean): Dialect | undefined => {
  if (error.status !== 400 && error.status !== 422) return undefined;
  const words = `${error.message} ${JSON.stringify(error.error ?? '')}`;
  if (dialect.takesTemperature && /temperature/i.test(words)) return { ...dialect, takesTemperature: false };
  if (!dialect.streams) return undefined;
  if (/stream_options|include_usage/i.test(words)) {
    return dialect.tellsUsage ? { ...dialect, tellsUsage: false } : undefined;
  }
  return /\bstream/i.test(words) || !proven ? { ...dialect, streams: false } : undefined;
};

const encodeMessage = (message: ModelMessage): ChatCompletionMessageParam => {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  if (message.toolCalls.length === 0) return { role: 'assistant', content: message.content };
  return { role: 'assistant', content: message.content || null, tool_calls: message.toolCalls.map(encodeToolCall) };
};

/** Endpoints that render the history through a template refuse arguments that are not a JSON object. */
const encodeToolCall = (call: ToolCall) => ({
  id: call.id,
  type: 'function' as const,
  function: {
    name: call.name,
    arguments: isJsonObject(call.arguments) ? call.arguments : JSON.stringify({ unreadable: call.arguments }),
  },
});

const encodeTool = (tool: ToolDescription): ChatCompletionTool => {
  const { $schema: _dialect, ...parameters } = z.toJSONSchema(tool.arguments, { target: 'draft-7', io: 'input' });
  return { type: 'function', function: { name: tool.name, description: tool.description, parameters } };
};
