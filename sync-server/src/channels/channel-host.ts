import type {
  ChannelConnection,
  ChannelHealth,
  WebhookAnswer,
  WebhookRequest,
} from '@inbetwin/bot/channels/channel.ts';
import { defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import type { ConnectChannelBody, ConnectedChannel as ConnectedAccount } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Template } from '@inbetwin/shared/entities/template.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import { createAccountsFollower } from './accounts-follower.ts';
import { type AccessOptions, openChannelAccess } from './channel-access.ts';
import { openChannelAccounts } from './channel-accounts.ts';
import { parseCredentials } from './channel-credentials.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import {
  asDisconnected,
  channelIdOf,
  channelSetting,
  connecting,
  isShown,
  publishedHealth,
} from './channel-setting.ts';
import { createHostedTeams } from './hosted-teams.ts';
import { keepConnecting } from './keep-connecting.ts';
import { openAuthorizations } from './oauth/authorizations.ts';
import { type Agreed, createOAuthSignIns, type OAuthSignIns } from './oauth/oauth-sign-ins.ts';
import { createUnstartedConnections } from './unstarted-connections.ts';
import { isHookOf, type WebhookAddress, webhookUrlOf } from './webhook-address.ts';

export type ChannelHost = OAuthSignIns & {
  /**
   * Connects an account to the team: checks its credentials and stores them. The process that hosts the team's channels, this one or
   * another, learns of it by the change feed and begins to receive. Throws `channel.unknown_kind`, `request.invalid` if the credentials do not fit the kind,
   * `channel.needs_sign_in` for a kind that uses OAuth, `channel.token_refused`, `channel.unreachable`, `channel.private_endpoint`,
   * `team.elsewhere`, or `resource.conflict` if another team has the account.
   */
  connect(teamId: string, request: ConnectChannelBody): Promise<ConnectedAccount>;
  /**
   * Connects in the background and retries until the platform can be reached; for a channel that the operator configures. Equal credentials
   * change nothing.
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
   * Erases the credentials; the process that hosts the channel stops receiving once it has learned of it. Returns false if the team has no
   * such channel. Throws `team.elsewhere`.
   */
  disconnect(teamId: string, id: string): Promise<boolean>;
  /**
   * Hosts the team's channels in this process: the stored ones and those that any process connects later. Waits for the store, but not for
   * the platforms. Idempotent.
   */
  begin(teamId: string): Promise<void>;
  /** Stops receiving and sending for the team; its stored channels stay. Resolves when receiving has stopped. */
  leave(teamId: string): Promise<void>;
  /** The connection for sending; undefined while the account is not connected or has not been reached yet. */
  connectionOf(teamId: string, kind: string, account: string): ChannelConnection | undefined;
  /**
   * Passes a platform's request to the account that its address identifies, whichever process hosts it. Throws `resource.not_found` for an
   * unknown address, and `team.elsewhere`; whatever it throws, the platform repeats the request.
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
  /** Which teams this server serves; only it hosts their channels. */
  readonly owners: Pick<TeamOwners, 'require'>;
  /** The origin at which platforms reach this server. */
  readonly publicUrl: () => string;
};

/**
 * The channels of all teams. Any process of a server connects and disconnects them, lists them, and handles webhook requests; a process holds
 * the connections of those teams that it has begun. The processes share nothing but the store.
 */
export const createChannelHost = (options: HostOptions): ChannelHost => {
  const { store, secretBox, documentsOf, owners, clock, log, timing = defaultTiming } = options;
  const access = openChannelAccess(options);
  const accounts = openChannelAccounts({ store, secretBox, access });
  const stopping = new AbortController();
  const inTurn = createTurns();

  const webhookOf = (secret: ChannelSecret) => {
    const webhookUrl = webhookUrlOf(options.publicUrl(), secret);
    return webhookUrl === undefined ? {} : { webhookUrl };
  };

  /** Shows the team that it does not have the channel any more, unless it has connected it again. */
  const showDisconnected = async (teamId: string, id: string): Promise<void> => {
    if ((await accounts.withId(teamId, id)).length > 0) return;
    await documentsOf(teamId).settings.update(id, (current) => asDisconnected(current, clock()));
  };

  const teams = createHostedTeams({
    log,
    timing,
    documentsOf,
    accountsOf: async (teamId) =>
      (await accounts.ofTeam(teamId)).filter(({ kind }) => access.find(kind)?.access === 'credentials'),
    contextOf: access.contextOf,
    memoryOf: accounts.memoryOf,
    webhookOf,
    channelOf: access.find,
    credentialsOf: accounts.credentialsOf,
    grantsOf: accounts.grantsOf,
    // The connection that has ended may have written both after the account was erased.
    forget: async (secret) => {
      await accounts.eraseMemory(secret);
      await showDisconnected(secret.teamId, channelIdOf(secret));
    },
    onConnected: options.onConnected,
  });
  const follower = createAccountsFollower({
    feed: accounts.feed,
    onChanged: teams.follow,
    signal: stopping.signal,
    log,
  });
  const openUnstarted = createUnstartedConnections({ access, accounts, webhookOf, clock });

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

  const describe = (secret: ChannelSecret, health: ChannelHealth): ConnectedAccount => {
    const { kind, name } = secret;
    const reason = health.state === 'connected' ? {} : { reason: health.reason };
    return { id: channelIdOf(secret), kind, name, state: health.state, ...reason, ...webhookOf(secret) };
  };

  /** Shows the team a channel that it does not see yet. Returns the health that it sees. */
  const show = async (secret: ChannelSecret): Promise<ChannelHealth> => {
    const { settings } = documentsOf(secret.teamId);
    const shown = await settings.upsert(channelIdOf(secret), (current) =>
      isShown(current) ? current : channelSetting(secret, connecting, clock()),
    );
    return publishedHealth(shown);
  };

  const establish = async (teamId: string, { kind, channelId, ...keys }: Agreed): Promise<ConnectedAccount> => {
    const channel = access.connectable(kind);
    const { account, name } = await access.probe(teamId, channel, keys);
    if (channelId !== undefined && channelId !== channelIdOf({ kind, account })) throw otherAccount(name);
    return inTurn(async () => {
      if (stopping.signal.aborted) throw isStopping();
      await owners.require(teamId);
      const [stored, ...others] = await accounts.withId(teamId, channelIdOf({ kind, account }));
      if (stored && others.length === 0 && accounts.holds(stored, keys)) return describe(stored, await show(stored));
      const secret = await accounts.claim({ teamId, channel, account, name }, keys);
      await show(secret);
      log.info({ teamId, channel: channelIdOf(secret) }, 'A channel is connected');
      return describe(secret, connecting);
    });
  };

  const connect: ChannelHost['connect'] = async (teamId, request) => {
    const { kind, credentials, oauth } = access.connectable(request.kind);
    await owners.require(teamId);
    const given = parseCredentials(credentials, request);
    if (oauth) throw needsSignIn(kind);
    return establish(teamId, { kind, credentials: given });
  };

  const signIns = createOAuthSignIns({
    access,
    accounts,
    owners,
    authorizations: openAuthorizations(store, secretBox, clock),
    publicUrl: options.publicUrl,
    establish,
  });

  const disconnect: ChannelHost['disconnect'] = (teamId, id) =>
    inTurn(async () => {
      await owners.require(teamId);
      const found = await accounts.withId(teamId, id);
      const wasShown = isShown(await documentsOf(teamId).settings.get(id));
      await accounts.erase(
        teamId,
        found.map((secret) => secret.id),
      );
      await showDisconnected(teamId, id);
      return found.length > 0 || wasShown;
    });

  const templates: ChannelHost['templates'] = async (teamId, id) => {
    const [secret] = await accounts.withId(teamId, id);
    if (!secret) throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it first.');
    if (!access.find(secret.kind)?.capabilities.templates) throw noTemplates();
    return withConnection(secret, async ({ templates: read }) => {
      if (!read) throw noTemplates();
      return read();
    });
  };

  const webhook: ChannelHost['webhook'] = async ({ teamId, hook }, request) => {
    const called = (await accounts.ofTeam(teamId)).find((secret) => isHookOf(secret, hook));
    if (!called) throw unknownAddress();
    await owners.require(teamId);
    return withConnection(called, async ({ webhook: handle }) => {
      if (!handle) throw unknownAddress();
      return handle(request);
    });
  };

  const list: ChannelHost['list'] = async (teamId) => {
    const stored = await accounts.ofTeam(teamId);
    const settings = await documentsOf(teamId).settings.getMany(stored.map(channelIdOf));
    const byId = new Map(settings.map((setting) => [setting.id, setting]));
    return stored.map((secret) => describe(secret, publishedHealth(byId.get(channelIdOf(secret)))));
  };

  return {
    templates,
    connect,
    ...signIns,
    connectInBackground: (teamId, request) => {
      const { signal } = stopping;
      keepConnecting({ teamId, request, connect, signal, log, timing }).catch((error: unknown) => {
        log.error({ teamId, kind: request.kind, error: String(error) }, 'A channel could not be connected');
      });
    },
    list,
    disconnect,
    begin: async (teamId) => {
      await follower.start();
      await teams.begin(teamId);
    },
    leave: teams.leave,
    connectionOf: teams.connectionOf,
    webhook,
    capabilitiesOf: (kind) => access.find(kind)?.capabilities,
    stop: async () => {
      stopping.abort();
      const closed = teams.close();
      await inTurn(() => closed);
      await follower.ended();
    },
  };
};

const unknownAddress = () => new Failure('resource.not_found', 'Nobody has this address.', 'Connect it anew.');

const noTemplates = () => new Failure('channel.no_templates', 'This channel sends no templates.', 'Send a text.');

const needsSignIn = (kind: string) =>
  new Failure(
    'channel.needs_sign_in',
    `A channel of the kind ${kind} is connected by signing in at its platform.`,
    'POST /api/v1/social/authorizations answers where.',
  );

const otherAccount = (name: string) =>
  new Failure('channel.other_account', `You signed in as ${name}, another account.`, 'Sign in with the same account.');

const isStopping = () => new Failure('server.stopping', 'The server is stopping.', 'Try again in a moment.');
