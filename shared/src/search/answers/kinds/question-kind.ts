/**
 * A question that customers ask any business: how they put it, the words that texts use for it, and the form of its
 * answers.
 *
 * `asks` are rules. A rule consists of slots joined by " + ", each of which must match a word of the question, in any
 * order and with other words in between. A slot is a list of alternatives: a word (all of its forms match), a prefix
 * ("парков*"), or a phrase of neighboring words ("до_скольки"). A rule that begins with "= " matches only if the
 * question says nothing else.
 */
export type QuestionKind = {
  readonly id: string;
  readonly asks: readonly string[];
  /** The rules do not apply to a question that matches one of these alternatives. */
  readonly unless?: string;
  /**
   * A text about the matter, or its heading, contains at least one of these words; those after "|" also occur in other
   * texts.
   */
  readonly says: string;
  /** Matches a text that has the form of an answer. */
  readonly found?: RegExp;
  /**
   * When a text that does not match `found` cannot be an answer: `alone` if the question names nothing but the matter;
   * never if omitted.
   */
  readonly strict?: 'always' | 'alone';
  /** The answer depends on the day: the statement about the day asked for is the answer, however it names that day. */
  readonly byDay?: true;
};
