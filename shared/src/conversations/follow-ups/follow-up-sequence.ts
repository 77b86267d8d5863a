const DAY = 86_400_000;

/** The messages for a customer who does not answer. The delay of each step counts from the team's previous message. */
export type Sequence = {
  readonly name: string;
  readonly steps: readonly { readonly afterMs: number }[];
};

/** The default: one polite message after two days, and no more. */
export const silence: Sequence = { name: 'silence', steps: [{ afterMs: 2 * DAY }] };
