import { expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';

const index = createSearchIndex({ embedder: 'none' });
const passage = (position: number, title: string, text: string) => ({
  id: `s:${position}`,
  sourceId: 's',
  position,
  title: `Клуб › ${title}`,
  text,
  language: /[а-я]/i.test(text) ? ('ru' as const) : ('en' as const),
});
await index.put([
  passage(
    0,
    'Перевозка, настройка, хранение',
    'Перевозим рояль за 9 000 ₽. Настройка рояля стоит 4 500 ₽. Хранение 2 000 ₽ в месяц.',
  ),
  passage(
    1,
    'Уроки',
    'Урок вокала: 1 800 ₽\n\nКонсультация педагога: 700 ₽\n\nПедагог Жанна Лукина — среда 12:00–20:00.',
  ),
  passage(2, 'Что взять с собой', 'Сменную обувь, воду и ноты.'),
  passage(3, 'Прокат', '| Инструмент | Сутки |\n|---|---|\n| Гитара с чехлом | 500 ₽ |\n| Скрипка детская | 650 ₽ |'),
  passage(4, 'Hire', 'Amplifier hire: $25 a day.\n\nBark mulch for the stage: $8 a bag.'),
]);

const said = async (question: string): Promise<string> => {
  const { quotes } = await index.answer(question);
  return quotes.map((one) => one.said).join('\n');
};

it.each([
  ['Когда педагог принимает?', 'среда', '700'],
  ['Вокал сколько?', '1 800', '700'],
  ['what would the amplifier be per day', '$25', '$8'],
])('«%s» is answered with the kind of thing that it asks for', async (question, right, other) => {
  const quoted = await said(question);
  expect(quoted).toContain(right);
  expect(quoted).not.toContain(other);
});

it.each([
  ['На час взять можно?', 'обувь'],
  ['Кормящим гитару можно?', '500'],
  ['How much is it?', '$8'],
])('«%s» is not answered because of a word of general meaning', async (question, other) => {
  expect(await said(question)).not.toContain(other);
});
