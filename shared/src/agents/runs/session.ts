import { type ErrorCode, Failure } from '../../contracts/errors.ts';
import type { Sequence } from '../../conversations/follow-ups/follow-up-sequence.ts';
import type { Conversation } from '../../entities/conversation.ts';
import type { Message } from '../../entities/message.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { ReplyStyle } from '../../entities/setting-kinds/reply-style.ts';
import type { ModelProvider } from '../../models/model.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamDocuments } from '../../ports/team-documents.ts';
import type { KnowledgeSearch } from '../../search/search-index.ts';
import { cutText } from '../../text/cut-text.ts';
import type { Tool } from '../../tools/tool.ts';
import type { TeamWords } from '../../wording/phrases.ts';
import type { Agents } from '../agent.ts';
import type { Limits } from '../budget/limits.ts';
import type { Usage } from '../budget/usage.ts';
import type { Nudges } from '../follow-ups/nudges.ts';
import type { Journal } from './journal.ts';
import type { Talk } from './recall-messages.ts';
import type { RunContext } from './run-action.ts';

/** How long the agents wait for further messages of a customer, in milliseconds. */
export type Burst = {
  /** Time since the last message. */
  readonly quietMs: number;
  /** Time since the first message. */
  readonly maxMs: number;
};

/** The dependencies of one team's agents. */
export type RunDependencies = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** The configured model, or the rules that replace it. */
  readonly model: ModelProvider;
  /** Strictly increasing; it orders what the agents write. */
  readonly clock: Clock;
  /** The time for people: times of day, dates and validity. `clock` may be ahead of it. Default: `clock`. */
  readonly calendar?: Clock;
  /** The built-in agents, over which the team's settings are laid. */
  readonly agents?: Agents;
  readonly tools?: Readonly<Record<string, Tool>>;
  readonly limits?: Limits;
  readonly usage?: Usage;
  readonly nudges?: Nudges;
  readonly burst?: Burst;
  /** The team's IANA time zone, assumed for a customer whose own is unknown. */
  readonly timeZone?: string;
  /** The follow-up sequence for customers who do not answer. */
  readonly sequence?: Sequence;
  /** How long a kind of channel accepts free text after a customer's message, in milliseconds; defaults to the registry. */
  readonly freeTextWindowOf?: (channel: string) => number | undefined;
};

/** One execution of one run, from its start or resumed after a crash. */
export type RunSession = Pick<RunDependencies, 'documents' | 'search' | 'model' | 'clock'> & {
  readonly calendar: Clock;
  readonly tools: Readonly<Record<string, Tool>>;
  /** Returns what `nextStep` depends on at this moment. */
  readonly context: () => RunContext;
  readonly journal: Journal;
  readonly message: Message;
  /** The provider that answers when `model` fails. */
  readonly fallback: ModelProvider;
  /** The conversation as it was when the execution began. */
  readonly conversation: Conversation;
  /** The latest messages of the conversation. */
  readonly talk: Talk;
  /** Returns the conversation's other runs, newest first. */
  readonly lastRuns: () => Promise<readonly Run[]>;
  /** Whether the conversation was handed back for this message by a person's inactivity. */
  readonly handedBack?: boolean;
  /** The team's IANA time zone. */
  readonly timeZone: string;
  /** How the team talks to customers. */
  readonly style: ReplyStyle;
  /** Returns the team's words at this moment. */
  readonly words: () => TeamWords;
  /** Aborted when the server stops; the run then resumes at the next start. */
  readonly signal: AbortSignal;
  /** Receives the text of an agent's model while it is written, for display only. */
  readonly onText?: (agent: string, delta: string) => void;
  /** Discards the text that `onText` received from that agent since its last step. */
  readonly onRestart?: (agent: string) => void;
};

/** Returns whether a person must approve a call: by the tool's own rule, or by the team's for that agent. */
export const approvalsBy =
  (tools: RunSession['tools']): RunContext['needsApproval'] =>
  ({ approvals = [] }, tool) =>
    tools[tool]?.approval === 'always' || approvals.some((name) => name === tool);

const passing: readonly ErrorCode[] = ['store.unavailable', 'store.full', 'document.conflict', 'server.stopping'];

/** Whether the error is temporary: the same run will succeed later, so it is not abandoned. */
export const isPassing = (error: unknown): error is Failure => error instanceof Failure && passing.includes(error.code);

/** Converts an error for a step; `code` is used for errors without a code of their own. */
export const stepError = (error: unknown, code: ErrorCode): NonNullable<Step['error']> => ({
  code: error instanceof Failure ? error.code : code,
  message: cutText(error instanceof Error ? error.message : String(error), 500),
});
