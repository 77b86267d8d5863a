import { TITLE_SEPARATOR } from '../../../text/title-path.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { analyzeText } from '../../language/analyze-text.ts';
import type { Span } from '../../language/split-sentences.ts';
import { holdsMoney } from '../answer-kind.ts';
import type { Question } from '../read-question.ts';
import type { Candidate } from './candidate.ts';

/** A thing that the question may be about: its name, as the text says it, and what a passage says about it. */
export type Thing = { readonly name: string; readonly candidates: readonly Candidate[]; readonly span: Span };

/** Differences of fit within this distance come from the rest of the passages (log-odds). */
const WITHIN = 2.5;
/** Shares of the question that differ by less than this are the same. */
const SAME = 0.01;
/** Nobody can choose from more things, or by longer names. */
const MOST_THINGS = 10;
const MAX_NAME = 60;

/**
 * Returns the things that a question does not tell apart in the order of the text: the deposits of two halls, the rows of a table that all
 * have the word asked for. Empty if it tells them apart, if they have no names of their own, or if they are too many.
 */
export const competingThings = (
  best: Candidate,
  candidates: readonly Candidate[],
  question: Question,
): readonly Thing[] => {
  if (!best.statement || best.statement.kind === 'answer') return [];
  const alike = candidates.filter((other) => other === best || isAsGood(best, other, question));
  const things = alike.length > 1 ? namedApart(alike.toSorted(byPlace)) : [];
  return things.length <= MOST_THINGS ? things : [];
};

const byPlace = ({ read: a, span }: Candidate, { read: b, span: other }: Candidate): number =>
  a.passage.position - b.passage.position || span.start - other.start;

/** Whether nothing in the question prefers the best candidate to another one, which answers it in the same form. */
const isAsGood = (best: Candidate, other: Candidate, { kind, expected }: Question): boolean => {
  if (!best.statement || other.statement?.kind !== best.statement.kind) return false;
  const [text, otherText] = [best.statement.text, other.statement.text];
  const isNamed = (one: Candidate): boolean => one.named === 1 || one.titled === 1;
  return (
    other.read.passage.sourceId === best.read.passage.sourceId &&
    !other.isOtherSize &&
    holdsMoney(otherText) === holdsMoney(text) &&
    kind?.strength(otherText) === kind?.strength(text) &&
    expected?.test(otherText) === expected?.test(text) &&
    Math.abs(other.covered - best.covered) < SAME &&
    Math.abs(other.nearby - best.nearby) < SAME &&
    other.subject.every((match, at) => Math.abs(match - (best.subject[at] ?? 0)) < SAME) &&
    isNamed(other) === isNamed(best) &&
    best.wordScore - other.wordScore <= WITHIN
  );
};

type Naming = (one: Candidate) => readonly string[];

/** Ways to name rows and items, which are a thing each, the shortest first. */
const namings: readonly Naming[] = [
  (one) => [headOf(one)],
  (one) => [headingOf(one)],
  (one) => [headOf(one), detailOf(one)],
  (one) => [labelOf(one), headOf(one)],
  (one) => [headingOf(one), headOf(one)],
];
/** Ways to name what sentences are about. Several of them may be about one thing. */
const sentenceNamings: readonly Naming[] = [(one) => [headingOf(one)], (one) => [labelOf(one)]];

/** Names the things in the first way that tells them apart. */
const namedApart = (alike: readonly Candidate[]): readonly Thing[] => {
  const isSentence = alike[0]?.statement?.kind === 'sentence';
  for (const naming of isSentence ? sentenceNamings : namings) {
    const named = alike.map((candidate) => ({ candidate, parts: naming(candidate) }));
    if (named.some(({ parts }) => parts.includes(''))) continue;
    const groups = Map.groupBy(named, ({ parts }) => parts.join(', ').toLowerCase());
    const isApart = isSentence ? groups.size > 1 : groups.size === alike.length;
    const things = [...groups.values()].flatMap((group) => thingOf(group));
    if (isApart && things.every(({ name }) => name.length <= MAX_NAME)) return things;
  }
  return [];
};

const thingOf = (
  group: readonly { readonly candidate: Candidate; readonly parts: readonly string[] }[],
): readonly Thing[] => {
  const [first] = group;
  const candidates = group.map(({ candidate }) => candidate).filter(({ read }) => read === first?.candidate.read);
  const last = candidates.at(-1);
  if (!first || !last) return [];
  const span = { start: first.candidate.span.start, end: last.span.end };
  return [{ name: first.parts.join(', '), candidates, span }];
};

/** The last heading above the statement; empty if there is only the source's title. */
export const headingOf = ({ read }: Candidate): string =>
  read.passage.title.split(TITLE_SEPARATOR).slice(1).at(-1) ?? '';
const labelOf = ({ statement }: Candidate): string => withoutEnd(statement?.label ?? '');
/** A row and an item begin with their name, a sentence with any words. */
const headOf = ({ statement }: Candidate): string =>
  statement?.kind === 'row' || statement?.kind === 'item' ? withoutEnd(statement.head) : '';
const detailOf = ({ statement }: Candidate): string => statement?.cells[1]?.text ?? '';

const withoutEnd = (name: string): string => /^.*[^\s.:!?]/su.exec(name)?.[0] ?? '';

/**
 * Whether it is sensible to ask which of the things is meant: the question names their kind, or their names have a word in common. Otherwise
 * only their texts have the same words.
 */
export const areOfOneKind = (things: readonly Thing[]): boolean => {
  const [first, ...others] = things.map(({ name }) => stemsIn(name));
  const isAsked = things.every(({ candidates: [one] }) => one?.subject.some((match) => match > 0));
  return isAsked || [...(first ?? [])].some((stem) => others.every((stems) => stems.has(stem)));
};

const stemsIn = (text: string): ReadonlySet<string> =>
  new Set(analyzeText(text).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem])));

const LISTS = wholeWords(
  'как(?:ие|овы|их)|все|всё|всех|стоят|цены|расценки|прайс|вариант\\p{L}*|виды|what|which|all|prices|rates|list|options|are',
);

/** Whether the question asks for all things of a kind, so that asking which one is meant would be odd. */
export const asksForAll = (text: string): boolean => LISTS.test(text);
