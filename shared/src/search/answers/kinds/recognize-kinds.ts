import { foldText } from '../../language/fold-text.ts';
import { stemWord } from '../../language/stems/stem-word.ts';
import { isStopWord } from '../../language/stop-words.ts';
import { transliterations } from '../../language/word-variants.ts';
import { editDistance } from '../../terms/edit-distance.ts';
import { saysNothing } from '../frame-words.ts';
import {
  type ComparedWord,
  type CompiledRules,
  compileRules,
  type Filled,
  type Rule,
  slotsAt,
} from './compile-rules.ts';
import type { QuestionKind } from './question-kind.ts';
import { questionKinds } from './registry.ts';

/** A kind that a question is of, and the words by which it was recognized. */
export type RecognizedKind = {
  readonly kind: QuestionKind;
  /** `isFixed`: the word belongs to a fixed expression, so that it names nothing else. */
  readonly words: readonly (Place & { readonly isFixed: boolean })[];
};
/** A part of the question's text. */
export type Place = { readonly start: number; readonly end: number };

/** The words of one question are not farther apart. */
const WINDOW = 9;
/** Only this many words are read: what follows is a story. */
const MAX_WORDS = 60;

let compiled: CompiledRules | undefined;

/** Compiled for the first question, because most devices never ask one. */
const rulesOf = (): CompiledRules => {
  compiled ??= compileRules(questionKinds);
  return compiled;
};

/**
 * Returns the kinds that a question is of, the one that explains most of its words first. `knows` tells whether the passages contain a
 * stem: a word that they lack may be misspelled.
 */
export const recognizeKinds = (
  text: string,
  knows: (stem: string) => boolean = () => false,
): readonly RecognizedKind[] => {
  const rules = rulesOf();
  const words = wordsOf(text).slice(0, MAX_WORDS);
  const read = words.map((word) => readWord(word, rules, knows));
  const places = new Map<number, Filled[]>();
  for (let at = 0; at < read.length; at++) {
    for (const filled of slotsAt(rules, read, at)) {
      const held = places.get(filled.slot);
      if (held) held.push(filled);
      else places.set(filled.slot, [filled]);
    }
  }
  const content = read.flatMap(({ word, stem }, at) => (isStopWord(word) || saysNothing(stem) ? [] : [at]));
  const matches = rules.rules.flatMap((rule) => {
    const excluded = rules.unless.get(rule.kind);
    if (excluded !== undefined && places.has(excluded)) return [];
    const taken = matchRule(rule, places);
    if (!taken || (rule.isWhole && content.some((at) => !taken.has(at)))) return [];
    return [{ kind: rule.kind, taken }];
  });
  return strongest(matches, new Set(content)).map(({ kind, taken }) => ({
    kind,
    words: [...taken]
      .sort(([a], [b]) => a - b)
      .flatMap(([at, isFixed]) => (words[at] ? [{ start: words[at].start, end: words[at].end, isFixed }] : [])),
  }));
};

type Word = Place & { readonly word: string };

const wordsOf = (text: string): readonly Word[] =>
  [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu)].map(({ 0: written, index }) => ({
    word: foldText(written).replace(/['’]/gu, ''),
    start: index,
    end: index + written.length,
  }));

const SHORTEST_MISSPELLED = 6;
const SHORTEST_TRANSLITERATED = 3;

/** Reads a word as written, or as a word of the rules in the other alphabet or with one typo if nobody else knows it. */
const readWord = ({ word }: Word, rules: CompiledRules, knows: (stem: string) => boolean): ComparedWord => {
  const own = { word, stem: stemWord(word) };
  if (isStopWord(word) || knows(own.stem) || isKnown(own, rules)) return own;
  if (word.length >= SHORTEST_TRANSLITERATED && /^[a-z']+$/.test(word)) {
    const russian = transliterations(word)
      .map((other) => ({ word: other, stem: stemWord(other) }))
      .find((other) => isStopWord(other.word) || isKnown(other, rules));
    if (russian) return russian;
  }
  if (word.length < SHORTEST_MISSPELLED) return own;
  return misspelled(own, rules) ?? own;
};

/** The word of the rules that differs by one letter. */
const misspelled = ({ word, stem }: ComparedWord, { stems, byPrefix }: CompiledRules): ComparedWord | undefined => {
  const isNear = (known: string, written: string): boolean =>
    known.length >= SHORTEST_MISSPELLED - 1 && known[0] === written[0] && editDistance(known, written, 1) === 1;
  for (const known of stems)
    if (Math.abs(known.length - stem.length) <= 1 && isNear(known, stem)) return { word, stem: known };
  for (const prefix of byPrefix.keys()) {
    const sizes = [prefix.length - 1, prefix.length, prefix.length + 1];
    if (sizes.some((size) => isNear(prefix, word.slice(0, size)))) return { word: prefix, stem };
  }
  return undefined;
};

const isKnown = ({ word, stem }: ComparedWord, { byWord, stems, byPrefix }: CompiledRules): boolean => {
  if (byWord.has(word) || stems.has(stem)) return true;
  for (let size = 3; size <= word.length; size++) if (byPrefix.has(word.slice(0, size))) return true;
  return false;
};

/** The places of the words that match, and whether each belongs to a fixed expression. */
type Taken = ReadonlyMap<number, boolean>;
type Match = { readonly kind: QuestionKind; readonly taken: Taken };

/**
 * Returns the places of the words that match a rule: each slot is filled by words of its own, all of them close together. Other words that
 * would fill a slot belong to the match as well.
 */
const matchRule = ({ slots }: Rule, places: ReadonlyMap<number, readonly Filled[]>): Taken | undefined => {
  const [first, ...others] = slots.map((slot) => places.get(slot) ?? []);
  if (!first || others.some((held) => held.length === 0)) return undefined;
  for (const start of first.toSorted((a, b) => b.size - a.size)) {
    const near = (held: readonly Filled[]): readonly Filled[] =>
      held.filter((one) => Math.abs(one.from - start.from) <= WINDOW);
    const taken = takenBy([start]);
    const isComplete = others.every((held) => {
      const free = near(held).filter((one) => placesOf(one).every((at) => !taken.has(at)));
      const found = free.toSorted(
        (a, b) => b.size - a.size || Math.abs(a.from - start.from) - Math.abs(b.from - start.from),
      )[0];
      for (const [at, isFixed] of takenBy(found ? [found] : [])) taken.set(at, isFixed);
      return found !== undefined;
    });
    if (isComplete) return new Map([...takenBy([first, ...others].flatMap(near)), ...taken]);
  }
  return undefined;
};

const takenBy = (filled: readonly Filled[]): Map<number, boolean> =>
  new Map(filled.flatMap((one) => placesOf(one).map((at) => [at, one.size > 1] as const)));

const placesOf = ({ from, size }: Filled): readonly number[] =>
  Array.from({ length: size }, (_, index) => from + index);

/** How much more a word that says something counts than a common one when kinds are compared. */
const CONTENT = 3;

/** One match per kind, with the words of all its rules; a kind whose words another one explains as well, and more of them, is left out. */
const strongest = (matches: readonly Match[], content: ReadonlySet<number>): readonly Match[] => {
  const weight = ({ taken }: Match): number =>
    [...taken.keys()].reduce((sum, at) => sum + (content.has(at) ? CONTENT : 1), 0);
  const byKind = new Map<QuestionKind, Match>();
  for (const match of matches) {
    const before = byKind.get(match.kind);
    byKind.set(match.kind, before ? { ...match, taken: new Map([...match.taken, ...before.taken]) } : match);
  }
  const sorted = [...byKind.values()].sort((a, b) => weight(b) - weight(a));
  return sorted.filter(
    (match, at) => !sorted.slice(0, at).some(({ taken }) => [...match.taken.keys()].some((place) => taken.has(place))),
  );
};
