export type Term = {
  /** The folded word. */
  readonly word: string;
  /** What is indexed and compared. */
  readonly stem: string;
  readonly stop: boolean;
  /**
   * Set on a term that says again, as a whole, what the terms beside it say in parts. It is indexed and asked for like any
   * other, but is no word more: it adds nothing to a text's length and to the number of words that a question has.
   * `whole`: it says more than its parts, "10kg", "rtx4090", "2026-05-12". `spelling`: it says the same, so that another
   * spelling is met, "email" of "e-mail"; it should count for less, or its words count twice.
   */
  readonly joint?: 'whole' | 'spelling';
};

/** What a reader makes of the tokens from one on: their terms, and the first token behind them. */
export type Reading = { readonly terms: readonly Term[]; readonly next: number };

export const jointTerm = (word: string): Term => ({ word, stem: word, stop: false, joint: 'whole' });
export const numberTerm = (number: string): Term => ({ word: number, stem: number, stop: false });
