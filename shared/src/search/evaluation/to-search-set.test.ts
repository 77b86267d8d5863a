import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Grade, type Judgement, judgementIdOf, type Mark } from '../../entities/setting-kinds/judgement.ts';
import { digestText } from '../../text/digest-text.ts';
import { type SetPassage, toSearchSet } from './to-search-set.ts';

const passage = (id: string, text: string, changes: Partial<SetPassage> = {}): SetPassage => ({
  id,
  title: 'Доставка',
  text,
  language: 'ru',
  ...changes,
});

type MarkOf = { readonly by?: string; readonly at?: number; readonly grade: Grade };

const mark = ({ id, text }: SetPassage, { by = 'anna', at = 1, grade }: MarkOf): Mark => ({
  id: `${id} ${by}`,
  passageId: id,
  sourceId: 'source:1',
  grade,
  quote: text.slice(0, 300),
  digest: digestText(text),
  userId: by,
  at,
});

const judgement = (query: string, marks: readonly Mark[]): Judgement => ({
  ...{ id: judgementIdOf(query), updatedAt: 1, value: { kind: 'judgement', query, language: 'ru' } },
  marks: [...marks],
});

const city = passage('source:1:0', 'Курьер по городу — 500 ₽.');
const country = passage('source:1:1', 'За город — 900 ₽.');

it('is the team’s passages with what answers each query', () => {
  const pair = passage('source:2:0', 'Да, бесплатно.', { question: 'Есть парковка?' });
  const { set, leftOut } = toSearchSet(
    [judgement('Доставка?', [mark(city, { grade: 2 }), mark(country, { grade: 0 })])],
    [city, country, pair],
  );
  expect(set).toEqual({
    language: 'ru',
    documents: [
      { id: 'source:1:0', title: 'Доставка', text: 'Курьер по городу — 500 ₽.' },
      { id: 'source:1:1', title: 'Доставка', text: 'За город — 900 ₽.' },
      { id: 'source:2:0', title: 'Доставка', text: 'Есть парковка?\nДа, бесплатно.' },
    ],
    queries: [{ id: judgementIdOf('доставка'), text: 'Доставка?', relevant: { 'source:1:0': 2, 'source:1:1': 0 } }],
  });
  expect(leftOut).toEqual({ marks: 0, queries: 0 });
});

it('lets the latest of several people’s marks hold', () => {
  const marks = [
    mark(city, { grade: 0, by: 'boris', at: 3 }),
    mark(city, { grade: 2, by: 'anna', at: 5 }),
    mark(city, { grade: 1, by: 'clara', at: 4 }),
  ];
  expect(toSearchSet([judgement('доставка', marks)], [city]).set.queries[0]?.relevant).toEqual({ [city.id]: 2 });
});

it('follows a passage whose source was imported anew', () => {
  const anew = { ...city, id: 'source:9:4' };
  const twin = { ...city, id: 'source:8:0' };
  const judged = [judgement('доставка', [mark(city, { grade: 2 })])];
  expect(toSearchSet(judged, [anew, country]).set.queries[0]?.relevant).toEqual({ [anew.id]: 2 });
  expect(toSearchSet(judged, [anew, twin]).set.queries[0]?.relevant).toEqual({ [twin.id]: 2 });
  expect(toSearchSet(judged, [anew, twin, city]).set.queries[0]?.relevant).toEqual({ [city.id]: 2 });
});

it('leaves out and counts passages that are gone or say something else now, and queries that have no answer left', () => {
  const changed = { ...city, text: 'Курьер по городу — 700 ₽.' };
  const judged = [
    judgement('доставка', [mark(city, { grade: 2 }), mark(country, { grade: 1 })]),
    judgement('курьер', [mark(city, { grade: 2 })]),
    judgement('самовывоз', [mark(country, { grade: 0 })]),
  ];
  const { set, leftOut } = toSearchSet(judged, [changed, country]);
  expect(set.queries.map(({ text, relevant }) => [text, relevant])).toEqual([['доставка', { [country.id]: 1 }]]);
  expect(leftOut).toEqual({ marks: 2, queries: 2 });
});

it('is in the language of most passages', () => {
  const english = passage('e', 'Parking is free.', { language: 'en' });
  expect(toSearchSet([], [english, city]).set.language).toBe('ru');
  expect(toSearchSet([], [english, { ...english, id: 'f' }, city]).set.language).toBe('en');
});

it('never names a passage that is not among its documents', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd');
  const texts = fc.constantFrom('один', 'два', 'три');
  const grade = fc.constantFrom<Grade>(0, 1, 2);
  const passages = fc.uniqueArray(fc.record({ id: ids, text: texts }), { selector: ({ id }) => id });
  const marked = fc.array(fc.record({ id: ids, text: texts, grade, at: fc.nat(9), by: fc.constantFrom('u', 'v') }));
  fc.assert(
    fc.property(passages, fc.array(marked), (stored, judged) => {
      const documents = stored.map(({ id, text }) => passage(id, text));
      const judgements = judged.map((marks, at) =>
        judgement(`query ${at}`, [
          ...new Map(marks.map((one) => [`${one.id} ${one.by}`, mark(passage(one.id, one.text), one)])).values(),
        ]),
      );
      const { set, leftOut } = toSearchSet(judgements, documents);
      const known = new Set(documents.map(({ id }) => id));
      for (const { relevant } of set.queries) {
        expect(Object.keys(relevant).filter((id) => !known.has(id))).toEqual([]);
        expect(Math.max(...Object.values(relevant))).toBeGreaterThan(0);
      }
      expect(set.queries.length + leftOut.queries).toBe(judgements.length);
    }),
  );
});
