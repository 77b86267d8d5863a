import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import type { Conversation } from '../entities/conversation.ts';
import type { Message } from '../entities/message.ts';
import type { RecordedEffect } from '../guardrails/judged-reply.ts';
import type { Clock } from '../ports/clock.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import type { KnowledgeSearch } from '../search/search-index.ts';
import { createBreaker } from '../timing/breaker.ts';
import { withRetries } from './retries.ts';
import { throughBreaker } from './through-breaker.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * What a tool may access: the run's own conversation, contact and lead. Targets come from here and never from the
 * arguments, so nothing that a customer writes can direct a tool at somebody else.
 */
export type ToolContext = {
  /** The team's documents, stamped with the calling agent as the author. */
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** The conversation and message as they were when the run's execution began. */
  readonly run: { readonly id: string; readonly conversation: Conversation; readonly message: Message };
  /** Returns the ids of the passages that the customer was told of last. */
  lastCited(): Promise<readonly string[]>;
  /** Ids of the sources that the agent may search; all sources when absent. */
  readonly knowledge?: readonly string[] | undefined;
  /** Run id and step index: the same for every attempt at one effect. */
  readonly idempotencyKey: string;
  /** What `check` returned before a person was asked to approve the call, possibly days ago. */
  readonly checked?: JsonValue | undefined;
  /** A strictly rising clock that dates stored documents and measures waits. */
  readonly clock: Clock;
  /** The time of day for people, which may differ from `clock` if the machine's clock was set back. */
  readonly calendar: Clock;
  /** The IANA time zone of the business. */
  readonly timeZone: string;
  readonly signal: AbortSignal;
};

/** The context that exists before the call is recorded as a step. */
export type CheckContext = Omit<ToolContext, 'idempotencyKey' | 'checked'>;

/** `read` changes nothing; `write` changes the team's own documents; `outward` calls external services. */
export type ToolEffect = 'read' | 'write' | 'outward';

/**
 * Whether a person must approve each call regardless of the team's settings. A team can require approval for any tool.
 */
export type ToolApproval = 'never' | 'always';

/** Any JSON value. */
export type JsonValue = z.infer<ReturnType<typeof z.json>>;

/**
 * How a tool's result controls its run. `hand-over`: whether the conversation now belongs to a person. `pass-on`: the
 * agent that answers from now on, with a note for it.
 */
export const controlSchemas = {
  'hand-over': z.object({ handedOver: z.literal(true) }),
  'pass-on': z.object({ passedTo: z.string(), note: z.string() }),
} as const;

/** A way in which a tool can control its run. */
export type ToolControl = keyof typeof controlSchemas;

type ToolFace = {
  readonly name: string;
  /** The description given to the model. */
  readonly description: string;
  readonly effect: ToolEffect;
  readonly arguments: z.ZodType;
  /** Limit of one call including all attempts, in milliseconds. */
  readonly timeLimitMs: number;
  /** A call updates what an earlier one set, so it may be repeated and does not have to be shown to the model. */
  readonly renews?: true;
  /**
   * Set if the tool neither reads nor changes anything that belongs to one customer. Only such tools may be called in a
   * group chat.
   */
  readonly inGroups?: true;
  /**
   * The actions an agent may claim after a call succeeded. Actions that create work, such as an order, are read from
   * that work instead.
   */
  readonly recordedEffects?: readonly RecordedEffect[];
  /** How a call controls the run, if it does; `controlSchemas` defines the result for each way. */
  readonly controls?: ToolControl;
};

type ToolDefinition<A extends z.ZodType> = ToolFace & {
  readonly arguments: A;
  /** Default: `never`. */
  readonly approval?: ToolApproval;
  /** Attempts on temporary errors, for tools without external effects. Default: 3. */
  readonly retry?: { readonly attempts: number };
  /**
   * Throws what `execute` would throw now, as far as that can be known, and changes nothing. It runs before a person is
   * asked, so that nobody approves a call that must fail. Its result describes what the person approves.
   */
  check?(args: z.infer<A>, context: CheckContext): Promise<JsonValue | undefined>;
  /** Running it twice with the same idempotency key must leave the same state as running it once. */
  execute(args: z.infer<A>, context: ToolContext): Promise<JsonValue>;
};

/**
 * A capability that agents call. A tool is only ever called through a step of a run, which is the audit record of the
 * call, whether it succeeded, failed or was refused: who called it, with which arguments, who approved it, the result
 * and the time.
 */
export type Tool = ToolFace & {
  readonly approval: ToolApproval;
  /**
   * Parses the arguments and returns the call. Throws `tool.invalid_arguments` with a message from which the model can
   * correct itself. The returned function throws `tool.impossible`, worded the same way, `tool.unavailable` while the
   * circuit breaker of an outward tool is open, and `run.limit`.
   */
  prepare(argumentsText: string): (context: ToolContext) => Promise<JsonValue>;
  /**
   * Like `prepare`, for a call that needs a person's approval. The returned function throws what the call would throw
   * now, as far as that can be known; its result becomes `checked` when the call is made.
   */
  prepareCheck(argumentsText: string): (context: CheckContext) => Promise<JsonValue | undefined>;
};

/** Circuit breaker settings of outward tools. */
const BREAKER = { threshold: 5, pauseMs: 60_000 };

/**
 * Defines a tool from its schema and functions, adding argument parsing, time limit, retries and the circuit breaker.
 */
export const defineTool = <A extends z.ZodType>({
  check,
  execute,
  retry = { attempts: 3 },
  approval = 'never',
  ...tool
}: ToolDefinition<A>): Tool => {
  const { name, effect, timeLimitMs } = tool;
  const breaker = effect === 'outward' ? createBreaker(BREAKER) : undefined;
  // A failed call to an external service may still have taken effect, so it is not retried.
  const attempts = effect === 'outward' ? 1 : retry.attempts;
  const within = <T>({ signal: outer }: CheckContext, attempts: number, work: (signal: AbortSignal) => Promise<T>) =>
    withTimeLimit((signal) => withRetries(() => work(signal), { attempts, signal }), {
      ms: timeLimitMs,
      signal: outer,
      what: name,
    });
  const call = (args: z.infer<A>, context: ToolContext) =>
    within(context, attempts, (signal) => execute(args, { ...context, signal }));
  return {
    ...tool,
    approval,
    prepare: (argumentsText) => {
      const args = parseArguments(tool, argumentsText);
      return (context) =>
        breaker
          ? throughBreaker(breaker, { what: name, clock: context.clock }, () => call(args, context))
          : call(args, context);
    },
    prepareCheck: (argumentsText) => {
      const args = parseArguments(tool, argumentsText);
      return async (context) =>
        check && within(context, retry.attempts, (signal) => check(args, { ...context, signal }));
    },
  };
};

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

/**
 * A request that cannot be fulfilled as it was made. The model reads only `message`, which must say what is wrong and
 * what to do.
 */
export const impossible = (message: string): Failure =>
  new Failure('tool.impossible', message, 'Call the tool again as the message says, or ask a person.');
