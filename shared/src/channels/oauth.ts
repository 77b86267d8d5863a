/** How a kind is connected by OAuth 2.0: authorization code with PKCE (RFC 6749, RFC 7636). */
export type OAuthClient = {
  /** Where the administrator signs in and agrees. */
  readonly authorizeUrl: string;
  /** Where codes and refresh tokens are exchanged for access tokens. */
  readonly tokenUrl: string;
  /** Who issues the tokens, where the platform names itself in its answers (RFC 9207); the origin of `authorizeUrl` when absent. */
  readonly issuer?: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** How the secret is sent to `tokenUrl`; in the header `Authorization` when absent. */
  readonly secretIn?: 'header' | 'body';
  readonly scopes: readonly string[];
  /** What the platform wants besides, such as `access_type=offline`. */
  readonly parameters?: Readonly<Record<string, string>>;
};
