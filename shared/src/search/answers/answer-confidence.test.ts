import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';
import type { IndexedPassage } from '../search-index.ts';
import { type AnswerSigns, answerConfidence, MIN_CONFIDENCE } from './answer-confidence.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const signs: fc.Arbitrary<AnswerSigns> = fc.record({
  covered: share,
  found: share,
  alike: share,
  named: share,
  exact: share,
  ahead: fc.double({ min: -1, max: 1, noNaN: true }),
  missingNames: share,
  guessed: share,
  lacksAsked: fc.constantFrom(0, 1),
  strange: share,
  familiar: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  meaning: share,
  meaningAhead: fc.double({ min: -1, max: 1, noNaN: true }),
  odds: fc.double({ min: -6, max: 6, noNaN: true }),
  saidMeaning: share,
  paragraphMeaning: share,
  asksKind: fc.constantFrom(0, 1),
  asksNumber: fc.constantFrom(0, 1),
  wordiness: fc.double({ min: 0, max: 3, noNaN: true }),
});
const helpful = [
  'covered',
  'found',
  'alike',
  'named',
  'exact',
  'ahead',
  'odds',
  'saidMeaning',
  'paragraphMeaning',
  'asksKind',
] as const;
const harmful = ['missingNames', 'strange', 'guessed', 'lacksAsked', 'asksNumber', 'wordiness'] as const;

describe('confidence', () => {
  it('is a probability that every sign for the answer raises and every sign against it lowers', () => {
    fc.assert(
      fc.property(signs, fc.double({ min: 0.01, max: 1, noNaN: true }), (read, more) => {
        const confidence = answerConfidence(read);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThan(1);
        for (const name of helpful)
          expect(answerConfidence({ ...read, [name]: read[name] + more })).toBeGreaterThan(confidence);
        for (const name of harmful)
          expect(answerConfidence({ ...read, [name]: read[name] + more })).toBeLessThan(confidence);
      }),
    );
  });
});

const texts = [
  'Офис в Казани работает с понедельника по пятницу. Вход со двора.',
  'Тариф «Базовый» включает 5 пользователей и 10 гигабайт места.',
  'Курьер привозит заказ за два дня. Оплатить заказ можно при получении.',
  'Гарантия на технику действует 24 месяца со дня покупки.',
];
const passages: readonly IndexedPassage[] = texts.map((text, at) => ({
  id: `p${at}`,
  sourceId: 's',
  position: at,
  title: '',
  text,
  language: 'ru',
}));

const confidenceIn = async (question: string): Promise<number> => {
  const index = createSearchIndex();
  await index.put(passages);
  return (await index.answer(question)).confidence;
};

describe('a question is answered less surely', () => {
  it.each([
    ['a name that the passage lacks', 'Когда работает офис в Казани?', 'Когда работает офис в Самаре?'],
    ['a number that the passage lacks', 'Тариф на 5 пользователей?', 'Тариф на 700 пользователей?'],
    ['a word that is only spelt alike', 'Тариф на 5 пользователей?', 'Тарив на 5 пользователей?'],
    ['a word that nothing holds', 'Когда привозит курьер?', 'Когда привозит вертолёт?'],
  ])('for %s', async (_, known, unknown) => {
    const [sure, unsure] = [await confidenceIn(known), await confidenceIn(unknown)];
    expect(sure).toBeGreaterThan(MIN_CONFIDENCE);
    expect(unsure).toBeLessThan(sure);
  });
});
