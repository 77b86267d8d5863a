/** Authenticated encryption with the server's key. `context` (such as `channel:telegram:42`) must be the same to open. */
export type SecretBox = {
  seal(plain: string, context: string): string;
  /** Throws a `Failure` with `secrets.unreadable` when the key or the context is another. */
  open(sealed: string, context: string): string;
};
