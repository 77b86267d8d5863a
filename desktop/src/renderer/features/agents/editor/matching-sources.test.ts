import type { Source } from '@inbetwin/shared/entities/source.ts';
import { expect, it } from 'vitest';
import { matchingSources } from './matching-sources.ts';

const source = (id: string, title: string, more: Partial<Source> = {}): Source => ({
  id,
  title,
  digest: id,
  mediaType: 'text/plain',
  size: 1,
  language: 'ru',
  state: 'ready',
  passageCount: 1,
  warnings: [],
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

const sources = [
  source('b', 'Условия доставки', { fileName: 'terms-10.md' }),
  source('a', 'Шатёр', { product: 'Аренда шатров' }),
  source('c', 'Прайс 10'),
  source('d', 'Прайс 9'),
];

const idsOf = (text: string, first: readonly string[] = []): readonly string[] =>
  matchingSources(sources, { text, first: new Set(first) }).map(({ id }) => id);

it('finds words of the title, the product and the file, in any order, case and with either е', () => {
  expect(idsOf('ДОСТАВК услов')).toEqual(['b']);
  expect(idsOf('terms')).toEqual(['b']);
  expect(idsOf('аренда шатер')).toEqual(['a']);
  expect(idsOf('нет такого')).toEqual([]);
});

it('orders by title as people count, those that were chosen first', () => {
  expect(idsOf(' ')).toEqual(['d', 'c', 'b', 'a']);
  expect(idsOf('', ['a', 'c'])).toEqual(['c', 'a', 'd', 'b']);
});
