import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lead, leadSchema, leadStages } from '../entities/lead.ts';
import { applyLeadUpdate, type LeadUpdate } from './apply-lead-update.ts';

const lead: Lead = {
  id: 'lead:1',
  contactId: 'contact:1',
  title: 'Анна',
  stage: 'qualified',
  score: 10,
  scoreReasons: [],
  bant: { budget: '100 тыс.', need: 'зал' },
  createdAt: 1,
  updatedAt: 1,
};

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyUpdate: fc.Arbitrary<LeadUpdate> = fc.record({
  title: maybe(fc.string({ maxLength: 400 })),
  bant: maybe(fc.record({ budget: maybe(fc.string({ maxLength: 400 })), timing: maybe(fc.string()) })),
  amount: maybe(fc.double()),
  currency: maybe(fc.string({ maxLength: 4 })),
  stage: maybe(fc.constantFrom(...leadStages)),
});

test('any update leaves a lead that fits, and the same one again changes nothing', () => {
  fc.assert(
    fc.property(anyUpdate, (update) => {
      const once = applyLeadUpdate(lead, update, { now: 2 });
      expect(() => leadSchema.parse(once)).not.toThrow();
      expect(applyLeadUpdate(once, update, { now: 3 })).toBe(once);
    }),
  );
});

test('changes what it names and nothing else', () => {
  const update = { bant: { budget: '200 тыс.', need: undefined, timing: 'в мае' }, amount: 200_000, currency: 'rub' };
  expect(applyLeadUpdate(lead, update, { now: 2 })).toEqual({
    ...lead,
    bant: { budget: '200 тыс.', need: 'зал', timing: 'в мае' },
    amount: 200_000,
    currency: 'RUB',
    updatedAt: 2,
  });
});

test.each([{}, { title: ' ' }, { amount: -5 }, { amount: Number.NaN }, { currency: 'рубли' }, { bant: { need: '' } }])(
  'an update of nothing gives back the very lead: %j',
  (update) => {
    expect(applyLeadUpdate(lead, update, { now: 2 })).toBe(lead);
  },
);

test('moves a lead forward only, and never decides a deal or opens a decided one', () => {
  const stageAfter = (from: Lead['stage'], stage: Lead['stage']) =>
    applyLeadUpdate({ ...lead, stage: from }, { stage }, { now: 2 }).stage;
  expect(stageAfter('new', 'qualified')).toBe('qualified');
  expect(stageAfter('proposal', 'new')).toBe('proposal');
  expect(stageAfter('new', 'won')).toBe('new');
  expect(stageAfter('lost', 'proposal')).toBe('lost');
});
