/** How a language expresses completed actions. Every clause is checked in all languages, because people mix them. */
export type ActionLanguage = {
  /** Turns its clause and the adjacent ones into a condition. */
  readonly conditional: RegExp;
  /** Makes a clause refer to the future, a wish, a habit, or something that did not happen. */
  readonly open: RegExp;
  claimedActionsIn(clause: string): readonly string[];
};

/** Stands for whatever was requested: any recorded effect may be meant. */
export const ALL_DONE = 'all done';
