import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import type { PullResponse, PushRequest, PushResponse, pullRequestSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import type { Source, TableKind } from '@inbetwin/shared/entities/source.ts';
import type { SourceChange, SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import type { Clock, MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { KnowledgeSearch } from '@inbetwin/shared/search/search-index.ts';
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { ChannelHost } from '../channels/channel-host.ts';
import type { TrustedProxies } from '../network-config.ts';
import type { EmbeddingState } from '../search/team-search.ts';
import type { ServingState } from '../teams/serve-teams.ts';
import type { AgentTest, TestAudience } from '../teams/test-agent.ts';
import type { AccountLimits } from './account-limits.ts';
import type { AuthLimits } from './auth-limits.ts';
import type { Intake } from './intake.ts';
import type { HostSettings } from './own-hosts.ts';
import type { RemovalReceipts } from './removal-receipts.ts';

/** What a team can do, once its documents are open and its passages indexed. */
/** Throws when the source may not be changed in this state. */
type Requirement = (present: Source) => void;

export type TeamServices = {
  readonly documents: TeamDocuments;
  readonly search: KnowledgeSearch;
  /** What time it is, by the wall clock. */
  readonly now: Clock;
  /** Throws a `knowledge.*` failure for a file that cannot be read. */
  importSource(input: {
    readonly title: string;
    readonly bytes: Uint8Array;
    readonly mediaType: string;
    readonly fileName?: string;
    /** Those that are set go before what the file says of itself, and before what is stored of the same file. */
    readonly details?: SourceDetails;
    /** How a table is read; otherwise like the last one of that file name, or as its columns suggest. */
    readonly table?: TableKind;
  }): Promise<Source>;
  /** Undefined when there is no such source. Throws `resource.conflict` for one that is not ready. */
  changeSource(id: string, change: SourceChange, require?: Requirement): Promise<Source | undefined>;
  /** False when there is no such source. */
  deleteSource(id: string, require?: Requirement): Promise<boolean>;
  /** The same id again is a no-op that returns what is stored. */
  sendReply(input: {
    readonly conversationId: string;
    readonly text: string;
    readonly id?: string;
    readonly author: { readonly id: string; readonly name: string };
  }): Promise<Message>;
  /** Undefined when there is no such run. */
  cancelRun(input: { readonly runId: string; readonly userId: string }): Promise<Run | undefined>;
  /** Undefined when there is no such run, or no such agent. Throws `run.limit` when it takes too long. */
  testAgent(test: AgentTest, audience: TestAudience): Promise<Run | undefined>;
};

/** The replication gateway: checks rights and schema row by row. */
export type SyncGateway = {
  pull(caller: Caller, request: z.infer<typeof pullRequestSchema>): Promise<PullResponse>;
  push(caller: Caller, request: PushRequest): Promise<PushResponse>;
};

/** Everything the HTTP API stands on. */
export type Services = {
  readonly accounts: Accounts;
  readonly channels: Pick<ChannelHost, 'connect' | 'list' | 'disconnect'>;
  readonly sync: SyncGateway;
  readonly log: Logger;
  /** Waits are measured by it. */
  readonly clock: MonotonicClock;
  /** Opened on first use. */
  team(teamId: string): Promise<TeamServices>;
  removeDemo(teamId: string): Promise<void>;
  readonly removals: RemovalReceipts;
  /** Throws `store.unavailable` or `server.stopping` while no request can be served. */
  ready(): Promise<void>;
  /** How embedding goes when a model does it, over all teams: for operators. */
  readonly embedding?: () => EmbeddingState | undefined;
  /** What is due for each team after a start and is not done yet, and teams that were taken over: for operators. */
  readonly teamWork?: () => ServingState;
  /** Mounted behind the contract's routes, in this order: the chat, the stream, the workspace. */
  readonly routers: readonly Router[];
  /** Who may make a team. */
  readonly registration: RegistrationMode;
  /** Against guessing passwords. */
  readonly authLimits?: AuthLimits;
  /** Where large bodies wait for their turn. */
  readonly intake: Intake;
  /** How often one person's programs may ask for what costs much. */
  readonly accountLimits?: AccountLimits;
  /** The proxies whose `X-Forwarded-For` counts, so that limits count the caller's own address. */
  readonly trustedProxies: TrustedProxies;
  readonly hosts: HostSettings;
};
