import type { Language } from '../entities/declaring/fields.ts';
import type { ReadReply } from './read-reply.ts';

/** Checks a reply before it is sent. If a guard objects, the reply is withheld and a person is called. */
export type Guard = {
  readonly name: string;
  /** Why the reply was withheld, for the person who is called; follows "The reply was withheld:". */
  readonly reason: Readonly<Record<Language, string>>;
  /**
   * Returns the part of the reply that it objects to. Pure, and fast for any text, since a model may write anything.
   */
  objectionTo(reply: ReadReply): string | undefined;
};
