import type { ChannelConnection, WebhookAnswer, WebhookRequest } from '@inbetwin/bot/channels/channel.ts';
import { defaultTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import type { ConnectChannelBody, ConnectedChannel as ConnectedAccount } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Template } from '@inbetwin/shared/entities/template.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import { type AccessOptions, openChannelAccess } from './channel-access.ts';
import { openChannelAccounts } from './channel-accounts.ts';
import { parseCredentials } from './channel-credentials.ts';
import type { ChannelSecret } from './channel-secrets.ts';
import { channelIdOf } from './channel-setting.ts';
import { createHostedTeams } from './hosted-teams.ts';
import { keepConnecting } from './keep-connecting.ts';
import { openAuthorizations } from './oauth/authorizations.ts';
import { type Agreed, createOAuthSignIns, type OAuthSignIns } from './oauth/oauth-sign-ins.ts';
import { type WebhookAddress, webhookUrlOf } from './webhook-address.ts';

export type ChannelHost = OAuthSignIns & {
  /**
   * Connects an account to the team. Throws `channel.unknown_kind`, `request.invalid` if the credentials do not fit the kind,
   * `channel.needs_sign_in` for a kind that uses OAuth, `channel.token_refused`, `channel.unreachable`, `channel.private_endpoint`,
   * `team.elsewhere`, or `resource.conflict` if another team has the account.
   */
  connect(teamId: string, request: ConnectChannelBody): Promise<ConnectedAccount>;
  /** Connects in the background and retries until the platform can be reached; for a channel that the operator configures. */
  connectInBackground(teamId: string, request: ConnectChannelBody): void;
  list(teamId: string): Promise<readonly ConnectedAccount[]>;
  /**
   * Lists the templates that a connected channel's platform has approved. Throws `resource.not_found`, `channel.no_templates`, and
   * `channel.unreachable` while the account cannot be reached.
   */
  templates(teamId: string, id: string): Promise<readonly Template[]>;
  /** Erases the credentials. Returns false if the team has no such channel. Throws `team.elsewhere`. */
  disconnect(teamId: string, id: string): Promise<boolean>;
  /** Starts the team's stored channels; waits for the store, but not for the platforms. Idempotent. */
  begin(teamId: string): Promise<void>;
  /** Stops receiving and sending for the team; its stored channels stay. Resolves when receiving has stopped. */
  leave(teamId: string): Promise<void>;
  /** The connection for sending; undefined while the account is not connected or has not been reached yet. */
  connectionOf(teamId: string, kind: string, account: string): ChannelConnection | undefined;
  /**
   * Passes a platform's request to the account that its address identifies. Throws `resource.not_found` for an unknown address, and
   * `server.busy` while the account cannot handle it yet, so that the platform retries.
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

/** Runs the channels of all teams: stores their credentials, connects them, and reports their health. */
export const createChannelHost = (options: HostOptions): ChannelHost => {
  const { store, secretBox, documentsOf, owners, clock, log, timing = defaultTiming } = options;
  const access = openChannelAccess(options);
  const accounts = openChannelAccounts({ store, secretBox, access });
  const stopping = new AbortController();
  const inTurn = createTurns();

  const teams = createHostedTeams({
    log,
    documentsOf,
    contextOf: access.contextOf,
    memoryOf: accounts.memoryOf,
    webhookUrlOf: (secret) => webhookUrlOf(options.publicUrl(), secret),
    channelOf: access.find,
    credentialsOf: accounts.credentialsOf,
    grantsOf: accounts.grantsOf,
    onConnected: options.onConnected,
  });

  const describe = (secret: ChannelSecret): ConnectedAccount => {
    const { id, teamId, kind, name } = secret;
    const health = teams.healthOf(teamId, id);
    const reason = health && health.state !== 'connected' ? { reason: health.reason } : {};
    const webhookUrl = webhookUrlOf(options.publicUrl(), secret);
    const address = webhookUrl === undefined ? {} : { webhookUrl };
    return { id: channelIdOf(secret), kind, name, state: health?.state ?? 'connecting', ...reason, ...address };
  };

  const establish = async (teamId: string, { kind, channelId, ...keys }: Agreed): Promise<ConnectedAccount> => {
    const channel = access.connectable(kind);
    const { account, name } = await access.probe(teamId, channel, keys);
    if (channelId !== undefined && channelId !== channelIdOf({ kind, account })) throw otherAccount(name);
    return inTurn(async () => {
      if (stopping.signal.aborted) throw isStopping();
      await owners.require(teamId);
      const working = teams.find(teamId, kind, account);
      if (working && accounts.holds(working, keys)) return describe(working);
      const { secret, replaced } = await accounts.claim({ teamId, channel, account, name }, keys);
      await teams.apply(teamId, { type: 'claimed', secret, replaced });
      log.info({ teamId, channel: channelIdOf(secret) }, 'A channel is connected');
      return describe(secret);
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
      const ids = found.map((secret) => secret.id);
      await accounts.erase(ids);
      await teams.apply(teamId, { type: 'erased', ids });
      await accounts.eraseMemory(ids);
      const { settings } = documentsOf(teamId);
      const shown = await settings.get(id);
      const wasShown = shown?.value.kind === 'channel' && shown.value.state !== 'disconnected';
      if (found.length === 0 && !wasShown) return false;
      await settings.update(id, (current) => asDisconnected(current, clock()));
      return true;
    });

  const templates: ChannelHost['templates'] = async (teamId, id) => {
    const [secret] = await accounts.withId(teamId, id);
    if (!secret) throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it first.');
    if (!access.find(secret.kind)?.capabilities.templates) throw noTemplates();
    const connection = teams.connectionOf(teamId, secret.kind, secret.account);
    if (connection?.templates) return connection.templates();
    throw new Failure('channel.unreachable', 'The platform is not reached yet.', 'Try again in a moment.');
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
    list: async (teamId) => (await accounts.ofTeam(teamId)).map(describe),
    disconnect,
    begin: (teamId) =>
      inTurn(async () => {
        const stored = await accounts.ofTeam(teamId);
        const known = stored.filter(({ kind }) => access.find(kind)?.access === 'credentials');
        await teams.apply(teamId, { type: 'begun', secrets: known });
      }),
    leave: (teamId) => inTurn(() => teams.apply(teamId, { type: 'left' })),
    connectionOf: teams.connectionOf,
    webhook: teams.webhook,
    capabilitiesOf: (kind) => access.find(kind)?.capabilities,
    stop: async () => {
      stopping.abort();
      const closed = teams.close();
      await inTurn(() => closed);
    },
  };
};

const asDisconnected = (setting: Setting, now: number): Setting => {
  if (setting.value.kind !== 'channel') return setting;
  const { reason: _, ...value } = setting.value;
  return { ...setting, updatedAt: now, value: { ...value, state: 'disconnected', checkedAt: now } };
};

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
