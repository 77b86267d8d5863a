/** An effect recorded in a conversation that entitles a reply to claim it. */
export type RecordedEffect =
  | 'order'
  | 'order-done'
  | 'order-cancelled'
  | 'appointment'
  | 'appointment-cancelled'
  | 'colleague-told'
  | 'data-saved';

/** A reply before it is sent, with everything that is needed to judge it. */
export type JudgedReply = {
  readonly text: string;
  /** The product's built-in instructions to the model, which no customer needs to see. */
  readonly rules: readonly string[];
  /** The team's prompts. They may contain facts that are meant to be told. */
  readonly prompts: readonly string[];
  readonly toolNames: readonly string[];
  /** What the customer wrote and what was learned about them, the newest last. */
  readonly customer: readonly string[];
  /** What people and agents of the team wrote to the customer before, the newest last. */
  readonly team: readonly string[];
  /**
   * What the tools returned, without what the model itself had passed to them. Each item holds the texts that belong
   * together, such as a passage and its title or the fields of a product.
   */
  readonly results: readonly (readonly string[])[];
  /**
   * What the search wrote of passages, word for word, with the names of columns, a label or a heading: a reply that repeats one of these
   * whole states the prices of the passage as it states them.
   */
  readonly quoted?: readonly string[];
  /** The quantities in the tools' results. */
  readonly quantities: readonly number[];
  readonly effects: readonly RecordedEffect[];
};
