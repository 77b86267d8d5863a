import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import type {
  LookUpResponse,
  lookUpRequestSchema,
  PullResponse,
  PushRequest,
  PushResponse,
  pullRequestSchema,
} from '@inbetwin/shared/contracts/sync.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import type { Router } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Caller } from '../../accounts/access-token.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import type { ChannelHost } from '../../channels/channel-host.ts';
import type { TrustedProxies } from '../../network-config.ts';
import type { EmbeddingState } from '../../search/team-search.ts';
import type { BrokerState } from '../../serving/open-broker-work.ts';
import type { ServingState } from '../../serving/open-serving.ts';
import type { StreamHub } from '../../sync/stream-hub.ts';
import type { TeamServices } from '../../teams/team-services.ts';
import type { Intake } from '../bodies/intake.ts';
import type { AccountLimits } from '../limits/account-limits.ts';
import type { AuthLimits } from '../limits/auth-limits.ts';
import type { HostSettings } from './own-hosts.ts';
import type { RemovalReceipts } from './removal-receipts.ts';

/** The replication gateway, which checks rights and schema of each row. */
export type SyncGateway = {
  pull(caller: Caller, request: z.infer<typeof pullRequestSchema>): Promise<PullResponse>;
  push(caller: Caller, request: PushRequest): Promise<PushResponse>;
  lookUp(caller: Caller, request: z.infer<typeof lookUpRequestSchema>): Promise<LookUpResponse>;
};

/** Everything that the HTTP API depends on. */
export type Services = {
  readonly accounts: Accounts;
  readonly channels: Pick<
    ChannelHost,
    'connect' | 'authorize' | 'reauthorize' | 'completeAuthorization' | 'list' | 'templates' | 'disconnect'
  >;
  readonly sync: SyncGateway;
  readonly streams: Pick<StreamHub, 'watchRuns'>;
  readonly log: Logger;
  /** Measures rate limits and delays. */
  readonly clock: MonotonicClock;
  /** Opens the team on first use. */
  team(teamId: string): Promise<TeamServices>;
  removeDemo(teamId: string): Promise<void>;
  readonly removals: RemovalReceipts;
  /** Throws `store.unavailable` or `store.full` while the store cannot be read or written. */
  ready(): Promise<void>;
  /** Throws `server.stopping` once requests should go to another process. */
  requireOpen(): void;
  /** The state of embedding by a model across all teams, for operators. */
  readonly embedding?: () => EmbeddingState | undefined;
  /** Work that is due for teams after a start and not finished, and teams taken over by another server; for operators. */
  readonly teamWork?: () => ServingState;
  /** The address at which people open the server, for links. */
  publicUrl(): string;
  /** Whether events reach the message broker, for operators; absent if there is none. */
  readonly broker?: () => BrokerState;
  /** Mounted after the contract's routes, in this order: chat, change stream, workspace. */
  readonly routers: readonly Router[];
  /** Who may create teams. */
  readonly registration: RegistrationMode;
  /** Limits on password guessing. */
  readonly authLimits?: AuthLimits;
  /** Where large request bodies wait for their turn. */
  readonly intake: Intake;
  /** Limits on expensive requests per person. */
  readonly accountLimits?: AccountLimits;
  /** Proxies whose `X-Forwarded-For` is trusted, so that limits apply to the client's own address. */
  readonly trustedProxies: TrustedProxies;
  readonly hosts: HostSettings;
};
