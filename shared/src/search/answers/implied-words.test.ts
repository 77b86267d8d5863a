import { expect, it } from 'vitest';
import { impliedWords } from './implied-words.ts';

it.each([
  ['Вторник — четверг 10:00–21:30', 'вторник среда четверг будни'],
  ['Пн-Ср с 9', 'понедельник вторник среда будни'],
  ['с пятницы по воскресенье', 'пятница суббота воскресенье будни выходные'],
  ['Friday to Monday', 'friday saturday sunday monday weekdays weekend'],
  ['Low season (November to January)', 'november december january'],
  ['С мая по июль', 'май июнь июль'],
  ['Ежедневно', 'понедельник вторник среда четверг пятница суббота воскресенье будни выходные'],
  ['Понедельник: выходной', ''],
  ['Weekends only', 'saturday sunday weekend'],
  ['2–5 января закрыто', '3 4'],
  ['Screen 13 to 15 inch', '14'],
  ['дети 5–8 лет', '6 7'],
  ['с 10:00–12:00, 10–12 утра, 1990–2020 гг.', ''],
  ['', ''],
])('«%s» implies «%s»', (text, implied) => {
  expect(impliedWords(text)).toBe(implied);
});
