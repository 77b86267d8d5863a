import { TITLE_SEPARATOR } from '../../../text/title-path.ts';
import type { Closeness } from '../../meaning/meaning-model.ts';
import type { Alone } from './candidate.ts';

/** Compares the meaning of a text with that of the question. */
export type Compare = (text: string) => Closeness;

/** Up to the first mean share of common words the texts are not of the kind that the model was trained with; from the second on they are. */
const FOREIGN = 0.55;
const FAMILIAR = 0.75;

/** Adds what the model of meaning says, as far as it knows the words of the texts. */
export const withMeaning = (candidates: readonly Alone[], compare: Compare): readonly Alone[] => {
  const compared = candidates.map((one) => closenessOf(one, compare));
  const common = compared.reduce((sum, one) => sum + one.common, 0) / Math.max(1, compared.length);
  const familiar = Math.min(1, Math.max(0, (common - FOREIGN) / (FAMILIAR - FOREIGN)));
  return candidates.map((one, at) => {
    const meaning = familiar * (compared[at]?.cosine ?? 0);
    return { ...one, familiar, evidence: { ...one.evidence, meaning } };
  });
};

const closenessOf = ({ read: { passage }, statement, span }: Alone, compare: Compare): Closeness => {
  const heading = passage.title.split(TITLE_SEPARATOR).at(-1) ?? '';
  if (statement && span.start < statement.start)
    return compare(`${heading}. ${passage.text.slice(span.start, span.end)}`);
  if (statement) return compare([heading, statement.label, statement.readable].filter(Boolean).join('. '));
  const [question, answer] = [compare(passage.question ?? ''), compare(`${passage.question}. ${passage.text}`)];
  return question.cosine > answer.cosine ? question : answer;
};
