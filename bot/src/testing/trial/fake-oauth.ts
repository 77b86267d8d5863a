import { createHash, randomBytes } from 'node:crypto';

export const TRIAL_CLIENT = 'trial-client';

type Given = Readonly<Record<string, unknown>>;
type Code = { readonly challenge: string; readonly redirectUri: string; readonly account: string };
type Answer = readonly [status: number, body: object, location?: string];

/**
 * The authorization server of the trial platform (RFC 6749, RFC 7636). Its refresh tokens are good once: each renewal brings another one and
 * voids what came before.
 */
export const createFakeOAuth = (clientSecret: string, issue: (account: string) => string) => {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, string>();
  const troubles: number[] = [];
  let renewals = 0;
  let lifeSeconds: number | undefined = 3600;
  let nextError: string | undefined;
  let nextAccount = 'trial-1';

  const random = (): string => randomBytes(12).toString('hex');

  const grant = (account: string): Answer => {
    const refreshToken = random();
    refreshTokens.set(refreshToken, account);
    return [
      200,
      {
        access_token: issue(account),
        token_type: 'Bearer',
        refresh_token: refreshToken,
        ...(lifeSeconds !== undefined && { expires_in: lifeSeconds }),
      },
    ];
  };

  /** The page on which the administrator agrees or refuses: sends the browser back at once. */
  const authorize = (query: URLSearchParams): Answer => {
    const of = (name: string): string => query.get(name) ?? '';
    const isComplete = of('response_type') === 'code' && of('client_id') === TRIAL_CLIENT && of('state') !== '';
    const isProtected = of('code_challenge_method') === 'S256' && of('access_type') === 'offline';
    if (!isComplete || !isProtected || of('scope') !== 'messages:read messages:write') return [400, {}];
    const back = new URL(of('redirect_uri'));
    back.searchParams.set('state', of('state'));
    if (nextError === undefined) {
      const code = `${random()}/+&=`;
      codes.set(code, { challenge: of('code_challenge'), redirectUri: of('redirect_uri'), account: nextAccount });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', nextError);
    nextError = undefined;
    return [302, {}, back.href];
  };

  const redeem = (given: Given): Answer => {
    const code = codes.get(String(given.code));
    codes.delete(String(given.code));
    const challenge = createHash('sha256').update(String(given.code_verifier)).digest('base64url');
    const isOurs = code?.challenge === challenge && code.redirectUri === given.redirect_uri;
    return code && isOurs ? grant(code.account) : [400, { error: 'invalid_grant' }];
  };

  const renew = (given: Given): Answer => {
    renewals += 1;
    const token = String(given.refresh_token);
    const account = refreshTokens.get(token);
    refreshTokens.delete(token);
    return account === undefined ? [400, { error: 'invalid_grant' }] : grant(account);
  };

  const token = (given: Given, authorization: string): Answer => {
    const trouble = troubles.shift();
    if (trouble !== undefined) return [trouble, {}];
    const [id = '', secret = ''] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
      .toString()
      .split(':');
    const isClient = decodeURIComponent(id) === TRIAL_CLIENT && decodeURIComponent(secret) === clientSecret;
    if (!isClient) return [401, { error: 'invalid_client' }];
    return given.grant_type === 'refresh_token' ? renew(given) : redeem(given);
  };

  return {
    authorize,
    token,
    control: {
      /** The next administrator refuses, or something else is wrong. */
      answerWith: (error: string): void => {
        nextError = error;
      },
      /** The next administrator signs in as this account. */
      signInAs: (account: string): void => {
        nextAccount = account;
      },
      /** How long access tokens live; undefined: the platform does not say. */
      tokensLive: (seconds: number | undefined): void => {
        lifeSeconds = seconds;
      },
      tokenTrouble: (status: number, times = 1): void => {
        troubles.push(...Array.from({ length: times }, () => status));
      },
      /** No refresh token is good any more. */
      revokeGrants: (): void => refreshTokens.clear(),
      renewals: () => renewals,
    },
  };
};
