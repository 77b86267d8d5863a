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
 * What a tool may touch: the run's own conversation, contact and lead. Targets come from here and never from the
 * arguments, so nothing that a customer writes can point a tool at somebody else.
 */
export type ToolContext = {
  /** Signed by the agent that calls: what a tool writes is its. */
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** What it is about is as it was when the run's execution began. */
  readonly run: { readonly id: string; readonly conversation: Conversation; readonly message: Message };
  /** Ids of the sources that the agent may search; all when absent. */
  readonly knowledge?: readonly string[] | undefined;
  /** Run id and step index: the same for every attempt at one effect. */
  readonly idempotencyKey: string;
  /** What `check` returned before a person was asked to consent to the call, maybe days ago. */
  readonly checked?: JsonValue | undefined;
  /** Strictly rising: dates what is stored, and measures waits. */
  readonly clock: Clock;
  /** What time it is for people. */
  readonly calendar: Clock;
  readonly signal: AbortSignal;
};

/** What is there before a call is one. */
export type CheckContext = Omit<ToolContext, 'idempotencyKey' | 'checked'>;

/** `read` changes nothing; `write` changes the team's own documents; `outward` reaches other people's services. */
export type ToolEffect = 'read' | 'write' | 'outward';

/** Whether a person must consent to each call, whatever the team's settings say; a team may ask for it of any tool. */
export type ToolApproval = 'never' | 'always';

export type JsonValue = z.infer<ReturnType<typeof z.json>>;

/**
 * What a tool's result tells a run. `hand-over`: whether the conversation is a person's now. `pass-on`: the agent that answers from
 * now on, with a note for it.
 */
export const controlSchemas = {
  'hand-over': z.object({ handedOver: z.literal(true) }),
  'pass-on': z.object({ passedTo: z.string(), note: z.string() }),
} as const;

export type ToolControl = keyof typeof controlSchemas;

type ToolFace = {
  readonly name: string;
  /** For the model. */
  readonly description: string;
  readonly effect: ToolEffect;
  readonly arguments: z.ZodType;
  /** Of one call with all its attempts. */
  readonly timeLimitMs: number;
  /** A call brings up to date what an earlier one set: it may be made again and again, and no model needs to know of it. */
  readonly renews?: true;
  /** Neither reads nor changes what belongs to one customer, so it may be called in a chat that others read. Without it, it is not. */
  readonly inGroups?: true;
  /** What an agent may say it has done once a call succeeded. What leaves work behind, such as an order, is read from that work. */
  readonly recordedEffects?: readonly RecordedEffect[];
  /** What a call does to the run itself, if anything; `controlSchemas` says how its result tells of it. */
  readonly controls?: ToolControl;
};

type ToolDefinition<A extends z.ZodType> = ToolFace & {
  readonly arguments: A;
  /** `never` unless it says otherwise. */
  readonly approval?: ToolApproval;
  /** On passing trouble, of what does not reach outside: 3 attempts unless it says otherwise. */
  readonly retry?: { readonly attempts: number };
  /**
   * Throws what `execute` would if it were called now, as far as that can be known, and changes nothing. Asked before a person is,
   * so that nobody consents to what must fail; what it returns is what their consent is about.
   */
  check?(args: z.infer<A>, context: CheckContext): Promise<JsonValue | undefined>;
  /** With the same idempotency key twice it must leave the same state as once. */
  execute(args: z.infer<A>, context: ToolContext): Promise<JsonValue>;
};

/**
 * A capability that agents call. The audit record of every call, made, refused or failed, is the run's step: who called it with
 * which arguments, who consented, what came of it and when; nothing is called but through one.
 */
export type Tool = ToolFace & {
  readonly approval: ToolApproval;
  /**
   * Throws `tool.invalid_arguments`, worded so that the model can correct itself. What it returns throws `tool.impossible`, worded
   * in the same way, `tool.unavailable` while an outward tool is left alone after failing again and again, and `run.limit`.
   */
  prepare(argumentsText: string): (context: ToolContext) => Promise<JsonValue>;
  /**
   * The same for a call that a person is to be asked about: what it returns throws what the call would now, as far as that can be
   * known, and gives what is `checked` when the call is made after all.
   */
  prepareCheck(argumentsText: string): (context: CheckContext) => Promise<JsonValue | undefined>;
};

/** Of an outward tool: failures in a row, and how long it is left alone then. */
const BREAKER = { threshold: 5, pauseMs: 60_000 };

export const defineTool = <A extends z.ZodType>({
  check,
  execute,
  retry = { attempts: 3 },
  approval = 'never',
  ...tool
}: ToolDefinition<A>): Tool => {
  const { name, effect, timeLimitMs } = tool;
  const breaker = effect === 'outward' ? createBreaker(BREAKER) : undefined;
  // What has reached others may have done so before it failed.
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

/** What cannot be done as it was asked. The model reads `message` alone: what is wrong, and what to do. */
export const impossible = (message: string): Failure =>
  new Failure('tool.impossible', message, 'Call the tool again as the message says, or ask a person.');
