import { analyseText } from './analyse-text.ts';
import { answerConfidence, MIN_CONFIDENCE } from './answer-confidence.ts';
import { type AskedKind, askedKind, isFrameStem } from './answer-kind.ts';
import { readQuery } from './read-query.ts';
import type { ExtractedAnswer, IndexedPassage } from './search-index.ts';
import { type Span, splitSentences } from './split-sentences.ts';
import type { QueryTerm, TermIndex } from './term-index.ts';

export type RankedPassage = { readonly passage: IndexedPassage; readonly score: number };

/** Passages that are read for an answer. */
export const CONSIDERED_PASSAGES = 8;

/** What a word is worth that stands not in the sentence but beside it or in the title. */
const NEARBY = 0.3;
/** What a word is worth that the sentence answers by holding the kind of thing asked for ("стоит" by "500 ₽"). */
const ANSWERED_WORD = 0.8;
const KIND_BONUS = 0.3;
/** A sentence that begins so is not understood without the one before. */
const POINTS_BACK =
  /^(?:он|она|оно|они|это|эта|этот|эти|его|её|их|ему|ей|им|там|тогда|it|its|they|their|he|she|his|her|this|these|there)(?![\p{L}])/iu;
const PASSAGE_WEIGHT = 0.3;
/** Longer sentences match more by chance. */
const LENGTH_PENALTY = 1 / 200;
/** A second sentence of the same passage is quoted too when it is at least this good. */
const SECOND_SHARE = 0.7;
/** A sentence that covers this much of the question needs no second. */
const COMPLETE = 0.95;
const MAX_QUOTE_LENGTH = 2000;

type AskedTerm = QueryTerm & { readonly rarity: number };
type Question = {
  readonly terms: readonly AskedTerm[];
  readonly rarity: number;
  readonly kind: AskedKind | undefined;
  /** Nothing but courtesy and common words: only a stored question can match it. */
  readonly vague: boolean;
};
type Candidate = {
  readonly ranked: RankedPassage;
  readonly span: Span;
  readonly score: number;
  /** Share of the question that it covers. */
  readonly covered: number;
};

const nothing = (confidence: number): ExtractedAnswer => ({ answered: false, confidence, quotes: [] });

/** The best sentence or two of the best passages, word for word; of a question-answer pair, the answer. */
export const extractAnswer = (text: string, index: TermIndex, ranked: readonly RankedPassage[]): ExtractedAnswer => {
  const question = readQuestion(text, index);
  const readable = question.vague ? ranked.filter(({ passage }) => passage.question !== undefined) : ranked;
  const top = readable[0]?.score ?? 0;
  const candidates = readable
    .flatMap((one) => candidatesOf(one, question, top))
    .sort((a, b) => b.score - a.score || (a.ranked.passage.id < b.ranked.passage.id ? -1 : 1));
  const [best] = candidates;
  if (!best) return nothing(0);
  const confidence = answerConfidence(signsOf(best, question, ranked));
  if (confidence < MIN_CONFIDENCE) return nothing(confidence);
  const second = best.covered < COMPLETE ? secondOf(best, candidates) : undefined;
  const spans = second ? joinNeighbours(best, second) : [best.span];
  return { answered: true, confidence, quotes: spans.map((span) => quote(best.ranked.passage, span)) };
};

const secondOf = (best: Candidate, candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.find(({ ranked: { passage }, score, span }) => {
    const apart = span.end <= best.span.start || best.span.end <= span.start;
    return passage === best.ranked.passage && apart && score >= SECOND_SHARE * best.score;
  });

const readQuestion = (asked: string, index: TermIndex): Question => {
  const { terms: all, text } = readQuery(asked, index);
  const informative = all.filter((term) => !term.stop && !isFrameStem(stemOf(term)));
  const vague = informative.length === 0;
  const terms = (vague ? all : informative).map((term) => ({ ...term, rarity: index.rarity(stemOf(term)) }));
  return { terms, vague, kind: askedKind(text), rarity: terms.reduce((sum, term) => sum + term.rarity, 0) };
};

/** What the word is taken for. */
const stemOf = ({ alternatives: [first], stem }: QueryTerm): string => first?.stem ?? stem;

const candidatesOf = (ranked: RankedPassage, question: Question, top: number): Candidate[] => {
  const { passage } = ranked;
  const base = (PASSAGE_WEIGHT * ranked.score) / top;
  if (passage.question !== undefined) {
    const span = answerSpan(passage.text);
    const stems = stemsOf(`${passage.question}\n${passage.text}`);
    const { byRarity } = coverage(question, [stems], passage.text);
    return span ? [{ ranked, span, score: base + byRarity, covered: byRarity }] : [];
  }
  const spans = splitSentences(passage.text);
  const stems = spans.map((span) => stemsOf(passage.text.slice(span.start, span.end)));
  const title = stemsOf(passage.title);
  return spans.map((own, at) => {
    const sentence = passage.text.slice(own.start, own.end);
    const before = POINTS_BACK.test(sentence) ? spans[at - 1] : undefined;
    const words = before ? union(stems[at - 1], stems[at]) : (stems[at] ?? title);
    const { byRarity } = coverage(question, [words, stems[at - 1], stems[at + 1], title], sentence);
    const bonus = 1 + KIND_BONUS * (question.kind?.strength(sentence) ?? 0);
    const span = { start: before?.start ?? own.start, end: own.end };
    return { ranked, span, covered: byRarity, score: base + (byRarity * bonus) / (1 + LENGTH_PENALTY * words.size) };
  });
};

const union = (...sets: readonly Stems[]): ReadonlySet<string> => new Set(sets.flatMap((set) => [...(set ?? [])]));

/** The whole answer of a pair; of a very long one its head, up to the end of a sentence. */
const answerSpan = (text: string): Span | undefined => {
  const sentences = splitSentences(text);
  const [first] = sentences;
  const last = sentences.findLast(({ end }) => end <= MAX_QUOTE_LENGTH) ?? first;
  return first && last && { start: first.start, end: last.end };
};

const stemsOf = (text: string): ReadonlySet<string> => new Set(analyseText(text).map(({ stem }) => stem));

type Stems = ReadonlySet<string> | undefined;

/** How much of the question the first set of stems covers, with a share for words that only the others have. */
const coverage = (question: Question, [own, ...nearby]: readonly Stems[], text: string) => {
  const strength = question.kind?.strength(text) ?? 0;
  let covered = 0;
  let matched = 0;
  for (const term of question.terms) {
    const answered = question.kind?.answersWord(stemOf(term)) ? ANSWERED_WORD * strength : 0;
    const beside = Math.max(0, ...nearby.map((stems) => NEARBY * matchIn(term, stems)));
    const match = Math.max(matchIn(term, own), beside, answered);
    covered += match * term.rarity;
    if (match > 0) matched += 1;
  }
  return {
    byRarity: covered / Math.max(question.rarity, Number.EPSILON),
    byCount: matched / Math.max(1, question.terms.length),
  };
};

const matchIn = ({ alternatives }: QueryTerm, stems: Stems): number => {
  if (!stems) return 0;
  return alternatives.find(({ stem }) => stems.has(stem))?.weight ?? 0;
};

const signsOf = (best: Candidate, question: Question, ranked: readonly RankedPassage[]) => {
  const { passage } = best.ranked;
  const stems = stemsOf(`${passage.title}\n${passage.question ?? ''}\n${passage.text}`);
  const { byRarity, byCount } = coverage(question, [stems], passage.text);
  const [first, second] = ranked;
  return {
    coverage: byRarity,
    matchedWords: byCount,
    margin: first && second ? 1 - second.score / first.score : 1,
  };
};

/** Two sentences with nothing but space between them are one quote; else the better one comes first. */
const joinNeighbours = (best: Candidate, second: Candidate): Span[] => {
  const [early, late] = best.span.start < second.span.start ? [best.span, second.span] : [second.span, best.span];
  const between = best.ranked.passage.text.slice(early.end, late.start);
  return between.trim() === '' ? [{ start: early.start, end: late.end }] : [best.span, second.span];
};

const quote = (passage: IndexedPassage, { start, end }: Span): ExtractedAnswer['quotes'][number] => ({
  passageId: passage.id,
  sourceId: passage.sourceId,
  title: passage.title,
  text: passage.text.slice(start, end),
  start,
  end,
});
