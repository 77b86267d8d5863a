import type { Language } from '../entities/fields.ts';

/** A reply before it goes out, and what is needed to judge it. */
export type JudgedReply = {
  readonly text: string;
  /** The house's own words to the model: no customer needs any of them. */
  readonly rules: readonly string[];
  /** What the team told the model. It may hold facts that are meant to be said. */
  readonly prompts: readonly string[];
  readonly toolNames: readonly string[];
  /** What may be said again: what the customer and people of the team wrote, and what the tools returned. */
  readonly known: readonly string[];
};

/** Looks at a reply before it goes out. What one objects to is withheld, and a person is called. */
export type Guard = {
  readonly name: string;
  /** Why the reply is withheld, for the person who is called: follows "The reply was withheld:". */
  readonly reason: Readonly<Record<Language, string>>;
  /** What in the reply it objects to. Pure, and fast for any text: it sees whatever a model writes. */
  objectionTo(reply: JudgedReply): string | undefined;
};
