import type { ReadPassage, ReadSentence } from './read-passage.ts';

/** Returns the sentences of a paragraph under one label, which explain and limit each other. A row, an item, or an answer stands alone. */
export const paragraphOf = ({ sentences }: ReadPassage, statement: ReadSentence): readonly ReadSentence[] =>
  statement.kind === 'sentence'
    ? sentences.filter(
        ({ kind, block, label }) => kind === 'sentence' && block === statement.block && label === statement.label,
      )
    : [statement];
