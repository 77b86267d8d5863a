import { leadSchema } from '@inbetwin/shared/entities/lead.ts';
import { sampleLead } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount, writeAmount } from './amount-text.ts';
import { bantFields, changeLead, textOf } from './lead-change.ts';

const lead = sampleLead('lead:1', { amount: 90_000, currency: 'RUB' });

describe('a change of a lead by hand', () => {
  it('sets a text without what stands around it, and takes away what is emptied', () => {
    expect(changeLead(lead, 'title', ' Юбилей ')).toEqual({ ...lead, title: 'Юбилей' });
    expect(changeLead(lead, 'timing', 'в мае')).toEqual({ ...lead, bant: { ...lead.bant, timing: 'в мае' } });
    expect(changeLead(lead, 'budget', '  ')).toEqual({ ...lead, bant: {} });
    const { amount: _, ...without } = lead;
    expect(changeLead(lead, 'amount', '')).toEqual(without);
  });

  it('keeps the currency unless another one is named', () => {
    expect(changeLead(lead, 'amount', '1 200,50')).toMatchObject({ amount: 1200.5, currency: 'RUB' });
    expect(changeLead(lead, 'amount', '€ 90')).toMatchObject({ amount: 90, currency: 'EUR' });
  });

  it('says what is wrong with what does not fit', () => {
    expect(changeLead(lead, 'title', ' ')).toBe('empty');
    expect(changeLead(lead, 'title', 'я'.repeat(301))).toBe('tooLong');
    expect(changeLead(lead, 'need', 'я'.repeat(1001))).toBe('tooLong');
    for (const text of ['много', '-5', '1e5', '9'.repeat(13), '1.2.3', '5 попугаев', '$ 5 EUR', '12,34,56']) {
      expect(changeLead(lead, 'amount', text), text).toBe('wrongAmount');
    }
  });

  it('is always a lead that fits, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom('title', 'amount', ...bantFields), fc.string({ unit: 'binary' }), (field, text) => {
        const next = changeLead(lead, field, text);
        expect(typeof next === 'string' || leadSchema.safeParse(next).success).toBe(true);
      }),
    );
  });
});

it.each([
  ['150 000', 150_000, undefined],
  ['150\u00a0000\u202f₽', 150_000, 'RUB'],
  ['1,500.5', 1500.5, undefined],
  ['1.500', 1500, undefined],
  ['1,500', 1500, undefined],
  ['1,5', 1.5, undefined],
  ['$3,200', 3200, 'USD'],
  ['120000 руб.', 120_000, 'RUB'],
  ['90 eur', 90, 'EUR'],
])('reads %j as people mean it', (text, amount, currency) => {
  expect(readAmount(text)).toEqual({ amount, ...(currency !== undefined && { currency }) });
});

it('reads what it wrote, in either language', () => {
  const sum = fc.integer({ min: 0, max: 1e11 }).map((hundredths) => hundredths / 100);
  fc.assert(
    fc.property(
      sum,
      fc.constantFrom('ru', 'en'),
      fc.constantFrom('RUB', 'EUR', 'KZT'),
      (amount, language, currency) => {
        expect(readAmount(writeAmount({ amount, currency }, language))).toEqual({ amount, currency });
        expect(textOf({ ...lead, amount, currency }, 'amount', language)).toContain(currency);
      },
    ),
  );
});
