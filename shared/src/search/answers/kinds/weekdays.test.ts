import { expect, it } from 'vitest';
import { readAskedDays, readWeekdays, weekdayAt } from './weekdays.ts';

it.each([
  ['Пн–Пт 9:00–21:00', [1, 2, 3, 4, 5]],
  ['вторник — четверг с 10 до 19', [2, 3, 4]],
  ['Monday to Friday 8.30am to 6pm, closed Sunday', [0, 1, 2, 3, 4, 5]],
  ['с пятницы по воскресенье', [0, 5, 6]],
  ['Fri - Mon', [0, 1, 5, 6]],
  ['по будням с 12:00', [1, 2, 3, 4, 5]],
  ['Ежедневно 10:00–22:00', [0, 1, 2, 3, 4, 5, 6]],
  ['Понедельник выходной', [1]],
  ['в выходные до полуночи', [0, 6]],
  ['Sunday noon to 4 pm', [0]],
  ['sunny monument, средний срок', []],
])('reads the days of «%s»', (text, days) => {
  expect([...readWeekdays(text)].toSorted()).toEqual(days);
});

it.each([
  ['сегодня до скольки?', [3]],
  ['open tomorrow?', [4]],
  ['послезавтра работаете?', [5]],
  ['вы сейчас открыты', [3]],
  ['до скольки в субботу', [6]],
  ['до скольки', []],
] as const)('knows which days «%s», said on a Wednesday, is about', (question, days) => {
  expect([...readAskedDays(question, 3)].toSorted()).toEqual([...days]);
});

it('has no relative days when it is not known which day it is', () => {
  expect(readAskedDays('open today?', undefined).size).toBe(0);
});

it('takes the day of the zone', () => {
  const moment = Date.UTC(2026, 9, 14, 22);
  expect(weekdayAt(moment, 'UTC')).toBe(3);
  expect(weekdayAt(moment, 'Europe/Moscow')).toBe(4);
});
