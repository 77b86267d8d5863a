import { type ErrorCode, Failure } from '../../contracts/errors.ts';
import type { Sequence } from '../../conversations/follow-up-sequence.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { ModelProvider } from '../../models/model.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import type { KnowledgeSearch } from '../../search/search-index.ts';
import { cutText } from '../../text/cut-text.ts';
import type { Tool } from '../../tools/tool.ts';
import type { Agents } from '../agent.ts';
import type { Limits } from '../budget/limits.ts';
import type { Usage } from '../budget/usage.ts';
import type { Nudges } from '../follow-ups/nudges.ts';
import type { Journal } from './journal.ts';
import type { Talk } from './recall-messages.ts';
import type { RunContext } from './run-action.ts';

/** How long the agents wait for the rest of what a customer writes in several messages. Milliseconds. */
export type Burst = {
  /** Since the last message. */
  readonly quietMs: number;
  /** Since the first. */
  readonly maxMs: number;
};

/** What the agents of one team work with. */
export type RunDependencies = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** The configured one, or the rules that stand in for it. */
  readonly model: ModelProvider;
  /** Strictly rising: it orders what the agents write. */
  readonly clock: Clock;
  /** What time it is for people: times of day, dates and validity. `clock` may be ahead of it; without it, they are the same. */
  readonly calendar?: Clock;
  /** As built in; the team's settings are laid over them. */
  readonly agents?: Agents;
  readonly tools?: Readonly<Record<string, Tool>>;
  readonly limits?: Limits;
  readonly usage?: Usage;
  readonly nudges?: Nudges;
  readonly burst?: Burst;
  /** Of the team, IANA: where a customer is taken to be of whom nothing else is known. */
  readonly timeZone?: string;
  /** What is written to customers who do not answer. */
  readonly sequence?: Sequence;
};

/** One execution of one run, from its start or from behind a crash. */
export type RunSession = Pick<RunDependencies, 'documents' | 'search' | 'model' | 'clock'> & {
  readonly calendar: Clock;
  readonly tools: Readonly<Record<string, Tool>>;
  /** What `nextStep` goes by at this moment. */
  readonly context: () => RunContext;
  readonly journal: Journal;
  readonly message: Message;
  /** Answers when `model` fails. */
  readonly fallback: ModelProvider;
  /** As it was when the execution began. */
  readonly conversation: Conversation;
  /** What was said last in the conversation. */
  readonly talk: Talk;
  /** The conversation's, besides this one, newest first. */
  readonly lastRuns: () => Promise<readonly Run[]>;
  /** From a person who had let it be, for this message. */
  readonly handedBack?: boolean;
  /** Of the team. */
  readonly timeZone: string;
  /** Aborts when the server stops; the run then resumes at the next start. */
  readonly signal: AbortSignal;
  /** Told what an agent's model writes while it writes: to show it, not to keep it. */
  readonly onText?: (agent: string, delta: string) => void;
  /** What `onText` was told of that agent since its last step is void. */
  readonly onRestart?: (agent: string) => void;
};

/** Whether a person must consent to a call: the tool's own rule, and the team's for that agent. */
export const approvalsBy =
  (tools: RunSession['tools']): RunContext['needsApproval'] =>
  ({ approvals = [] }, tool) =>
    tools[tool]?.approval === 'always' || approvals.some((name) => name === tool);

const passing: readonly ErrorCode[] = ['store.unavailable', 'store.full', 'document.conflict', 'server.stopping'];

/** Trouble of the surroundings: the same run will succeed later, so it is no reason to give up on it. */
export const isPassing = (error: unknown): error is Failure => error instanceof Failure && passing.includes(error.code);

/** How an error stands in a step; `code` for errors that carry none of their own. */
export const stepError = (error: unknown, code: ErrorCode): NonNullable<Step['error']> => ({
  code: error instanceof Failure ? error.code : code,
  message: cutText(error instanceof Error ? error.message : String(error), 500),
});
