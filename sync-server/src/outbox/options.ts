import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { Outlet } from './deliver.ts';
import type { Lanes } from './lanes.ts';

/** Runs the agents over an inbound message to the end of its run; throws passing trouble alone. */
export type RunAgents = (message: Message, signal: AbortSignal) => Promise<unknown>;

/** Three kinds of work, so that a slow model or platform holds up nothing but its own. */
type OutboxLanes = {
  /** Messages into their conversations: at once, so that a person's reply silences an agent in mid-run. */
  readonly applying: Lanes;
  readonly running: Lanes;
  readonly sending: Lanes;
};

/** What the outbox of one team works with. */
export type OutboxOptions = {
  readonly teamId: string;
  readonly documents: TeamDocuments;
  readonly runAgents: RunAgents;
  /** Undefined while no such account is connected. */
  readonly outletOf: (channel: string, account: string) => Outlet | undefined;
  readonly store: DocumentStore;
  readonly lanes: OutboxLanes;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/** How a message's handling reports back to the feed. */
export type Ticket = {
  /** What is still to do is noted elsewhere: the checkpoint may pass the change. */
  passed(): void;
  /** Nothing is left to do. */
  ended(): void;
};

/** A team's id holds no space. */
export const laneKeyOf = (teamId: string, conversationId: string): string => `${teamId} ${conversationId}`;
