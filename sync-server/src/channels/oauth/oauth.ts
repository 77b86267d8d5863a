import type { LookupFunction } from 'node:net';
import type { OAuthClient } from '@inbetwin/shared/channels/oauth.ts';
import type { AuthorizationAnswer } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import * as oauth from 'oauth4webapi';
import { type Grant, grantFrom } from './grant.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { answerFailureOf, exchangeFailureOf, renewalFailureOf } from './oauth-failure.ts';

/** Identifies an authorization; `verifier` is the PKCE secret and stays on the server. */
export type AuthorizationKeys = {
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
};

/** The OAuth 2.0 operations of one client. No error contains a token. */
export type OAuth = {
  /** Returns the page where the administrator grants access. */
  authorizeUrl(keys: AuthorizationKeys): Promise<string>;
  /**
   * Throws `channel.denied` if the administrator or the platform refused, `channel.sign_in_void` for a used code, `channel.token_refused`
   * for a wrong client, `channel.unreachable`, and `channel.rejected`.
   */
  exchange(answer: AuthorizationAnswer, keys: AuthorizationKeys): Promise<Grant>;
  /** Throws `channel.signed_out` if the platform permanently refuses to renew it, otherwise as `exchange` does. */
  renew(grant: Grant): Promise<Grant>;
};

type OAuthOptions = {
  readonly lookup?: LookupFunction | undefined;
  /** Timeout of a request, in milliseconds. */
  readonly requestMs: number;
  /** Whether tokens may be sent without TLS, as in tests. */
  readonly allowInsecure: boolean;
  readonly clock: Clock;
};

export const createAuthorizationKeys = (redirectUri: string): AuthorizationKeys => ({
  state: oauth.generateRandomState(),
  verifier: oauth.generateRandomCodeVerifier(),
  redirectUri,
});

export const openOAuth = (described: OAuthClient, options: OAuthOptions): OAuth => {
  const { authorizeUrl, tokenUrl, clientId, scopes } = described;
  const server = { issuer: described.issuer ?? new URL(authorizeUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const authentication = authenticationOf(described);
  const request = {
    [oauth.customFetch]: createGuardedFetch(options.lookup, options.requestMs),
    [oauth.allowInsecureRequests]: options.allowInsecure,
  };

  const validate = (answer: AuthorizationAnswer, state: string): URLSearchParams => {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(answer)) if (value !== undefined) given.set(name, value);
    try {
      return oauth.validateAuthResponse(server, client, given, state);
    } catch (error) {
      throw answerFailureOf(error);
    }
  };

  return {
    authorizeUrl: async ({ state, verifier, redirectUri }) => {
      const url = new URL(authorizeUrl);
      const parameters = {
        ...described.parameters,
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    exchange: async (answer, { state, verifier, redirectUri }) => {
      const validated = validate(answer, state);
      const now = options.clock();
      try {
        const answered = await oauth.authorizationCodeGrantRequest(
          ...([server, client, authentication, validated, redirectUri, verifier, request] as const),
        );
        return grantFrom(await oauth.processAuthorizationCodeResponse(server, client, answered), now);
      } catch (error) {
        throw exchangeFailureOf(error);
      }
    },
    renew: async (grant) => {
      if (grant.refreshToken === undefined) throw signedOut();
      const now = options.clock();
      try {
        const answered = await oauth.refreshTokenGrantRequest(
          ...([server, client, authentication, grant.refreshToken, request] as const),
        );
        return grantFrom(await oauth.processRefreshTokenResponse(server, client, answered), now, grant);
      } catch (error) {
        throw renewalFailureOf(error);
      }
    },
  };
};

const authenticationOf = ({ clientSecret, secretIn = 'header' }: OAuthClient): oauth.ClientAuth => {
  if (clientSecret === undefined) return oauth.None();
  return secretIn === 'header' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
};

const signedOut = () =>
  new Failure('channel.signed_out', 'The access has ended, and cannot be renewed.', 'Connect the account again.');
