import { expect, it } from 'vitest';
import { impliedWords } from './implied-words.ts';

it.each([
  ['Вторник — четверг 10:00–21:30', 'вторник среда четверг будни'],
  ['Пн-Ср с 9', 'понедельник вторник среда будни'],
  ['с пятницы по воскресенье', 'воскресенье пятница суббота будни выходные'],
  ['вт, сб 18:00', 'вторник суббота будни выходные'],
  ['Friday to Monday', 'sunday monday friday saturday weekdays weekend'],
  ['Low season (November to January)', 'november december january'],
  ['С мая по июль', 'май июнь июль'],
  ['Ежедневно', 'воскресенье понедельник вторник среда четверг пятница суббота будни выходные'],
  ['По пн закрыто', 'понедельник'],
  ['Понедельник: выходной', 'понедельник'],
  ['Weekends only', 'sunday saturday weekend'],
  ['2–5 января закрыто', '3 4'],
  ['Screen 13 to 15 inch', '14'],
  ['дети 5–8 лет', '6 7'],
  ['с 10:00–12:00, 10–12 утра, 1990–2020 гг.', ''],
  ['', ''],
])('«%s» implies «%s»', (text, implied) => {
  expect(impliedWords(text)).toBe(implied);
});
