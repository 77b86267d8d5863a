/**
 * Authenticated encryption with the server's key. Opening requires the same `context` (such as `channel:telegram:42`)
 * that was used for sealing.
 */
export type SecretBox = {
  /** Sealing the same text again has another result. */
  seal(plain: string, context: string): string;
  /** Throws a `Failure` with `secrets.unreadable` when the key or the context differs. */
  open(sealed: string, context: string): string;
};
