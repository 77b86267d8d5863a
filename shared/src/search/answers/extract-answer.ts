import type { Language } from '../../entities/fields.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { analyseText } from '../language/analyse-text.ts';
import { type Span, splitSentences } from '../language/split-sentences.ts';
import type { ExtractedAnswer, IndexedPassage } from '../search-index.ts';
import { readQuery } from '../terms/read-query.ts';
import type { QueryTerm, TermIndex } from '../terms/term-index.ts';
import { answerConfidence, MIN_CONFIDENCE } from './answer-confidence.ts';
import { type AskedKind, askedKind, isFrameStem } from './answer-kind.ts';

export type RankedPassage = { readonly passage: IndexedPassage; readonly score: number };

/** Passages that are read for an answer. */
export const CONSIDERED_PASSAGES = 8;

/** What a word is worth that stands not in the sentence but beside it or in the title. */
const NEARBY = 0.3;
/** The same for the title of a section that is all that was asked for. */
const TOPIC = 0.8;
/** What a word is worth that stands in the answer of a stored pair and not in its question. */
const ANSWER_ALONE = 0.6;
/** What a word is worth that the sentence answers by holding the kind of thing asked for ("стоит" by "500 ₽"). */
const ANSWERED_WORD = 0.8;
const KIND_BONUS = 0.3;
/** A sentence that begins so is not understood without the one before. */
const POINTS_BACK =
  /^(?:он|она|оно|они|это|эта|этот|эти|его|её|их|ему|ей|им|там|тогда|it|its|they|their|he|she|his|her|this|these|there)(?![\p{L}])/iu;
const PASSAGE_WEIGHT = 0.3;
/** Longer sentences match more by chance. */
const LENGTH_PENALTY = 1 / 200;
/** What an answer in another language than the question's is worth. */
const OTHER_LANGUAGE = 0.8;
/** A second sentence of the same paragraph is quoted too when it is at least this good. */
const SECOND_SHARE = 0.7;
/** A sentence that covers this much of the question needs no second. */
const COMPLETE = 0.95;
/** A question about no more than a topic is answered by all sentences on it, unless they are longer than this together. */
const MAX_TOPIC_LENGTH = 500;
const MAX_QUOTE_LENGTH = 2000;

type AskedTerm = QueryTerm & { readonly rarity: number };
type Question = {
  readonly terms: readonly AskedTerm[];
  readonly rarity: number;
  readonly kind: AskedKind | undefined;
  readonly language: Language | undefined;
  /** Nothing but courtesy, common words and "how much": only a stored question can match it. */
  readonly vague: boolean;
};
type Candidate = {
  readonly ranked: RankedPassage;
  readonly span: Span;
  readonly score: number;
  /** Share of the question that it covers. */
  readonly covered: number;
  /** The passage's title holds all of the question that the passage holds. */
  readonly isTitled: boolean;
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
  const spans = spansOf(best, candidates, question);
  return { answered: true, confidence, quotes: spans.map((span) => quote(best.ranked.passage, span)) };
};

const spansOf = (best: Candidate, candidates: readonly Candidate[], question: Question): readonly Span[] => {
  const paragraph = paragraphOf(best);
  const others = candidates.filter(
    ({ ranked: { passage }, span }) =>
      passage === best.ranked.passage && paragraph.start <= span.start && span.end <= paragraph.end,
  );
  const topic = topicOf(best, others, question);
  if (topic.length > 0) return topic;
  if (best.covered >= COMPLETE) return [best.span];
  const isApart = ({ span }: Candidate) => span.end <= best.span.start || best.span.end <= span.start;
  const second = others.find((other) => isApart(other) && other.score >= SECOND_SHARE * best.score);
  return second ? joinNeighbours(best, second) : [best.span];
};

/** Everything between the empty lines around the sentence. */
const paragraphOf = ({ ranked: { passage }, span }: Candidate): Span => {
  const before = [...passage.text.slice(0, span.start).matchAll(/\n\s*\n/g)].at(-1);
  const behind = passage.text.slice(span.end).search(/\n\s*\n/);
  return {
    start: before ? before.index + before[0].length : 0,
    end: behind < 0 ? passage.text.trimEnd().length : span.end + behind,
  };
};

/**
 * "Есть скидки?": of a question that names a topic and no more, all that the paragraph says about it, or the beginning
 * of the section with that title.
 */
const topicOf = (best: Candidate, others: readonly Candidate[], question: Question): readonly Span[] => {
  const { passage } = best.ranked;
  if (question.kind || passage.question !== undefined) return [];
  if (best.isTitled && best.covered < COMPLETE) return openingOf(passage.text);
  if (question.terms.length > 1) return [];
  const told = others.filter(({ covered }) => covered >= COMPLETE).map(({ span }) => span);
  const start = Math.min(...told.map((span) => span.start));
  const end = Math.max(...told.map((span) => span.end));
  return end > start && end - start <= MAX_TOPIC_LENGTH ? [{ start, end }] : [];
};

/** The first paragraphs, as many as fit. */
const openingOf = (text: string): readonly Span[] => {
  const paragraphs = [...text.matchAll(/\S(?:(?!\n\s*\n)[\s\S])*/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
  return paragraphs.filter(({ end }) => end <= MAX_TOPIC_LENGTH);
};

const readQuestion = (asked: string, index: TermIndex): Question => {
  const { terms: all, text } = readQuery(asked, index);
  const kind = askedKind(text);
  const informative = all.filter((term) => !term.stop && !isFrameStem(stemOf(term)));
  const vague = informative.every((term) => kind?.answersWord(stemOf(term)));
  const terms = (vague ? all : informative).map((term) => ({ ...term, rarity: index.rarity(stemOf(term)) }));
  const rarity = terms.reduce((sum, term) => sum + term.rarity, 0);
  return { terms, vague, kind: vague ? undefined : kind, rarity, language: detectLanguage(text) };
};

/** What the word is taken for. */
const stemOf = ({ alternatives: [first], stem }: QueryTerm): string => first?.stem ?? stem;

const candidatesOf = (ranked: RankedPassage, question: Question, top: number): Candidate[] => {
  const { passage } = ranked;
  const base = (PASSAGE_WEIGHT * ranked.score) / top;
  const fit = question.language === undefined || question.language === passage.language ? 1 : OTHER_LANGUAGE;
  if (passage.question !== undefined) {
    const span = answerSpan(passage.text);
    const asked = stemsOf(passage.question);
    const inAnswer = question.vague ? [] : [{ stems: stemsOf(passage.text), share: ANSWER_ALONE }];
    const { byRarity } = coverage(question, { own: asked, beside: inAnswer, text: passage.text });
    return span ? [{ ranked, span, score: fit * (base + byRarity), covered: byRarity, isTitled: false }] : [];
  }
  const spans = splitSentences(passage.text);
  const stems = spans.map((span) => stemsOf(passage.text.slice(span.start, span.end)));
  const title = stemsOf(passage.title);
  const held = question.terms.filter((term) => matchIn(term, union(title, ...stems)) > 0);
  const isTitled = held.length > 0 && held.every((term) => matchIn(term, title) > 0);
  const isTopic = isTitled && !question.kind;
  return spans.map((own, at) => {
    const sentence = passage.text.slice(own.start, own.end);
    const before = POINTS_BACK.test(sentence) ? spans[at - 1] : undefined;
    const words = before ? union(stems[at - 1], stems[at]) : (stems[at] ?? title);
    const nearby = [stems[at - 1], stems[at + 1]].map((stems) => ({ stems, share: NEARBY }));
    const beside = [...nearby, { stems: title, share: isTopic ? TOPIC : NEARBY }];
    const { byRarity } = coverage(question, { own: words, beside, text: sentence });
    const bonus = 1 + KIND_BONUS * (question.kind?.strength(sentence) ?? 0);
    const span = { start: before?.start ?? own.start, end: own.end };
    const score = fit * (base + (byRarity * bonus) / (1 + LENGTH_PENALTY * words.size));
    return { ranked, span, covered: byRarity, score, isTitled };
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

type Read = {
  readonly own: Stems;
  /** Where a word counts but for a share. */
  readonly beside: readonly { readonly stems: Stems; readonly share: number }[];
  readonly text: string;
};

/** How much of the question the text covers by its own words, by those beside it and by the kind of thing it holds. */
const coverage = (question: Question, { own, beside, text }: Read) => {
  const strength = question.kind?.strength(text) ?? 0;
  let covered = 0;
  let matched = 0;
  for (const term of question.terms) {
    const answered = question.kind?.answersWord(stemOf(term)) ? ANSWERED_WORD * strength : 0;
    const shares = beside.map(({ stems, share }) => share * matchIn(term, stems));
    const match = Math.max(matchIn(term, own), answered, ...shares);
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
  const held = question.vague ? [passage.question] : [passage.title, passage.question, passage.text];
  const stems = stemsOf(held.join('\n'));
  const { byRarity, byCount } = coverage(question, { own: stems, beside: [], text: passage.text });
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
