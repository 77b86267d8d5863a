import { foldText } from '../../language/fold-text.ts';
import { stemWord } from '../../language/stems/stem-word.ts';
import { isStopWord } from '../../language/stop-words.ts';
import type { QuestionKind } from './question-kind.ts';

/** One word of an alternative: an exact word, every form of a word, or a prefix. */
type Wanted = { readonly word: string; readonly stem: string } | { readonly prefix: string };
/** Neighboring words, or a single one. */
type Alternative = readonly Wanted[];
/** A rule of a kind, ready to be matched. */
export type Rule = {
  readonly kind: QuestionKind;
  readonly isWhole: boolean;
  /** Ids of the slots, all of which must match. */
  readonly slots: readonly number[];
};
/** An alternative and the slots that it fills. */
type Entry = { readonly rest: Alternative; readonly slot: number };

/** All rules, with their alternatives found by the first word. */
export type CompiledRules = {
  readonly rules: readonly Rule[];
  /** The slot that rules a kind out. */
  readonly unless: ReadonlyMap<QuestionKind, number>;
  readonly byWord: ReadonlyMap<string, readonly Entry[]>;
  readonly byStem: ReadonlyMap<string, readonly Entry[]>;
  readonly byPrefix: ReadonlyMap<string, readonly Entry[]>;
  /** Stems of all words that occur in a rule. */
  readonly stems: ReadonlySet<string>;
};

/** A word of a question as the rules compare it. */
export type ComparedWord = { readonly word: string; readonly stem: string };

/** Compiles the rules of the kinds. The same slot written twice is compiled once. */
export const compileRules = (kinds: readonly QuestionKind[]): CompiledRules => {
  const [byWord, byStem, byPrefix] = [newEntries(), newEntries(), newEntries()];
  const known = new Map<string, number>();
  const stems = new Set<string>();
  const slotOf = (written: string): number => {
    const before = known.get(written);
    if (before !== undefined) return before;
    const slot = known.size;
    known.set(written, slot);
    for (const alternative of written.split(' ')) {
      const [first, ...rest] = alternative.split('_').map(wantedOf);
      if (!first) continue;
      for (const wanted of [first, ...rest]) if (!('prefix' in wanted)) stems.add(wanted.stem);
      const entry = { rest, slot };
      if ('prefix' in first) push(byPrefix, first.prefix, entry);
      // A form of a common word is another word: «какой» and «какая» ask alike, «ваш» and «вас» do not.
      else if (isStopWord(first.word)) push(byWord, first.word, entry);
      else push(byStem, first.stem, entry);
    }
    return slot;
  };
  const rules = kinds.flatMap((kind) =>
    kind.asks.map((ask): Rule => {
      const isWhole = ask.startsWith('= ');
      const slots = (isWhole ? ask.slice(2) : ask).split(' + ').map(slotOf);
      return { kind, isWhole, slots };
    }),
  );
  const unless = new Map(
    kinds.flatMap((kind) => (kind.unless === undefined ? [] : [[kind, slotOf(kind.unless)] as const])),
  );
  return { rules, unless, byWord, byStem, byPrefix, stems };
};

const newEntries = (): Map<string, Entry[]> => new Map();

const push = (entries: Map<string, Entry[]>, key: string, entry: Entry): void => {
  const held = entries.get(key);
  if (held) held.push(entry);
  else entries.set(key, [entry]);
};

const wantedOf = (written: string): Wanted => {
  const word = foldText(written);
  return word.endsWith('*') ? { prefix: word.slice(0, -1) } : { word, stem: stemWord(word) };
};

const isWanted = (wanted: Wanted, { word, stem }: ComparedWord): boolean => {
  if ('prefix' in wanted) return word.startsWith(wanted.prefix);
  return wanted.word === word || (!isStopWord(word) && wanted.stem === stem);
};

/** A slot that the words from one place on fill. */
export type Filled = { readonly slot: number; readonly from: number; readonly size: number };

/** Returns which slots the words fill from place `at` on. */
export const slotsAt = (
  { byWord, byStem, byPrefix }: CompiledRules,
  words: readonly ComparedWord[],
  at: number,
): readonly Filled[] => {
  const first = words[at];
  if (!first) return [];
  const { word, stem } = first;
  const filled: Filled[] = [];
  const meet = (entries: readonly Entry[] | undefined): void => {
    for (const { rest, slot } of entries ?? []) {
      const follows = rest.every((wanted, index) => {
        const next = words[at + 1 + index];
        return next !== undefined && isWanted(wanted, next);
      });
      if (follows) filled.push({ slot, from: at, size: 1 + rest.length });
    }
  };
  meet(byWord.get(word));
  if (!isStopWord(word)) meet(byStem.get(stem));
  for (let size = 1; size <= word.length; size++) meet(byPrefix.get(word.slice(0, size)));
  return filled;
};
