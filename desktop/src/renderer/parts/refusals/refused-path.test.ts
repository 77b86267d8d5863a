import { expect, it } from 'vitest';
import { refusedPath, splitRefused } from './refused-path.ts';

const facts = [
  { id: 'm1:phone', value: '+7 900' },
  { id: 'm2/budget', value: '100' },
];
const base = { id: 'l', _deleted: false, stage: 'new', amount: 1, bant: { need: 'шатёр' }, facts, updatedAt: 1 };

it('is the field that the server named', () => {
  const document = { ...base, stage: 'won', bant: { need: 'лофт' } };
  expect(refusedPath({ field: 'bant.need', document, base })).toBe('/bant/need');
});

it('is as exact as the change: the server named no more than a list or a group of fields', () => {
  const changed = facts.map((fact) => (fact.id === 'm2/budget' ? { ...fact, value: '200' } : fact));
  expect(refusedPath({ field: 'facts', document: { ...base, facts: changed }, base })).toBe('/facts/m2~1budget/value');
  expect(refusedPath({ field: 'bant', document: { ...base, bant: { need: 'лофт' } }, base })).toBe('/bant/need');
});

it('names elements of lists by their ids, where the server counts', () => {
  expect(refusedPath({ field: 'facts.1.value', document: base, base: null })).toBe('/facts/m2~1budget/value');
});

it('is the one field that was changed when the server named none, and the whole when there are more', () => {
  expect(refusedPath({ document: { ...base, stage: 'won' }, base })).toBe('/stage');
  expect(refusedPath({ document: { ...base, stage: 'won', amount: 2 }, base })).toBe('');
  expect(refusedPath({ document: { id: 'l', _deleted: true }, base })).toBe('');
});

it('tells what of the change may stay', () => {
  const document = { ...base, stage: 'won', amount: 2 };
  const { at, others } = splitRefused({ field: 'amount', document, base });
  expect([at.map(({ path, theirs }) => [path, theirs]), others]).toEqual([[['/amount', 1]], 1]);
  expect(splitRefused({ document, base })).toMatchObject({ at: [{ path: '/stage' }, { path: '/amount' }], others: 0 });
});
