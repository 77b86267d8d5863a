import type { ChannelConnection, WebhookAnswer, WebhookRequest } from '@inbetwin/bot/channels/channel.ts';
import { defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import type { ConnectChannelBody, ConnectedChannel as ConnectedAccount } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Template } from '@inbetwin/shared/entities/template.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import { createAccountsFollower } from './accounts-follower.ts';
import { type AccessOptions, openChannelAccess } from './channel-access.ts';
import { openChannelAccounts } from './channel-accounts.ts';
import { type ChannelAdministration, createChannelAdministration } from './channel-administration.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { channelIdOf } from './channel-setting.ts';
import { createHostedTeams } from './hosted-teams.ts';
import { keepConnecting } from './keep-connecting.ts';
import { openAuthorizations } from './oauth/authorizations.ts';
import { createOAuthSignIns, type OAuthSignIns } from './oauth/oauth-sign-ins.ts';
import { createShownChannels } from './shown-channels.ts';
import { createUnstartedConnections } from './unstarted-connections.ts';
import { isHookOf, type WebhookAddress, webhookUrlOf } from './webhook-address.ts';

export type ChannelHost = OAuthSignIns &
  ChannelAdministration & {
    /**
     * Connects in the background and retries until the platform can be reached; for a channel that the operator configures. Equal
     * credentials change nothing.
     */
    connectInBackground(teamId: string, request: ConnectChannelBody): void;
    /** Lists the team's channels with the health that the process which hosts them published last. */
    list(teamId: string): Promise<readonly ConnectedAccount[]>;
    /**
     * Lists the templates that a connected channel's platform has approved. Throws `resource.not_found`, `channel.no_templates`, and
     * `channel.unreachable` while the account cannot be reached.
     */
    templates(teamId: string, id: string): Promise<readonly Template[]>;
    /**
     * Hosts the team's channels in this process: the stored ones and those that any process connects later. Waits for the store, but not
     * for the platforms. Idempotent.
     */
    begin(teamId: string): Promise<void>;
    /** Stops receiving and sending for the team; its stored channels stay. Resolves when receiving has stopped. */
    leave(teamId: string): Promise<void>;
    /** The connection for sending; undefined while the account is not hosted in this process or has not been reached yet. */
    connectionOf(teamId: string, kind: string, account: string): ChannelConnection | undefined;
    /**
     * Passes a platform's request to the account that its address identifies, whichever process hosts it. Throws `resource.not_found` for
     * an unknown address, and `team.elsewhere`; whatever it throws, the platform repeats the request.
     */
    webhook(address: WebhookAddress, request: WebhookRequest): Promise<WebhookAnswer>;
    /** Undefined for an unknown kind. */
    capabilitiesOf(kind: string): ChannelCapabilities | undefined;
    /** Resolves when receiving has stopped. */
    stop(): Promise<void>;
  };

export type HostOptions = AccessOptions & {
  readonly store: DocumentStore;
  readonly secretBox: SecretBox;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  /** Called when a channel can send again, so that what waits for it is sent. */
  readonly onConnected: (teamId: string, kind: string, account: string) => void;
  /** Which teams this server serves; only it changes their channels. */
  readonly owners: Pick<TeamOwners, 'require'>;
  /** The origin at which platforms reach this server. */
  readonly publicUrl: () => string;
};

/**
 * The channels of all teams. Any process of a server connects and disconnects them, lists them, and handles webhook requests; a process
 * holds the connections of those teams that it has begun. The processes share nothing but the store.
 */
export const createChannelHost = (options: HostOptions): ChannelHost => {
  const { store, secretBox, documentsOf, owners, publicUrl, clock, log, timing = defaultTiming } = options;
  const access = openChannelAccess(options);
  const accounts = openChannelAccounts({ store, secretBox, access });
  const stopping = new AbortController();
  const { signal } = stopping;
  const addressOf = (secret: ChannelSecret) => webhookUrlOf(publicUrl(), secret);
  const shown = createShownChannels({ accounts, documentsOf, webhookUrlOf: addressOf, clock });

  const teams = createHostedTeams({
    log,
    timing,
    documentsOf,
    accountsOf: async (teamId) =>
      (await accounts.ofTeam(teamId)).filter(({ kind }) => access.find(kind)?.access === 'credentials'),
    contextOf: access.contextOf,
    memoryOf: accounts.memoryOf,
    webhookUrlOf: addressOf,
    channelOf: access.find,
    credentialsOf: accounts.credentialsOf,
    grantsOf: accounts.grantsOf,
    // Until it ended, the connection may have written both again after the account was erased.
    forget: async (secret) => {
      await accounts.eraseMemory([secret]);
      await shown.showDisconnected(secret.teamId, channelIdOf(secret));
    },
    onConnected: options.onConnected,
  });
  const follower = createAccountsFollower({ feed: accounts.feed, onChanged: teams.follow, signal, log });
  const administration = createChannelAdministration({ access, accounts, shown, owners, stopping: signal, log });
  const { connect, disconnect, establish } = administration;
  const openUnstarted = createUnstartedConnections({ access, accounts, documentsOf, webhookUrlOf: addressOf, clock });

  /** Uses the connection that is open in this process; without one, a connection that is opened for this one use. */
  const withConnection = async <T>(
    secret: ChannelSecret,
    use: (connection: ChannelConnection) => Promise<T>,
  ): Promise<T> => {
    const open = teams.connectionWith(secret);
    if (open) return use(open);
    const opened = await openUnstarted(secret);
    try {
      return await use(opened);
    } finally {
      await opened.stop();
    }
  };

  return {
    connect,
    disconnect,
    ...createOAuthSignIns({
      ...{ access, accounts, owners, publicUrl, establish },
      authorizations: openAuthorizations(store, secretBox, clock),
    }),
    connectInBackground: (teamId, request) => {
      keepConnecting({ teamId, request, connect, signal, log, timing }).catch((error: unknown) => {
        log.error({ teamId, kind: request.kind, error: String(error) }, 'A channel could not be connected');
      });
    },
    list: shown.list,
    templates: async (teamId, id) => {
      const [secret] = await accounts.withId(teamId, id);
      if (!secret) throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it first.');
      if (!access.find(secret.kind)?.capabilities.templates) throw noTemplates();
      return withConnection(secret, async ({ templates }) => {
        if (!templates) throw noTemplates();
        return templates();
      });
    },
    begin: async (teamId) => {
      await follower.start();
      await teams.begin(teamId);
    },
    leave: teams.leave,
    connectionOf: teams.connectionOf,
    webhook: async ({ teamId, hook }, request) => {
      const secret = (await accounts.ofTeam(teamId)).find((one) => isHookOf(one, hook));
      if (!secret) throw unknownAddress();
      await owners.require(teamId);
      return withConnection(secret, async ({ webhook }) => {
        if (!webhook) throw unknownAddress();
        return webhook(request);
      });
    },
    capabilitiesOf: (kind) => access.find(kind)?.capabilities,
    stop: async () => {
      stopping.abort();
      await Promise.all([teams.close(), administration.settled(), follower.ended()]);
    },
  };
};

const unknownAddress = () => new Failure('resource.not_found', 'Nobody has this address.', 'Connect it anew.');

const noTemplates = () => new Failure('channel.no_templates', 'This channel sends no templates.', 'Send a text.');
