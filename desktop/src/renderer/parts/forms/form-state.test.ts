import { expect, it } from 'vitest';
import {
  afterSaving,
  changeFields,
  editsIn,
  type FormShape,
  type FormState,
  fieldsOf,
  isOvertaken,
  keepOwn,
  takeStored,
} from './form-state.ts';

type Card = { readonly name: string; readonly city: string };

const shape: FormShape<Card, Card> = {
  read: (card) => ({ ...card }),
  write: (card, changes) => ({ ...card, ...changes }),
};
const opened: Card = { name: 'Анна', city: 'Омск' };
const arrived: Card = { name: 'Аня', city: 'Томск' };
const change = (state: FormState<Card, Card>, document: Card, changes: Partial<Card>) =>
  changeFields(shape, { state, document }, changes);
const apply = (state: FormState<Card, Card>) =>
  editsIn(shape, state, 'draft').map(({ shown, next }) => [shown, next(shown)]);

it('shows what was typed, and everything else as it is stored', () => {
  const state = change({}, opened, { name: 'Анна К.' });
  expect(fieldsOf(shape, arrived, state)).toEqual({ name: 'Анна К.', city: 'Томск' });
});

it('changes each field against what was shown when its change began', () => {
  const first = change({}, opened, { name: 'Анна К.' });
  const both = change(change(first, arrived, { name: 'Анна Ковалёва' }), arrived, { city: 'Тверь' });
  expect(apply(both)).toEqual([
    [opened, { ...opened, name: 'Анна Ковалёва' }],
    [arrived, { ...arrived, city: 'Тверь' }],
  ]);
});

it('changes nothing where the field is again as it was shown', () => {
  const state = change({}, opened, { name: 'Анна К.', city: 'Тверь' });
  expect(Object.keys(change(state, arrived, { name: 'Анна' }))).toEqual(['city']);
});

it('tells of another value that came meanwhile, until the person answers', () => {
  const state = change({}, opened, { name: 'Анна К.' });
  const told = (document: Card, known = state) => isOvertaken(shape, { state: known, document }, 'name');
  expect([told(opened), told({ ...opened, city: 'Томск' }), told(arrived)]).toEqual([false, false, true]);
  expect(told({ ...opened, name: 'Анна К.' })).toBe(false);
  const kept = keepOwn(state, 'name', arrived);
  expect(told(arrived, kept)).toBe(false);
  expect(apply(kept)).toEqual([[arrived, { ...arrived, name: 'Анна К.' }]]);
  expect(fieldsOf(shape, arrived, takeStored(state, 'name'))).toEqual(arrived);
});

it('keeps what was typed while it was being saved', () => {
  const saved = change({}, opened, { name: 'Анна К.' });
  const meanwhile = change(change(saved, opened, { name: 'Анна Ковалёва' }), opened, { city: 'Тверь' });
  const stored = { ...opened, name: 'Анна К.' };
  expect(afterSaving(meanwhile, saved, stored)).toEqual({
    name: { value: 'Анна Ковалёва', shown: stored },
    city: { value: 'Тверь', shown: opened },
  });
  expect(afterSaving(saved, saved, stored)).toEqual({});
});
