/** How a language tells of deeds. All are asked about every clause: people mix languages. */
export type DeedLanguage = {
  /** Makes its clause and the one beside it a condition. */
  readonly conditional: RegExp;
  /** Makes a clause tell of the future, of a wish, of what is usual, or of what did not happen. */
  readonly open: RegExp;
  deedsIn(clause: string): readonly string[];
};

/** Said of whatever was asked for: any recorded effect may be meant. */
export const ALL_DONE = 'all done';
