import { expect, it } from 'vitest';
import type { Card } from './answer-set.ts';
import { addTallies, compareFacts, qualityOf, totalOf } from './compare-facts.ts';

const tally = (expected: Card, after: Card, { before = {}, text = '' }: { before?: Card; text?: string } = {}) =>
  totalOf(compareFacts({ text, expected, before, after }));
const right = { right: 1, extra: 0, missing: 0 };
const other = { right: 0, extra: 1, missing: 1 };

it.each<[Card, Card]>([
  [{ name: 'Юсупов Бахтияр' }, { name: 'бахтияр юсупов' }],
  [{ name: 'Алёна' }, { name: 'Алена' }],
  [{ phone: '+79000001122' }, { phone: '89000001122' }],
  [{ phone: '+78000002020,5' }, { phone: '+78000002020,5' }],
  [{ company: '«Вега-Сервис»' }, { company: 'ООО "Вега-Сервис"' }],
  [{ email: 'A@primer.example' }, { email: 'a@primer.example' }],
  [{ budget: 500_000 }, { budget: 500_000 }],
])('takes %o for what is found as %o', (expected, after) => {
  expect(tally(expected, after)).toEqual(right);
});

it.each<[Card, Card]>([
  [{ name: 'Игнат Петрович' }, { name: 'Игнат' }],
  [{ phone: '+78000002020,5' }, { phone: '+78000002020' }],
  [{ company: 'ООО «Вега-Сервис»' }, { company: 'Вега' }],
  [{ guests: 30 }, { guests: 28 }],
  [{ date: '2026-05-09' }, { date: '9 мая' }],
])('takes %o and %o for two things, one wrongly found and one missing', (expected, after) => {
  expect(tally(expected, after)).toEqual(other);
});

it('compares whole numbers when the customer gave the country', () => {
  const [expected, after] = [{ phone: '+49000001122' }, { phone: '+79000001122' }];
  expect(tally(expected, after, { text: 'call +49 000 001 122' })).toEqual(other);
  expect(tally(expected, after, { text: 'call 9000001122' })).toEqual(right);
});

it('counts what stood on the card already neither as new nor as wrong, and as found where it is said again', () => {
  const before = { name: 'Вера', guests: 20 };
  expect(tally({}, before, { before })).toEqual({ right: 0, extra: 0, missing: 0 });
  expect(tally({ name: 'Вера' }, before, { before })).toEqual(right);
  expect(tally({}, { ...before, guests: 30 }, { before })).toEqual({ right: 0, extra: 1, missing: 0 });
});

it('adds counts by field and works out precision, recall and F1', () => {
  const sum = addTallies([
    compareFacts({ text: '', expected: { name: 'Вера', guests: 2 }, before: {}, after: { name: 'Вера' } }),
    compareFacts({ text: '', expected: {}, before: {}, after: { name: 'Лика' } }),
  ]);
  expect(sum.name).toEqual({ right: 1, extra: 1, missing: 0 });
  expect(qualityOf(sum.name)).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 });
  expect(qualityOf(totalOf(sum)).f1).toBe(0.5);
  expect(qualityOf(sum.phone)).toEqual({ precision: 1, recall: 1, f1: 1 });
});
