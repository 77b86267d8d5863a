/** An OAuth 2.0 client: authorization code with PKCE (RFC 6749, RFC 7636). */
export type OAuthClient = {
  /** The page where the administrator signs in and grants access. */
  readonly authorizeUrl: string;
  /** The endpoint that exchanges codes and refresh tokens for access tokens. */
  readonly tokenUrl: string;
  /** The issuer, if the platform names itself in its responses (RFC 9207); defaults to the origin of `authorizeUrl`. */
  readonly issuer?: string;
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  /** How the secret is sent to `tokenUrl`; by default in the `Authorization` header. */
  readonly secretIn?: 'header' | 'body';
  readonly scopes: readonly string[];
  /** Further parameters that the platform requires, such as `access_type=offline`. */
  readonly parameters?: Readonly<Record<string, string>>;
};
