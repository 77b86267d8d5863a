import { valueAt } from '@inbetwin/shared/merge/pointer.ts';
import { expect, it } from 'vitest';
import { differencesOf } from './differences.ts';

const lead = { id: 'l', _deleted: false, stage: 'new', bant: { need: 'шатёр' }, updatedAt: 1 };

it('names each field that differs by its address, with both values', () => {
  const mine = { ...lead, stage: 'won', bant: { need: 'шатёр', budget: '100 000' }, updatedAt: 2 };
  expect(differencesOf(mine, lead)).toEqual([
    { path: '/stage', mine: 'won', theirs: 'new' },
    { path: '/bant/budget', mine: '100 000', theirs: undefined },
  ]);
});

it('finds elements of lists by their ids, wherever they stand', () => {
  const fact = (id: string, value: string) => ({ id, value });
  const theirs = { id: 't', facts: [fact('a/1', 'раз'), fact('b', 'два')] };
  const mine = { id: 't', facts: [fact('b', 'три'), fact('a/1', 'раз')] };
  const [difference, ...others] = differencesOf(mine, theirs);
  expect(others).toEqual([]);
  expect(difference).toEqual({ path: '/facts/b/value', mine: 'три', theirs: 'два' });
  expect(valueAt(mine, '/facts/a~11/value')).toBe('раз');
  expect(differencesOf({ id: 't', facts: [fact('b', 'два')] }, theirs)).toEqual([
    { path: '/facts/a~11', mine: undefined, theirs: fact('a/1', 'раз') },
  ]);
});

it('leaves out what nobody entered', () => {
  const stamped = { ...lead, edits: { '/stage': {} }, seen: { a: '1' }, conflicts: [], updatedAt: 9 };
  expect(differencesOf(stamped, lead)).toEqual([]);
});
