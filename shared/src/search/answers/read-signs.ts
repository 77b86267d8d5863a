import { lastHeading } from '../../text/title-path.ts';
import { analyzeText } from '../language/analyze-text.ts';
import type { MeaningModel } from '../meaning/meaning-model.ts';
import type { TermIndex } from '../terms/term-index.ts';
import type { AnswerSigns } from './answer-confidence.ts';
import { type Question, stemOf } from './read-question.ts';
import { paragraphOf } from './statements/paragraph.ts';
import type { Candidate } from './weighing/candidate.ts';
import { type Meant, matchIn } from './weighing/match-words.ts';

type Around = {
  /** All candidates, the best included. */
  readonly candidates: readonly Candidate[];
  readonly question: Question;
  readonly index: TermIndex;
  readonly meaning?: MeaningModel | undefined;
};

const NEARBY = 0.5;
/** Log-odds that leave no doubt. */
const CERTAIN = 6;
/** A word with a weaker match counts as missing. */
const MATCHED = 0.5;

/** Collects the evidence for a candidate. */
export const readSigns = (best: Candidate, { candidates, question, index, meaning }: Around): AnswerSigns => {
  const { read, meant, covered, nearby } = best;
  const isStored = read.passage.question !== undefined;
  const held = question.vague && isStored ? read.question : read.counts;
  const matches = meant.map((one) => ({ ...one, match: matchIn(one, held) }));
  const shareOf = (weightOf: (one: (typeof matches)[number]) => number): number =>
    matches.reduce((sum, one) => sum + one.term.share * weightOf(one), 0);
  const section = Math.max(
    covered,
    shareOf(({ match }) => match),
  );
  const words = matches.reduce((sum, { term, match }) => {
    return sum + (match >= MATCHED ? (match * term.rarity) / question.rarest : 0);
  }, 0);
  const lacking = shareOf(({ match }) => (match < MATCHED ? 1 : 0));
  const said = saidBy(best);
  const heading = lastHeading(read.passage.title);
  const label = read.passage.question ?? best.statement?.label ?? '';
  const others = candidates.filter((other) => saidBy(other) !== said && !isSameParagraph(best, other));
  const shares = [heading, label].map((name) => shareHeld(name, { meant, index }));
  return {
    covered: covered + NEARBY * nearby,
    found: words / (words + 1),
    alike: harmonicMean(section, shareHeld(said, { meant, index })),
    named: harmonicMean(section, Math.max(...shares)),
    exact: shareOf(({ term, stems, match }) =>
      stems.get(term.stem) === 1 ||
      question.kind?.answersWord(stemOf(term)) ||
      (match >= MATCHED && term.form?.test(said))
        ? 1
        : isTranslated(term, stems, match)
          ? 1 - lacking
          : 0,
    ),
    ahead: covered - mostCovered(others.filter((other) => other.read !== read)),
    missingNames: shareOf(({ term, match }) => (term.isName && match < MATCHED ? 1 : 0)),
    strange: shareOf(({ term, match }) => (match < MATCHED && isStrange(term, meaning) ? 1 : 0)),
    guessed: shareOf(({ term, match }) => (match > 0 && term.alternatives[0]?.kind === 'fuzzy' ? 1 : 0)),
    lacksAsked: lacksAsked(said, question) ? 1 : 0,
    familiar: best.familiar,
    meaning: best.evidence.meaning,
    meaningAhead: best.evidence.meaning - Math.max(0, ...others.map(({ evidence }) => evidence.meaning)),
    odds: oddsAgainst(best, others),
    saidMeaning: best.evidence.saidMeaning,
    paragraphMeaning: best.evidence.paragraphMeaning,
    asksKind: question.kind ? 1 : 0,
    asksNumber: /\d/.test(question.text) ? 1 : 0,
    wordiness: Math.log(1 + question.terms.length),
  };
};

const oddsAgainst = ({ score }: Candidate, others: readonly Candidate[]): number =>
  Math.min(CERTAIN, -Math.log(others.reduce((sum, other) => sum + Math.exp(other.score - score), 0)));

/** A word that neither the passage has nor the model knows names a thing: "submarine". */
const isStrange = ({ stem, word }: Meant['term'], meaning: MeaningModel | undefined): boolean =>
  meaning !== undefined && /\p{L}/u.test(word) && !meaning.knows(stem);

/** The match of a translation that means nothing else. */
const TRANSLATED = 0.75;
/**
 * A text in the other language holds a word as literally as it can if it holds its translation. That says less if other words of the question
 * have none, because one of them may be the thing: "rent" of a submarine.
 */
const isTranslated = ({ stem }: Meant['term'], stems: Meant['stems'], match: number): boolean =>
  match >= TRANSLATED && [...stems.keys()].every((held) => isCyrillic(held) !== isCyrillic(stem));

const isCyrillic = (stem: string): boolean => /[а-яё]/.test(stem);

/** What the same paragraph says besides is quoted with it. */
const isSameParagraph = ({ read, statement }: Candidate, other: Candidate): boolean =>
  statement !== undefined && other.read === read && paragraphOf(read, statement).some((one) => one === other.statement);

const saidBy = ({ statement, read }: Candidate): string => statement?.readable ?? read.passage.text;

const mostCovered = (others: readonly Candidate[]): number =>
  others.reduce((most, { covered }) => Math.max(most, covered), 0);

const lacksAsked = (said: string, { kind, expected }: Question): boolean =>
  (kind !== undefined || expected !== undefined) && !kind?.strength(said) && !expected?.test(said);

type Compared = { readonly meant: readonly Meant[]; readonly index: TermIndex };

/** Returns the share of the words of a text that the question contains. */
const shareHeld = (text: string, { meant, index }: Compared): number => {
  const stems = analyzeText(text).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem]));
  const weight = (some: readonly string[]): number => some.reduce((sum, stem) => sum + index.rarity(stem), 0);
  const shared = stems.filter((stem) => meant.some((one) => one.stems.has(stem)));
  return weight(shared) / Math.max(weight(stems), Number.EPSILON);
};

const harmonicMean = (a: number, b: number): number => (a + b > 0 ? (2 * a * b) / (a + b) : 0);
