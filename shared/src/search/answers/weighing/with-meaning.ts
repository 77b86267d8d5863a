import { lastHeading } from '../../../text/title-path.ts';
import type { Closeness, Compare } from '../../meaning/meaning-model.ts';
import { paragraphOf } from '../statements/paragraph.ts';
import type { ReadPassage, ReadSentence } from '../statements/read-passage.ts';
import type { Alone } from './candidate.ts';

/** Up to the first mean share of common words the texts are not of the kind that the model was trained with; from the second on they are. */
const FOREIGN = 0.55;
const FAMILIAR = 0.75;

/** Adds what the model of meaning says, as far as it knows the words of the texts. */
export const withMeaning = (candidates: readonly Alone[], compare: Compare): readonly Alone[] => {
  const compared = candidates.map((one) => nearnessOf(one, compare));
  const common = compared.reduce((sum, one) => sum + one.common, 0) / Math.max(1, compared.length);
  const familiar = Math.min(1, Math.max(0, (common - FOREIGN) / (FAMILIAR - FOREIGN)));
  return candidates.map((one, at) => {
    const { said = 0, paragraph = 0, cosine = 0 } = compared[at] ?? {};
    const meanings = {
      meaning: familiar * cosine,
      saidMeaning: familiar * said,
      paragraphMeaning: familiar * paragraph,
    };
    return { ...one, familiar, evidence: { ...one.evidence, ...meanings } };
  });
};

/** The meaning of a candidate with what it stands under, that of its own words, and that of its paragraph. */
type Nearness = Closeness & { readonly said: number; readonly paragraph: number };

const nearnessOf = ({ read, statement, span }: Alone, compare: Compare): Nearness => {
  const { passage } = read;
  const heading = lastHeading(passage.title);
  const [said, paragraph, ...wholes] = compare(statement ?? read, () =>
    statement
      ? [
          statement.readable,
          `${heading}. ${textOf(read, statement)}`,
          span.start < statement.start
            ? `${heading}. ${passage.text.slice(span.start, span.end)}`
            : [heading, statement.label, statement.readable].filter(Boolean).join('. '),
        ]
      : [passage.text, `${heading}. ${passage.text}`, `${passage.question}. ${passage.text}`, passage.question ?? ''],
  );
  const [nearest = NOTHING] = wholes.toSorted((a, b) => b.cosine - a.cosine);
  return { ...nearest, said: said?.cosine ?? 0, paragraph: paragraph?.cosine ?? 0 };
};
const NOTHING: Closeness = { cosine: 0, common: 0 };

const textOf = (read: ReadPassage, statement: ReadSentence): string => {
  const [first, ...rest] = paragraphOf(read, statement);
  const last = rest.at(-1);
  return first && last ? read.passage.text.slice(first.start, last.end) : statement.readable;
};
