import type { z } from 'zod';

export type ToolCall = {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it: parsed by the tool's schema, and the error goes back to the model. */
  readonly arguments: string;
};

export type ModelMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly name: string; readonly content: string };

export type ToolDescription = {
  readonly name: string;
  readonly description: string;
  readonly arguments: z.ZodType;
};

export type ModelRequest = {
  /** Which agent asks: the no-model provider answers by its rules for that agent. */
  readonly agent: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDescription[];
  readonly signal: AbortSignal;
};

export type ModelReply = {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly model: string;
  readonly tokens: { readonly input: number; readonly output: number };
};

/** A language model, or the rules that stand in for one. Throws `model.unavailable` or `model.bad_reply`. */
export type ModelProvider = {
  /** The model's name as recorded in runs. */
  readonly name: string;
  complete(request: ModelRequest): Promise<ModelReply>;
};
