/** One indexed term of a text. */
export type Term = {
  /** The folded word. */
  readonly word: string;
  /** The form that is indexed and compared. */
  readonly stem: string;
  readonly stop: boolean;
  /**
   * Set on a term that repeats as a whole what the neighboring terms say in parts. It is indexed and searched like any
   * other term, but does not count toward the length of a text or the number of words in a query. `whole` is more
   * specific than its parts: "10kg", "rtx4090", "2026-05-12". `spelling` means the same as its parts, so that another
   * spelling matches: "email" for "e-mail"; it must weigh less, or its words would count twice.
   */
  readonly joint?: 'whole' | 'spelling';
};

/** The result of reading tokens from some position on: their terms, and the index of the first token after them. */
export type Reading = { readonly terms: readonly Term[]; readonly next: number };

/** Creates a joint term of kind `whole`. */
export const jointTerm = (word: string): Term => ({ word, stem: word, stop: false, joint: 'whole' });
/** Creates the term of a number. */
export const numberTerm = (number: string): Term => ({ word: number, stem: number, stop: false });
