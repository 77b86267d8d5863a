import type { ConnectChannelBody, ConnectedChannel as ConnectedAccount } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import type { TeamOwners } from '../teams/team-owners.ts';
import type { ChannelAccess } from './channel-access.ts';
import type { ChannelAccounts } from './channel-accounts.ts';
import { parseCredentials } from './channel-credentials.ts';
import { channelIdOf, connecting } from './channel-setting.ts';
import type { Agreed } from './oauth/oauth-sign-ins.ts';
import type { ShownChannels } from './shown-channels.ts';

export type ChannelAdministration = {
  /**
   * Connects an account to the team: checks its credentials and stores them. The process that hosts the team's channels, this one or
   * another, learns of it by the change feed and begins to receive. Throws `channel.unknown_kind`, `request.invalid` if the credentials do
   * not fit the kind, `channel.needs_sign_in` for a kind that uses OAuth, `channel.token_refused`, `channel.unreachable`,
   * `channel.private_endpoint`, `team.elsewhere`, or `resource.conflict` if another team has the account.
   */
  connect(teamId: string, request: ConnectChannelBody): Promise<ConnectedAccount>;
  /**
   * Erases the credentials; the process that hosts the channel stops receiving once it has learned of it. Returns false if the team has no
   * such channel. Throws `team.elsewhere`.
   */
  disconnect(teamId: string, id: string): Promise<boolean>;
};

type AdministrationOptions = {
  readonly access: Pick<ChannelAccess, 'connectable' | 'probe'>;
  readonly accounts: Pick<ChannelAccounts, 'withId' | 'holds' | 'claim' | 'erase'>;
  readonly shown: Pick<ShownChannels, 'describe' | 'show' | 'showDisconnected'>;
  /** Which teams this server serves; only it changes their channels. */
  readonly owners: Pick<TeamOwners, 'require'>;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
};

/** Connects and disconnects accounts, in any process: it only writes to the store, and whoever hosts the team follows. */
export const createChannelAdministration = (options: AdministrationOptions) => {
  const { access, accounts, shown, owners, stopping, log } = options;
  const inTurn = createTurns();

  /** Stores an account whose credentials are known to work. Throws `channel.other_account` besides what `connect` throws. */
  const establish = async (teamId: string, { kind, channelId, ...keys }: Agreed): Promise<ConnectedAccount> => {
    const channel = access.connectable(kind);
    const { account, name } = await access.probe(teamId, channel, keys);
    const id = channelIdOf({ kind, account });
    if (channelId !== undefined && channelId !== id) throw otherAccount(name);
    return inTurn(async () => {
      if (stopping.aborted) throw isStopping();
      await owners.require(teamId);
      const [stored, ...others] = await accounts.withId(teamId, id);
      if (stored && others.length === 0 && accounts.holds(stored, keys)) {
        return shown.describe(stored, await shown.show(stored));
      }
      const secret = await accounts.claim({ teamId, channel, account, name }, keys);
      await shown.show(secret);
      log.info({ teamId, channel: id }, 'A channel is connected');
      return shown.describe(secret, connecting);
    });
  };

  const connect: ChannelAdministration['connect'] = async (teamId, request) => {
    const { kind, credentials, oauth } = access.connectable(request.kind);
    await owners.require(teamId);
    const given = parseCredentials(credentials, request);
    if (oauth) throw needsSignIn(kind);
    return establish(teamId, { kind, credentials: given });
  };

  const disconnect: ChannelAdministration['disconnect'] = (teamId, id) =>
    inTurn(async () => {
      await owners.require(teamId);
      const secrets = await accounts.withId(teamId, id);
      await accounts.erase(secrets);
      const wasShown = await shown.showDisconnected(teamId, id);
      return secrets.length > 0 || wasShown;
    });

  return {
    establish,
    connect,
    disconnect,
    /** Resolves when nothing is being changed any more. */
    settled: (): Promise<void> => inTurn(async () => undefined),
  };
};

const needsSignIn = (kind: string) =>
  new Failure(
    'channel.needs_sign_in',
    `A channel of the kind ${kind} is connected by signing in at its platform.`,
    'POST /api/v1/social/authorizations answers where.',
  );

const otherAccount = (name: string) =>
  new Failure('channel.other_account', `You signed in as ${name}, another account.`, 'Sign in with the same account.');

const isStopping = () => new Failure('server.stopping', 'The server is stopping.', 'Try again in a moment.');
