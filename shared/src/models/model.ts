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
  /** Of several configured models the one to ask; the first when absent or unknown. */
  readonly model?: string | undefined;
  readonly messages: readonly ModelMessage[];
  /** How many of the last user messages were written in one go and are to be answered together; 1 when absent. */
  readonly asked?: number;
  readonly tools: readonly ToolDescription[];
  /** Others than the customer read the answer. */
  readonly inGroup?: boolean;
  readonly signal: AbortSignal;
  /** 0 to 2; the model's own when left out. An endpoint that takes none is asked without. */
  readonly temperature?: number | undefined;
  /** Told the text while it is written: to show it, not to keep it. The reply's text is what counts, and may be shorter. */
  readonly onText?: ((delta: string) => void) | undefined;
  /** What `onText` was told is void: the answer begins anew. */
  readonly onRestart?: (() => void) | undefined;
};

export type ModelReply = {
  readonly text: string;
  /** Each with an id of its own. */
  readonly toolCalls: readonly ToolCall[];
  readonly model: string;
  readonly tokens: { readonly input: number; readonly output: number };
  /** The endpoint told no tokens, or not all of them: they are reckoned from the length of the texts. */
  readonly estimated?: true;
  /** In millionths of a unit of the currency in which the model's prices are configured; whole. */
  readonly costMicros: number;
  /** The model ran into its limit of tokens: the text ends with its last whole sentence, a call's arguments may be broken. */
  readonly cut?: true;
};

/**
 * A language model, or the rules that stand in for one. `complete` rejects with the signal's reason when that aborts, and
 * otherwise with a `Failure` alone: `model.unavailable` (it does not answer, or not us), `model.refused` (it does not answer
 * this) or `model.bad_reply`.
 */
export type ModelProvider = {
  /** The model's name as recorded in runs. */
  readonly name: string;
  complete(request: ModelRequest): Promise<ModelReply>;
};
