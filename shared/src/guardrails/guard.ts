import type { Language } from '../entities/fields.ts';
import type { ReadReply } from './read-reply.ts';

/** Looks at a reply before it goes out. What one objects to is withheld, and a person is called. */
export type Guard = {
  readonly name: string;
  /** Why the reply is withheld, for the person who is called: follows "The reply was withheld:". */
  readonly reason: Readonly<Record<Language, string>>;
  /** What in the reply it objects to. Pure, and fast for any text: it sees whatever a model writes. */
  objectionTo(reply: ReadReply): string | undefined;
};
