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
  ['Сколько стоит доставка по городу?', /^Доставка\. По городу: 800 ₽\.$/, /45/],
  ['Сколько стоит стол в доставке на Луну?', /^$/, /₽/],
  [
    'Какой залог за шатёр?',
    /Большой шатёр.*20 000[\s\S]*Малый шатёр.*7 000|Малый шатёр.*7 000[\s\S]*Большой шатёр.*20 000/,
    /4 000/,
  ],
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

const hire = [
  [
    'Прокат › Пилы',
    '| Пила | Сутки | Залог |\n|---|---|---|\n| Пила 2 кВт | 900 ₽ | 5 000 ₽ |\n| Пила 3 кВт | 1 300 ₽ | 8 000 ₽ |\n| Пила 5 кВт | 2 100 ₽ | 9 000 ₽ |',
  ],
  [
    'Прокат › Часы',
    'Вторник — пятница: 9:00–19:00.\n\nСуббота: 10:00–15:00.\n\nВоскресенье: закрыто.\n\nЕсли пятница праздничная, работаем до 14:00.',
  ],
  ['Прокат › Занятия', '- Столярка, 6–9 лет: 800 ₽\n- Столярка, 10–14 лет: 950 ₽'],
  ['Прокат › Расходники', 'Гвозди 300 ₽ за кг, скобы 450 ₽ за кг.'],
  ['Прокат › Правила', 'Хлопушки запрещены, уборка 3 000 ₽. Мойка пилы 200 ₽ за 7 минут.'],
  ['Прокат › Лодки', '- Лодка синяя: 1 100 ₽\n- Лодка красная: 1 400 ₽'],
  ['Прокат › Что взять', 'Возьмите с собой:\n\n- паспорт\n- перчатки'],
] as const;

it.each([
  ['Сколько стоит пила 3 кВт в сутки?', /^Пила 3 кВт: Сутки — 1 300 ₽; Залог — 8 000 ₽$/],
  ['Сколько стоит пила 7 кВт?', /^$/],
  ['Пила 7 кВт есть?', /^$/],
  ['До скольки вы открыты в четверг?', /Вторник — пятница: 9:00–19:00/],
  ['Сколько стоит столярка для ребёнка 7 лет?', /^[\s\S]*6–9 лет: 800 ₽$/],
  ['Какая пила самая дешёвая?', /^Пила 2 кВт: [^\n]*$/],
  ['Какая самая дорогая пила?', /^Пила 5 кВт: [^\n]*$/],
  ['Что дешевле, пила 3 кВт или 5 кВт?', /^Пила 3 кВт: [^\n]*\nПила 5 кВт/],
  ['В пятницу работаете?', /Вторник — пятница: 9:00–19:00\./],
  ['Сколько стоит килограмм гвоздей?', /^Гвозди 300 ₽ за кг/],
  ['Хлопушки взрывать можно?', /^Хлопушки запрещены/],
  ['Лодка зелёная есть?', /^(?:Лодки:\n)?— Лодка синяя: 1 100 ₽\n— Лодка красная: 1 400 ₽$/],
  ['Что взять с собой?', /^Возьмите с собой:\n— паспорт\n— перчатки$/],
])('answers «%s» by the row or list that fits', async (question, said) => {
  expect((await saidTo(question, hire)).join('\n')).toMatch(said);
});

it.each([0, 60])('says the rows of a divided table with their column names after %i more passages', async (more) => {
  const index = createSearchIndex();
  const header = '| Окно | Будни | Выходные |\n|---|---|---|\n';
  const between = Array.from({ length: more }, (_, at) => `| Витрина ${at} | 70 ₽ | 80 ₽ |`);
  const parts = [`${header}| Одностворчатое | 500 ₽ | 600 ₽ |`, ...between, '| Двустворчатое | 800 ₽ | 950 ₽ |'];
  await index.put(parts.map((text, at) => ({ ...passageOf('Мойка › Окна', text, at), id: `s:${at}` })));
  const { quotes } = await index.answer('Сколько стоит двустворчатое окно?');
  expect(quotes.map(({ said }) => said)).toEqual(['Окна. Двустворчатое: Будни — 800 ₽; Выходные — 950 ₽']);
});
