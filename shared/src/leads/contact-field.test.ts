import { expect, test } from 'vitest';
import { changeContact, isNamesakeOf } from './contact-field.ts';

const contact = { id: 'c', kind: 'person' as const, name: 'Анна', identities: [], createdAt: 1, updatedAt: 1 };

test.each([
  ['phone', 'не телефон', 'wrongPhone'],
  ['phone', '12', 'wrongPhone'],
  ['phone', '+7 516 123-45-67', 'wrongPhone'],
  ['email', 'anna(at)b.ru', 'wrongEmail'],
  ['name', ' ', 'empty'],
  ['company', 'я'.repeat(201), 'tooLong'],
] as const)('%s is refused: %s', (field, text, problem) => {
  expect(changeContact(contact, { field, text })).toBe(problem);
});

test.each([
  ['phone', '8 (916) 123-45-67', '+79161234567'],
  ['phone', '+44 20 7946 0958', '+442079460958'],
  ['email', ' Anna@B.RU ', 'anna@b.ru'],
  ['company', 'ООО «Ромашка»', 'ООО «Ромашка»'],
  ['phone', '', undefined],
] as const)('%s is taken: %s', (field, text, value) => {
  const changed = changeContact({ ...contact, phone: '+7' }, { field, text });
  expect(typeof changed === 'string' ? changed : changed[field]).toBe(value);
});

test.each([
  [{ phone: '8 (916) 123-45-67' }, { phone: '+79161234567' }, true],
  [{ phone: '+7 916 123-45-67 доб. 5' }, { phone: '8-916-123-45-67' }, true],
  [{ phone: '+79161234567' }, { phone: '+79261234567' }, false],
  [{ email: 'Anna@B.ru' }, { email: 'anna@b.ru' }, true],
  [{ phone: '+79161234567', email: 'a@b.ru' }, { phone: '+79991234567', email: 'a@b.ru' }, true],
  [{ phone: 'нет' }, { phone: 'не скажу' }, false],
  [{}, {}, false],
] as const)('%j and %j are one customer: %s', (one, other, isSame) => {
  expect(isNamesakeOf({ id: '1', ...one })({ id: '2', ...other })).toBe(isSame);
});

test('nobody is their own namesake', () => {
  expect(isNamesakeOf({ id: '1', email: 'a@b.ru' })({ id: '1', email: 'a@b.ru' })).toBe(false);
});
