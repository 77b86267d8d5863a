import { expect, it } from 'vitest';
import { typographyFaults } from './typography.ts';

it.each([
  ['ru', 'Удалить "{{name}}"', 'a straight quotation mark'],
  ['en', "The team's files", 'a straight apostrophe'],
  ['ru', 'Проверка...', 'three dots instead of an ellipsis'],
  ['en', 'Sign  in', 'two spaces'],
  ['en', 'Sign in ', 'a space at an end'],
  ['ru', 'Слишком длинно : {{count, number}}', 'a space before a punctuation mark'],
  ['ru', '« Отправить»', 'a space after an opening mark'],
  ['ru', 'Ответы - цитаты', 'a hyphen instead of a dash'],
  ['ru', 'Агент “Доставка”', 'English quotation marks'],
  ['ru', 'Ответы — цитаты', 'a dash that can begin a line'],
  ['ru', '{{value}} мс', 'a number that can be parted from its unit'],
  ['ru', '{{count, number}} с', 'a number that can be parted from its unit'],
  ['ru', 'Быстрее в 95 % случаев', 'a number that can be parted from its unit'],
  ['ru', 'Например, 150 000', 'a number that can be broken'],
  ['en', 'Agent «Delivery»', 'Russian quotation marks'],
] as const)('finds in %s: %s', (language, text, fault) => {
  expect(typographyFaults(text, language)).toEqual([fault]);
});

it.each([
  ['ru', 'Ответы\u00a0— цитаты: «{{quote}}», не длиннее 60\u00a0символов, то есть 95\u00a0%…'],
  ['ru', '{{count, number}} с согласованием, от 1 до 40'],
  ['en', 'Agent “{{name}}” doesn’t reply for 40 minutes…'],
] as const)('finds nothing in %s: %s', (language, text) => {
  expect(typographyFaults(text, language)).toEqual([]);
});
