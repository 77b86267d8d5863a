import type { z } from 'zod';
import type { Language } from '../entities/declaring/fields.ts';
import type { TeamWords } from '../wording/phrases.ts';

export type ToolCall = {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; it is parsed by the tool's schema, and errors go back to the model. */
  readonly arguments: string;
};

export type ModelMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string;
      readonly toolCalls: readonly ToolCall[];
      /** What the customer was offered to choose from; `content` names it. */
      readonly choices?: readonly string[];
    }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly name: string; readonly content: string };

export type ToolDescription = {
  readonly name: string;
  readonly description: string;
  readonly arguments: z.ZodType;
};

export type ModelRequest = {
  /** The agent that makes the request; the rules answer according to it. */
  readonly agent: string;
  /** The name of the configured model to use; the first one if absent or unknown. */
  readonly model?: string | undefined;
  readonly messages: readonly ModelMessage[];
  /** How many of the last user messages were written in one go and are answered together; 1 if absent. */
  readonly asked?: number;
  readonly tools: readonly ToolDescription[];
  /** The conversation's language, for messages that contain no letters. */
  readonly language?: Language;
  /** The team's words, in which the rules answer; the built-in ones if absent. */
  readonly words?: TeamWords;
  /** Whether people other than the customer read the answer. */
  readonly inGroup?: boolean;
  readonly signal: AbortSignal;
  /** 0 to 2; the model's default if absent. Omitted for endpoints that do not support it. */
  readonly temperature?: number | undefined;
  /** Receives the text while it is written, for display only. The reply's text is authoritative and may be shorter. */
  readonly onText?: ((delta: string) => void) | undefined;
  /** What `onText` received is void, because the answer starts over. */
  readonly onRestart?: (() => void) | undefined;
};

export type ModelReply = {
  readonly text: string;
  /** Each call has a unique id. */
  readonly toolCalls: readonly ToolCall[];
  readonly model: string;
  readonly tokens: { readonly input: number; readonly output: number };
  /** Set if the endpoint did not report all token counts, so that they are estimated from the lengths of the texts. */
  readonly estimated?: true;
  /** An integer, in millionths of a unit of the currency in which the model's prices are configured. */
  readonly costMicros: number;
  /** The model reached its token limit: the text is cut after its last whole sentence, and the arguments of a call may be incomplete. */
  readonly cut?: true;
};

/**
 * A language model, or the rules that replace one. `complete` rejects with the signal's reason when it aborts, and otherwise only with a
 * `Failure`: `model.unavailable` (it does not answer, or not us), `model.refused` (it does not answer this request), or `model.bad_reply`.
 */
export type ModelProvider = {
  /** The model's name as recorded in runs. */
  readonly name: string;
  complete(request: ModelRequest): Promise<ModelReply>;
};
