import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSearchIndex } from '../../create-search-index.ts';
import type { IndexedPassage } from '../../search-index.ts';

type Section = readonly [heading: string, text: string];

const answerFrom = async (title: string, sections: readonly Section[], question: string) => {
  const index = createSearchIndex();
  await index.put(
    sections.map(
      ([heading, text], at): IndexedPassage => ({
        ...{ id: `p${at}`, sourceId: 's', position: at, title: `${title} › ${heading}`, text },
        language: /[а-я]/.test(text) ? 'ru' : 'en',
      }),
    ),
  );
  const { quotes, choices = [] } = await index.answer(question);
  return { said: quotes.map(({ said }) => said), choices };
};

const atelier: readonly Section[] = [
  [
    'Ремонт одежды',
    '| Работа | Цена | Срок |\n|---|---|---|\n| Подшить брюки | 600 ₽ | 1 день |\n| Подшить юбку | 750 ₽ | 2 дня |\n| Заменить молнию в брюках | 700 ₽ | 1 день |\n| Заменить молнию в куртке | 1 300 ₽ | 3 дня |\n| Заменить молнию в сапогах | 900 ₽ | 3 дня |\n| Заменить молнию в сумке | 850 ₽ | 2 дня |\n| Заменить молнию в палатке | 1 500 ₽ | 5 дней |',
  ],
  ['Свадебное платье', 'Пошив от 45 000 ₽, три примерки. Предоплата 50 %.'],
  ['Вечернее платье', 'Пошив от 22 000 ₽, две примерки. Предоплата 30 %.'],
  ['Салон на Мойке', 'Мойка, 12. Открыт с 10:00 до 20:00 без выходных. Телефон +7 812 555-10-20.'],
  [
    'Салон на Лиговском',
    'Лиговский проспект, 88. Открыт с 11:00 до 19:00, в воскресенье закрыт. Телефон +7 812 555-10-30.',
  ],
  ['Доставка', 'Курьер 350 ₽ по городу.'],
];
const climbing: readonly Section[] = [
  ['Passes', '- Adult day pass: £11\n- Student day pass: £9\n- Ten-visit pass: £95'],
  ['Beginners course', 'Two evenings, six people at most. £48 including shoes. Deposit £10.'],
  ['Lead climbing course', 'Four evenings, four people at most. £120, bring your own shoes. Deposit £30.'],
  ['The Cave', 'Training room for up to 12 people. £40 an hour.'],
  ['The Loft', 'Party room for up to 25 people, with a kitchen. £65 an hour.'],
];
const tyres: readonly Section[] = [
  ['Хранение шин', 'Сезонное хранение 3 500 ₽ за комплект без дисков.'],
  ['Хранение колёс', 'Сезонное хранение 4 800 ₽ за комплект с дисками.'],
  ['Бокс на Южной', 'Приём с 8:00 до 22:00, по записи.'],
  ['Бокс на Северной', 'Круглосуточно, без записи.'],
];

it.each([
  ['Какая предоплата за платье?', atelier, ['Свадебное платье. Предоплата 50 %.', 'Вечернее платье. Предоплата 30 %.']],
  ['телефон салона', atelier, [/^Салон на Мойке\. .*10-20/, /^Салон на Лиговском\. .*10-30/]],
  ['во сколько открывается салон', atelier, [/Мойке\. Открыт с 10:00/, /Лиговском\. Открыт с 11:00/]],
  ['course price?', climbing, [/^Beginners course\. £48.*£10/, /^Lead climbing course\. £120.*£30/]],
  ['how many people on a course', climbing, [/^Beginners course\. .*six/, /^Lead climbing course\. .*four/]],
  ['room for how many people?', climbing, [/^The Cave\. .*12/, /^The Loft\. .*25/]],
  ['сколько стоит хранение', tyres, [/^Хранение шин\. .*3 500/, /^Хранение колёс\. .*4 800/]],
  ['нужна запись в бокс?', tyres, [/^Бокс на Южной\. .*по записи/, /^Бокс на Северной\. .*без записи/]],
])('answers «%s» for each thing that it may be about, by name', async (question, sections, expected) => {
  const { said, choices } = await answerFrom('Прайс', sections, question);
  expect(said).toHaveLength(expected.length);
  for (const [at, one] of expected.entries()) expect(said[at]).toMatch(one);
  expect(choices).toEqual([]);
});

it.each([
  ['почем молнию заменить', atelier, 5],
  ['за сколько дней молнию поменяете', atelier, 5],
])('names the things that «%s» may be about if they are too many to be told of', async (question, sections, count) => {
  const { choices, said } = await answerFrom('Прайс', sections, question);
  expect(choices).toHaveLength(count);
  expect(choices).toContain('Заменить молнию в куртке');
  expect(said).not.toEqual([]);
});

it.each([
  ['заменить молнию в куртке цена', atelier, /^Заменить молнию в куртке: Цена — 1 300 ₽[^\n]*$/],
  ['подшить брюки сколько', atelier, /^Подшить брюки: Цена — 600 ₽[^\n]*$/],
  ['салон на мойке до скольки', atelier, /до 20:00(?![\s\S]*19:00)/],
  ['сколько доставка', atelier, /350/],
  ['how much is a student day pass?', climbing, /^Student day pass: £9$/],
  ['deposit for lead climbing', climbing, /^Lead climbing course\. Deposit £30\.$/],
  ['loft price', climbing, /£65(?![\s\S]*£40)/],
  ['хранение шин почем', tyres, /^Хранение шин\. [^\n]*$/],
  ['бокс на северной когда работает', tyres, /^Круглосуточно/],
  ['какие цены на замену молнии', atelier, /брюках[^\n]*700[\s\S]*куртке[^\n]*1 300[\s\S]*сапогах[^\n]*900/],
])('does not ask back when «%s» is clear or asks for all', async (question, sections, expected) => {
  const { said, choices } = await answerFrom('Прайс', sections, question);
  expect(said.join('\n')).toMatch(expected);
  expect(choices).toEqual([]);
});

it('does not doubt an answer that tells of all things because they are alike', async () => {
  const index = createSearchIndex();
  const put = (sections: readonly Section[]) =>
    index.put(
      sections.map(
        ([heading, text], at): IndexedPassage => ({
          ...{ id: heading, sourceId: 's', position: at, title: `Прайс › ${heading}`, text, language: 'ru' },
        }),
      ),
    );
  await put(tyres.slice(0, 3));
  const alone = await index.answer('нужна запись в бокс?');
  await put(tyres);
  const both = await index.answer('нужна запись в бокс?');
  expect(both.quotes).toHaveLength(2);
  expect(both.confidence).toBeGreaterThan(alone.confidence - 0.04);
});

const things = ['шкаф', 'диван', 'рояль', 'холодильник', 'велосипед', 'стеллаж', 'ковёр', 'матрас', 'сейф'];

it('offers names that the same question with one of them answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(things.length - 1), { minLength: 5, maxLength: 9 }), async (chosen) => {
      const rows = chosen.map((one) => `| Перевезти ${things[one]} | ${1000 + 10 * one} ₽ |`);
      const table = ['| Услуга | Цена |', '|---|---|', ...rows].join('\n');
      const sections: readonly Section[] = [['Услуги', table], ...tyres];
      const { choices } = await answerFrom('Прайс', sections, 'сколько стоит перевезти?');
      expect(choices).toEqual(chosen.map((one) => `Перевезти ${things[one]}`));
      for (const [at, name] of choices.entries()) {
        const taken = await answerFrom('Прайс', sections, `сколько стоит перевезти ${name}?`);
        expect(taken).toEqual({ said: [`${name}: ${1000 + 10 * (chosen[at] ?? 0)} ₽`], choices: [] });
      }
    }),
    { numRuns: 15, seed: 57 },
  );
});
