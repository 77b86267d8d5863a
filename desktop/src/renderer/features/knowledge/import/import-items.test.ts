import { expect, it } from 'vitest';
import { type ImportEvent, type ImportItem, itemsAfter } from './import-items.ts';

const begun: readonly ImportEvent[] = [
  { type: 'added', key: 0, name: 'a.md' },
  { type: 'added', key: 1, name: 'b.csv' },
  { type: 'begun', key: 0 },
];
const after = (...events: readonly ImportEvent[]) =>
  [...begun, ...events].reduce<readonly ImportItem[]>(itemsAfter, []);
const progress = { share: 0.5, passages: 7 };

it('says of each file how far it is, whatever becomes of the others', () => {
  expect(after({ type: 'progressed', key: 0, progress })).toEqual([
    { key: 0, name: 'a.md', state: 'reading', progress },
    { key: 1, name: 'b.csv', state: 'waiting' },
  ]);
  expect(after({ type: 'done', key: 0 }, { type: 'begun', key: 1 }, { type: 'failed', key: 1, code: 'x' })).toEqual([
    { key: 1, name: 'b.csv', state: 'failed', code: 'x' },
  ]);
});

it('changes nothing by an event about a file that is gone', () => {
  const left = after({ type: 'dropped', key: 0 });
  expect(itemsAfter(left, { type: 'progressed', key: 0, progress })).toEqual(left);
  expect(itemsAfter(left, { type: 'failed', key: 0, code: 'x' })).toEqual(left);
});
