import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import type { KnowledgeSearch } from '../search/search-index.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * What a tool may touch: the run's own conversation, contact and lead. Targets come from here and never from the
 * arguments, so nothing that a customer writes can point a tool at somebody else.
 */
export type ToolContext = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  readonly run: { readonly id: string; readonly conversationId: string; readonly messageId: string };
  /** Run id and step index: the same for every attempt at one effect. */
  readonly idempotencyKey: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** `read` changes nothing; `write` changes the team's own documents; `outward` reaches other people's services. */
export type ToolEffect = 'read' | 'write' | 'outward';

export type JsonValue = z.infer<ReturnType<typeof z.json>>;

type ToolDefinition<A extends z.ZodType> = {
  readonly name: string;
  /** For the model. */
  readonly description: string;
  readonly effect: ToolEffect;
  readonly arguments: A;
  readonly timeLimitMs: number;
  /** With the same idempotency key twice it must leave the same state as once. */
  execute(args: z.infer<A>, context: ToolContext): Promise<JsonValue>;
};

export type Tool = Omit<ToolDefinition<z.ZodType>, 'execute'> & {
  /** Throws `tool.invalid_arguments`, worded so that the model can correct itself. */
  prepare(argumentsText: string): (context: ToolContext) => Promise<JsonValue>;
};

export const defineTool = <A extends z.ZodType>({ execute, ...tool }: ToolDefinition<A>): Tool => ({
  ...tool,
  prepare: (argumentsText) => {
    const args = parseArguments(tool, argumentsText);
    return (context) =>
      withTimeLimit((signal) => execute(args, { ...context, signal }), {
        ms: tool.timeLimitMs,
        signal: context.signal,
        what: tool.name,
      });
  },
});

const parseArguments = <A extends z.ZodType>(tool: { name: string; arguments: A }, text: string): z.infer<A> => {
  const parsed = tool.arguments.safeParse(readJson(tool.name, text));
  if (parsed.success) return parsed.data;
  throw invalid(tool.name, z.prettifyError(parsed.error));
};

const readJson = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text, (_key, value) => (typeof value === 'string' ? value.toWellFormed() : value));
  } catch (cause) {
    throw invalid(name, `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

const invalid = (name: string, what: string): Failure =>
  new Failure('tool.invalid_arguments', `${name}: ${what}`, 'Call the tool again with arguments that fit its schema.');
