import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import type { PullResponse, PushRequest, PushResponse, pullRequestSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Caller } from '../../accounts/access-token.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { ChannelHost } from '../../channels/channel-host.ts';
import type { TrustedProxies } from '../../network-config.ts';
import type { EmbeddingState } from '../../search/team-search.ts';
import type { StreamHub } from '../../sync/stream-hub.ts';
import type { ServingState } from '../../teams/serve-teams.ts';
import type { TeamServices } from '../../teams/team-services.ts';
import type { Intake } from '../bodies/intake.ts';
import type { AccountLimits } from '../limits/account-limits.ts';
import type { AuthLimits } from '../limits/auth-limits.ts';
import type { HostSettings } from './own-hosts.ts';
import type { RemovalReceipts } from './removal-receipts.ts';

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
  readonly streams: Pick<StreamHub, 'watchRuns'>;
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
