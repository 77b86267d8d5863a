import type { AuthorizationAnswer, ConnectChannelBody, ConnectedChannel } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { TeamOwners } from '../../teams/team-owners.ts';
import type { ChannelAccess } from '../channel-access.ts';
import { parseCredentials } from '../channel-credentials.ts';
import type { ChannelKeys, ChannelSecret } from '../channel-secrets.ts';
import type { Authorization, Beginner, openAuthorizations } from './authorizations.ts';
import { createAuthorizationKeys } from './oauth.ts';

/** What an account is connected with once its administrator has granted access. */
export type Agreed = ChannelKeys & {
  readonly kind: string;
  /** The connected account that was to be signed in again. */
  readonly channelId?: string | undefined;
};

export type OAuthSignIns = {
  /**
   * Returns the page where the administrator signs in. Throws `channel.unknown_kind` for a kind without OAuth, `request.invalid`, and
   * `channel.private_endpoint`.
   */
  authorize(who: Beginner, request: ConnectChannelBody): Promise<{ readonly url: string }>;
  /** The same for a connected account with its stored credentials. Throws `resource.not_found` if the team does not have it. */
  reauthorize(who: Beginner, channelId: string): Promise<{ readonly url: string }>;
  /**
   * Connects the account with the platform's answer. Throws `channel.sign_in_void` unless this person began the authorization within the
   * last ten minutes and the answer is the first one, `channel.denied`, `channel.other_account`, and what `connect` throws.
   */
  completeAuthorization(who: Beginner, answer: AuthorizationAnswer): Promise<ConnectedChannel>;
};

type SignInOptions = {
  readonly access: Pick<ChannelAccess, 'connectable' | 'guard' | 'oauthOf'>;
  readonly authorizations: ReturnType<typeof openAuthorizations>;
  readonly accounts: {
    withId(teamId: string, channelId: string): Promise<readonly ChannelSecret[]>;
    open(secret: ChannelSecret): ChannelKeys['credentials'];
  };
  readonly owners: Pick<TeamOwners, 'require'>;
  readonly publicUrl: () => string;
  readonly establish: (teamId: string, agreed: Agreed) => Promise<ConnectedChannel>;
};

/** Connects accounts through their platforms' sign-in pages. */
export const createOAuthSignIns = (options: SignInOptions): OAuthSignIns => {
  const { access, authorizations, accounts, owners, publicUrl, establish } = options;

  const begin = async (who: Beginner, authorization: Authorization): Promise<{ readonly url: string }> => {
    const channel = access.connectable(authorization.kind);
    const oauth = access.oauthOf(channel, await access.guard(channel, authorization.credentials));
    const keys = createAuthorizationKeys(`${publicUrl()}/oauth/callback`);
    await authorizations.begin(who, authorization, keys);
    return { url: await oauth.authorizeUrl(keys) };
  };

  return {
    authorize: async (who, request) => {
      await owners.require(who.teamId);
      const { kind, credentials } = access.connectable(request.kind);
      return begin(who, { kind, credentials: parseCredentials(credentials, request) });
    },
    reauthorize: async (who, channelId) => {
      await owners.require(who.teamId);
      const [secret] = await accounts.withId(who.teamId, channelId);
      if (!secret) throw new Failure('resource.not_found', 'The team has no such channel.', 'Connect it anew.');
      return begin(who, { kind: secret.kind, credentials: accounts.open(secret), channelId });
    },
    completeAuthorization: async (who, answer) => {
      await owners.require(who.teamId); // Before the state is used up.
      const { keys, kind, credentials, channelId } = await authorizations.take(answer.state, who);
      const channel = access.connectable(kind);
      const oauth = access.oauthOf(channel, await access.guard(channel, credentials));
      const grant = await oauth.exchange(answer, keys);
      return establish(who.teamId, { kind, credentials, grant, channelId });
    },
  };
};
