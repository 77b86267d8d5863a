/** An effect that is recorded in a conversation, so that a reply may claim it. */
export type RecordedEffect =
  | 'order'
  | 'order-done'
  | 'order-cancelled'
  | 'appointment'
  | 'appointment-cancelled'
  | 'colleague-told'
  | 'data-saved';

/** A reply before it goes out, and what is needed to judge it. */
export type JudgedReply = {
  readonly text: string;
  /** The house's own words to the model: no customer needs any of them. */
  readonly rules: readonly string[];
  /** What the team told the model. It may hold facts that are meant to be said. */
  readonly prompts: readonly string[];
  readonly toolNames: readonly string[];
  /** What the customer wrote, and what was learnt of them, the newest last. */
  readonly customer: readonly string[];
  /** What people and agents of the team wrote to them before, the newest last. */
  readonly team: readonly string[];
  /**
   * What the tools returned, without what the model itself had told them: texts that belong together, such as a passage and its
   * title or the fields of a product.
   */
  readonly results: readonly (readonly string[])[];
  /** The quantities therein. */
  readonly quantities: readonly number[];
  readonly effects: readonly RecordedEffect[];
};
