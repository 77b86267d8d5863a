import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { FollowUps } from '@inbetwin/shared/agents/follow-ups/follow-ups.ts';
import type { Execution } from '@inbetwin/shared/agents/runs/execute-run.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { RisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { MessageFiles } from '../files/message-files.ts';
import type { Lanes } from './lanes.ts';
import type { Outlet } from './sending/deliver.ts';
import type { Pacing } from './sending/pacing.ts';

/**
 * The runs of a team's agents. The promises resolve when the run has ended or waits for a person; they reject only with temporary failures.
 */
export type TeamRuns = {
  /** Answers an inbound message. */
  run(message: Message, execution: Execution): Promise<Pick<Run, 'steps'>>;
  /** Answers the message that a person handed back unanswered, if the conversation has one. */
  runHandedBack(conversationId: string, execution: Execution): Promise<unknown>;
  /** Resumes a run that waited for a person. */
  resume(runId: string, execution: Execution): Promise<unknown>;
  /** Tells running runs that something happened in the conversation. */
  nudge(conversationId: string): void;
  readonly followUps: FollowUps;
};

/** Lanes by kind of work, so that a slow model delays only its own kind. */
type AnsweringLanes = {
  /** Applies customers' messages to their conversations at once, also while an agent is in the middle of a run. */
  readonly applying: Lanes;
  readonly running: Lanes;
  /** What runs do after the customer has received an answer. */
  readonly finishing: Lanes;
};

/** Lanes by kind of work, so that a slow platform delays only its own kind. */
type DeliveringLanes = {
  /** Applies our messages to their conversations, and records what may have to wait long. */
  readonly noting: Lanes;
  readonly sending: Lanes;
  /** Files: those of customers from their platforms, and those of replies from devices. */
  readonly fetching: Lanes;
};

/** What both halves of a team's outbox depend on. */
export type OutboxOptions = {
  readonly teamId: string;
  readonly documents: TeamDocuments;
  readonly store: DocumentStore;
  readonly clock: RisingClock;
  readonly log: Logger;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Whether this process still holds the team, so that nobody else works for it at the same time. */
  readonly isCurrent: () => boolean;
};

/** What the answering half depends on: it runs the agents. */
export type AnsweringOptions = OutboxOptions & { readonly runs: TeamRuns; readonly lanes: AnsweringLanes };

/** What the delivering half depends on: it holds the connections to platforms. */
export type DeliveringOptions = OutboxOptions & {
  readonly files: MessageFiles;
  /** Undefined while no such account is connected. */
  readonly outletOf: (channel: string, account: string) => Outlet | undefined;
  readonly pacing: Pacing;
  readonly lanes: DeliveringLanes;
};

/** How a message's handling reports back to the feed. */
export type Ticket = {
  /** The remaining work is recorded elsewhere, so the checkpoint may pass the change. */
  passed(): void;
  /** No work remains. */
  ended(): void;
};

/** Team ids contain no spaces. */
export const laneKeyOf = (teamId: string, conversationId: string): string => `${teamId} ${conversationId}`;
