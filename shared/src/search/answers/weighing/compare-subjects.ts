import { TITLE_SEPARATOR } from '../../../text/title-path.ts';
import { type Question, stemOf } from '../read-question.ts';
import type { Stems } from '../statements/read-passage.ts';
import type { Alone, Candidate } from './candidate.ts';
import { scoresOf } from './evidence.ts';
import { type Meant, matchIn } from './match-words.ts';

/** Prefers candidates whose subject is asked for to those that mention it, and lowers those about a subject beside it. */
export const compareSubjects = (candidates: readonly Alone[], { terms, kind }: Question): readonly Candidate[] => {
  const namers = terms.map((term, at) =>
    kind?.answersWord(stemOf(term)) ? [] : candidates.flatMap((one) => namingBy(one, at)),
  );
  return candidates.map((one) => {
    const share = (isCounted: (at: number) => number): number =>
      terms.reduce((sum, term, at) => sum + term.share * isCounted(at), 0);
    const foreign = share((at) => {
      const meant = one.meant[at];
      const isLacking = meant && matchIn(meant, one.about) === 0;
      return isLacking && namers[at]?.some(({ other, by }) => isBeside(one, other, by)) ? 1 : 0;
    });
    const subject = share((at) => one.subject[at] ?? 0);
    const evidence = { ...one.evidence, subject, named: Math.max(one.named, one.titled), foreign };
    return { ...one, evidence, ...scoresOf(evidence, one.familiar) };
  });
};

/** Only a word that is the same names a subject. */
const SAME = 0.95;
/** The question must contain this share of the words of a name. */
const MIN_NAMED = 0.5;

type Naming = 'heading' | 'label' | 'head';

/** By what the candidate says that a word of the question is its subject. */
const namesIn = ({ read, statement, meant }: Alone, at: number): Naming | undefined => {
  const one = meant[at];
  if (!one || !statement) return undefined;
  const names = (stems: Stems): boolean => matchIn(one, stems) >= SAME && namedShare(meant, stems) >= MIN_NAMED;
  if (names(read.heading)) return 'heading';
  if (statement.kind === 'sentence') return names(statement.labelStems) ? 'label' : undefined;
  return statement.kind !== 'answer' && names(statement.nameStems) ? 'head' : undefined;
};

const namingBy = (other: Alone, at: number): readonly { readonly other: Alone; readonly by: Naming }[] => {
  const by = namesIn(other, at);
  return by ? [{ other, by }] : [];
};

/** The share of a name's words that the question contains. */
export const namedShare = (meant: readonly Meant[], stems: Stems): number => {
  const words = [...stems].filter((stem) => !/^\d/.test(stem));
  const isMeant = (stem: string): boolean => meant.some((one) => (one.stems.get(stem) ?? 0) >= MEANS);
  return words.length === 0 ? 0 : words.filter(isMeant).length / words.length;
};
const MEANS = 0.5;

/** Whether two candidates are about things of which there are several: sections of one source, rows of one table. */
const isBeside = (one: Alone, other: Alone, by: Naming): boolean => {
  const [mine, theirs] = [one.read.passage, other.read.passage];
  if (mine.sourceId !== theirs.sourceId) return false;
  if (by === 'heading') {
    const isAbove = theirs.title.startsWith(mine.title) || mine.title.startsWith(theirs.title);
    return !isAbove && mine.title.includes(TITLE_SEPARATOR);
  }
  if (mine.title !== theirs.title || one.statement?.label === undefined) return false;
  if (by === 'label') return one.statement.label !== '' && one.statement.label !== other.statement?.label;
  return one.read === other.read && one.statement.block === other.statement?.block;
};
