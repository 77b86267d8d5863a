import type { Source } from '@inbetwin/shared/entities/source.ts';
import { changeSource } from '@inbetwin/shared/knowledge/source-details.ts';
import { expect, test } from 'vitest';
import { changeOf, formOf, hasWrongDays } from './details-form.ts';

const source: Source = {
  id: 's',
  title: 'Прайс',
  mediaType: 'text/plain',
  digest: 'a'.repeat(64),
  size: 1,
  state: 'ready',
  warnings: [],
  passageCount: 1,
  language: 'ru',
  createdAt: 1,
  updatedAt: 1,
};

test('days are those of this device, both included', () => {
  const form = { product: ' Шатёр ', from: '2026-06-01', until: '2026-12-31' };
  const change = changeOf(form);
  expect(change).toEqual({
    product: 'Шатёр',
    validFrom: new Date(2026, 5, 1).getTime(),
    validUntil: new Date(2027, 0, 1).getTime() - 1,
  });
  expect(formOf(changeSource(source, change, 5))).toEqual({ ...form, title: 'Прайс', product: 'Шатёр' });
});

test('what is left alone changes nothing, not even a time that is no edge of a day', () => {
  const dated = { ...source, product: 'Шатёр', validUntil: new Date(2026, 11, 31, 12).getTime() };
  expect(changeSource(dated, changeOf({ title: '  ' }), 5)).toBe(dated);
  expect(changeSource(dated, changeOf({ title: 'Цены' }), 5)).toMatchObject({ ...dated, title: 'Цены', updatedAt: 5 });
});

test('an empty field clears', () => {
  expect(changeOf({ title: 'Цены', product: '', from: '', until: '' })).toEqual({
    title: 'Цены',
    product: null,
    validFrom: null,
    validUntil: null,
  });
});

test('an end before the beginning is wrong, the same day is not', () => {
  const form = { title: 'x', product: '', from: '2026-06-02', until: '2026-06-01' };
  expect(hasWrongDays(form)).toBe(true);
  expect(hasWrongDays({ ...form, until: '2026-06-02' })).toBe(false);
  expect(hasWrongDays({ ...form, from: '' })).toBe(false);
});
