import { expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';
import type { IndexedPassage } from '../search-index.ts';

const passageOf = (title: string, text: string, at: number): IndexedPassage => ({
  ...{ id: `p${at}`, sourceId: 's', position: at, language: /[а-я]/.test(text) ? 'ru' : 'en' },
  ...{ title, text },
});

const saidTo = async (question: string, passages: readonly (readonly [string, string])[]) => {
  const index = createSearchIndex();
  await index.put(passages.map(([title, text], at) => passageOf(title, text, at)));
  return (await index.answer(question)).quotes.map(({ said }) => said);
};

const halls = [
  ['Прокат › Большой шатёр', 'До 80 человек. Аренда 9 000 ₽ в сутки. Залог 20 000 ₽.'],
  ['Прокат › Малый шатёр', 'До 25 человек. Аренда 4 000 ₽ в сутки. Залог 7 000 ₽.'],
  [
    'Прокат › Мебель',
    '| Предмет | Будни | Выходные |\n|---|---|---|\n| Стол круглый | 400 ₽ | 600 ₽ |\n| Стул складной | 90 ₽ | 120 ₽ |',
  ],
  ['Прокат › Доставка', '- По городу: 800 ₽.\n- В область: 45 ₽ за километр.\n- Подъём на этаж: 200 ₽.'],
  ['Прокат › Вопросы', '**Можно ли курить в шатре?** Нет, рядом с шатром поставим пепельницу.'],
] as const;

it.each([
  ['Какой залог за малый шатёр?', /Залог 7 000 ₽/, /20 000/],
  ['Сколько стоит аренда большого шатра?', /Аренда 9 000 ₽/, /4 000/],
  ['Сколько стоит круглый стол?', /^Стол круглый: Будни — 400 ₽; Выходные — 600 ₽$/, /90|\|/],
  ['Почём складной стул в выходные?', /^Стул складной: Будни — 90 ₽; Выходные — 120 ₽$/, /400|\|/],
  ['Сколько стоит доставка по городу?', /^По городу: 800 ₽\.$/, /45/],
  ['А курить в шатре можно?', /^Нет, рядом с шатром поставим пепельницу\.$/, /Можно ли/],
])('answers «%s» about its own subject, in words', async (question, said, other) => {
  const reply = (await saidTo(question, halls)).join('\n');
  expect(reply).toMatch(said);
  expect(reply).not.toMatch(other);
});

it('says all rows that the question does not tell apart', async () => {
  const rooms =
    '| Room | Price |\n|---|---|\n| Double, courtyard | €88 |\n| Double, estuary | €108 |\n| Suite | €175 |';
  expect(await saidTo('How much is a double?', [['Rates', rooms]])).toEqual([
    'Double, courtyard: €88',
    'Double, estuary: €108',
  ]);
});

it('says a short paragraph whole, and of a list of prices the fitting one alone', async () => {
  const passages = [
    ['House › Laundry', 'We wash at night. Back the next day. Iron and board at reception.'],
    ['House › Bar', 'Tea costs €3. Hot chocolate costs €4. A glass of wine costs €6.'],
  ] as const;
  expect(await saidTo('Do you do laundry?', passages)).toEqual([passages[0][1]]);
  expect(await saidTo('How much is hot chocolate?', passages)).toEqual(['Hot chocolate costs €4.']);
});
