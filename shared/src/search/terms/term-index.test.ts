import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../language/analyze-text.ts';
import { readQuery } from './read-query.ts';
import {
  createTermIndex,
  fieldWeights,
  type QueryTerm,
  restoreTermIndex,
  type SearchedField,
  type TermIndex,
} from './term-index.ts';

type Fields = Readonly<Partial<Record<SearchedField, string>>>;

const fieldsOf = (fields: Fields): [SearchedField, string][] =>
  (['title', 'text', 'question'] as const).flatMap((field) => {
    const value = fields[field];
    return value === undefined ? [] : [[field, value] as [SearchedField, string]];
  });

const put = (index: TermIndex, slot: number, fields: Fields): void => {
  for (const [field, value] of fieldsOf(fields)) index.add(slot, field, value);
};

const take = (index: TermIndex, slot: number, fields: Fields): void => {
  for (const [field, value] of fieldsOf(fields)) index.remove(slot, field, value);
};

const filled = (passages: ReadonlyMap<number, Fields>): TermIndex => {
  const index = createTermIndex();
  for (const [slot, fields] of passages) put(index, slot, fields);
  return index;
};

const restored = (index: TermIndex): TermIndex => {
  const again = restoreTermIndex(structuredClone(index.save()));
  if (!again) throw new Error('The snapshot was refused.');
  return again;
};

/** BM25F as its formula reads, over the passages themselves. */
const scoreByHand = (passages: ReadonlyMap<number, Fields>, terms: readonly QueryTerm[], slot: number): number => {
  const wordsOf = (fields: Fields) =>
    fieldsOf(fields).flatMap(([field, value]) =>
      analyzeText(value)
        .filter(({ stop }) => !stop || field !== 'text')
        .map((term) => ({ ...term, weight: fieldWeights[field] / fieldWeights.text })),
    );
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const lengthOf = (fields: Fields): number =>
    sum(wordsOf(fields).map(({ stop, joint, weight }) => (stop || joint ? 0 : weight)));
  const average = sum([...passages.values()].map(lengthOf)) / passages.size || 1;
  const k1 = Math.min(2, Math.max(0.6, 0.82 + 0.6 * Math.log(average / 30)));
  const frequencyIn = (fields: Fields, stem: string): number =>
    sum(wordsOf(fields).map((term) => (term.stem === stem ? term.weight : 0)));
  const fields = passages.get(slot) ?? {};
  const idfOf = (stem: string): number => {
    const held = [...passages.values()].filter((other) => frequencyIn(other, stem) > 0).length;
    return Math.log(1 + (passages.size - held + 0.5) / (held + 0.5));
  };
  const scoreOf = ({ alternatives, count = 1 }: QueryTerm, at: number): number => {
    const { stem, weight } = alternatives[at] ?? { stem: '', weight: 0 };
    const idf = Math.min(...alternatives.slice(0, at + 1).map((before) => idfOf(before.stem)));
    const frequency = frequencyIn(fields, stem);
    const saturation = k1 * (0.25 + (0.75 * lengthOf(fields)) / average);
    return (count * weight * idf * (k1 + 1) * frequency) / (frequency + saturation);
  };
  return sum(terms.map((term) => Math.max(0, ...term.alternatives.map((_, at) => scoreOf(term, at)))));
};

const words =
  'аренда аренду организация организатор лофта шатёр шатер гость гостей price prices pricing loft и the 100'.split(' ');
const textArbitrary = fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((list) => list.join(' '));
const fieldsArbitrary = fc.record(
  { title: textArbitrary, text: textArbitrary, question: textArbitrary },
  { requiredKeys: ['text'] },
);
const stepArbitrary = fc.record({
  slot: fc.integer({ min: 1, max: 8 }),
  fields: fc.option(fieldsArbitrary, { nil: undefined }),
});
const queryArbitrary = fc
  .array(fc.constantFrom(...words, 'арендв', 'loftt', 'kjan', 'pric', 'аре'), { minLength: 1, maxLength: 4 })
  .map((list) => list.join(' '));

type Step = { readonly slot: number; readonly fields?: Fields | undefined };

const applySteps = (index: TermIndex, passages: Map<number, Fields>, steps: readonly Step[]): void => {
  for (const { slot, fields } of steps) {
    const before = passages.get(slot);
    if (before) take(index, slot, before);
    passages.delete(slot);
    if (!fields) continue;
    put(index, slot, fields);
    passages.set(slot, fields);
  }
};

const answers = (index: TermIndex, query: string) => {
  const { terms, text } = readQuery(query, index);
  const ranked = index.rank(terms, 5);
  return {
    text,
    terms,
    ranked,
    why: ranked.map(([slot]) => index.explain(terms, slot)),
    rarities: terms.map(({ stem }) => [index.rarity(stem), index.held(stem), index.knows(stem)]),
    near: terms.map(({ word }) => index.near(word, 2)),
    family: terms.map(({ stem }) => index.family(stem)),
    starting: terms.map(({ word }) => index.startingWith(word.slice(0, 3))),
  };
};

describe('the term index', () => {
  it('ranks by BM25F as by hand, and says why to the last digit', () => {
    fc.assert(
      fc.property(fc.array(fieldsArbitrary, { minLength: 1, maxLength: 8 }), queryArbitrary, (list, query) => {
        const passages = new Map(list.map((fields, at) => [at + 1, fields]));
        const index = filled(passages);
        const { terms } = readQuery(query, index);
        const ranked = index.rank(terms, 3);
        const expected = [...passages.keys()].map((slot) => scoreByHand(passages, terms, slot));
        const best = expected.filter((score) => score > 0).sort((a, b) => b - a);
        expect(ranked).toHaveLength(Math.min(3, best.length));
        ranked.forEach(([slot, score], at) => {
          expect(score).toBeCloseTo(expected[slot - 1] ?? 0, 9);
          expect(score).toBeCloseTo(best[at] ?? 0, 9);
          expect(index.explain(terms, slot).reduce((sum, match) => sum + match.score, 0)).toBe(score);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('after any changes, before and after a snapshot, answers as one that is built anew', () => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { maxLength: 20 }),
        fc.array(stepArbitrary, { maxLength: 10 }),
        queryArbitrary,
        (steps, later, query) => {
          const changed = createTermIndex();
          const left = new Map<number, Fields>();
          applySteps(changed, left, steps);
          const again = restored(changed);
          expect(answers(changed, query)).toEqual(answers(filled(left), query));
          expect(answers(again, query)).toEqual(answers(changed, query));
          applySteps(changed, new Map(left), later);
          applySteps(again, left, later);
          const expected = answers(filled(left), query);
          expect(answers(changed, query)).toEqual(expected);
          expect(answers(again, query)).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('ranks among the allowed alone, and equal scores as it was told', () => {
    const passages = new Map(Array.from({ length: 40 }, (_, at) => [at + 1, { text: at % 2 ? 'лофт' : 'лофт, лофт' }]));
    const index = createTermIndex({ isBefore: (slot, other) => slot > other });
    for (const [slot, fields] of passages) put(index, slot, fields);
    const { terms } = readQuery('лофт', index);
    const slots = (allowed?: ReadonlySet<number>) => index.rank(terms, 3, allowed).map(([slot]) => slot);
    expect(slots()).toEqual([39, 37, 35]);
    expect(slots(new Set([4, 6, 7, 8]))).toEqual([7, 8, 6]);
    expect(slots(new Set())).toEqual([]);
    expect(index.rank(terms, 0)).toEqual([]);
  });

  it('forgets words with their last passage and keeps exact weights however heavy', () => {
    const index = createTermIndex();
    const heavy = 'шатёр '.repeat(300);
    put(index, 1, { text: `${heavy} аренда` });
    put(index, 2, { text: 'шатёр' });
    const before = answers(index, 'шатёр');
    expect(answers(restored(index), 'шатёр')).toEqual(before);
    put(index, 3, { text: heavy, title: heavy });
    take(index, 3, { text: heavy, title: heavy });
    expect(answers(index, 'шатёр')).toEqual(before);
    take(index, 1, { text: `${heavy} аренда` });
    expect(index.knows('аренд')).toBe(false);
    expect(index.near('аренда', 2)).toEqual([]);
    expect(index.rank(readQuery('шатёр', index).terms, 5)).toHaveLength(1);
  });

  it('refuses a snapshot of another version', () => {
    const index = createTermIndex();
    put(index, 1, { text: 'лофт' });
    const snapshot = index.save();
    expect(restoreTermIndex({ ...snapshot, version: snapshot.version + 1 })).toBeUndefined();
  });

  it('finds passages that hold nothing but stop words', () => {
    const index = createTermIndex();
    put(index, 1, { title: 'а вы кто', text: '' });
    expect(index.rank(readQuery('а вы кто?', index).terms, 5)).toHaveLength(1);
  });

  it.each([
    '',
    '\0',
    '🦄🔥 👩‍👩‍👧‍👦',
    '\ud800 lone \udc00',
    'שלום עולם مرحبا بالعالم',
    '__proto__ constructor toString',
    'a'.repeat(1_000_000),
    'ы '.repeat(200_000),
  ])('takes and gives back any text (%#)', (text) => {
    const index = createTermIndex();
    put(index, 1, { text: 'лофт' });
    const before = index.save();
    put(index, 2, { text, title: text, question: text });
    answers(index, text);
    expect(answers(restored(index), text)).toEqual(answers(index, text));
    take(index, 2, { text, title: text, question: text });
    expect(index.save().postings).toEqual(before.postings);
    expect(answers(index, 'лофт').ranked).toHaveLength(1);
  });
});
