const DAY = 86_400_000;

/** What is written to a customer who does not answer; a step counts from the team's message before it. */
export type Sequence = {
  readonly name: string;
  readonly steps: readonly { readonly afterMs: number }[];
};

/** One polite message after two days, and no more. */
export const silence: Sequence = { name: 'silence', steps: [{ afterMs: 2 * DAY }] };
