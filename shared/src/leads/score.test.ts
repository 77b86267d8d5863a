import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreReasonSchema } from '../entities/lead.ts';
import type { Fact } from '../entities/twin.ts';
import { readActivity } from './activity.ts';
import { type ScoreInput, scoreLead } from './score.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 2, 1, 12);
const quiet = {
  inboundCount: 1,
  lastInboundAt: now,
  askedPrice: false,
  askedPerson: false,
  wantedToBuy: false,
  declined: false,
};
const input = (changes: Partial<ScoreInput> = {}): ScoreInput => ({
  lead: { bant: {}, createdAt: now },
  contact: {},
  facts: [],
  activity: quiet,
  now,
  ...changes,
});
const fact = (key: string, value: string, changes: Partial<Fact> = {}): Fact => ({
  id: `m:${key}`,
  group: 'needs',
  key,
  value,
  confidence: 0.9,
  messageId: 'm',
  conversationId: 'c',
  observedAt: now,
  state: 'inferred',
  ...changes,
});
const codes = (changes: Partial<ScoreInput>) => scoreLead(input(changes)).reasons.map(({ code }) => code);

const text = fc.constantFrom(undefined, '', '500 тыс.', '15 марта', 'next Friday', 'x'.repeat(400));
const optional = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape).map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
const anyInput: fc.Arbitrary<ScoreInput> = fc.record({
  lead: fc.record({
    bant: optional({ budget: text, need: text, authority: text, timing: text }),
    createdAt: fc.nat(now),
  }),
  contact: optional({ phone: text, email: text, company: text }),
  facts: fc.array(
    fc
      .record({
        key: fc.constantFrom('phone', 'budget', 'eventDate', 'need', 'pet'),
        value: fc.string(),
        state: fc.constantFrom<Fact['state']>('inferred', 'corrected', 'forbidden'),
      })
      .map(({ key, value, state }) => fact(key, value, { state })),
  ),
  activity: fc.record({
    inboundCount: fc.nat(10),
    lastInboundAt: fc.nat(now),
    askedPrice: fc.boolean(),
    askedPerson: fc.boolean(),
    wantedToBuy: fc.boolean(),
    declined: fc.boolean(),
  }),
  now: fc.constant(now),
});

test('the score is the clamped sum of its reasons, the weightiest first, each one once', () => {
  fc.assert(
    fc.property(anyInput, (any) => {
      const { score, reasons } = scoreLead(any);
      const sum = reasons.reduce((total, { points }) => total + points, 0);
      expect(score).toBe(Math.min(100, Math.max(0, sum)));
      const weights = reasons.map(({ points }) => Math.abs(points));
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      expect(new Set(reasons.map(({ code }) => code)).size).toBe(reasons.length);
      for (const reason of reasons) scoreReasonSchema.parse(reason);
    }),
  );
});

test('a lead that has everything is worth 100, one that refused and went silent is worth nothing', () => {
  const everything = scoreLead({
    lead: { bant: { budget: '1 млн', authority: 'я решаю', need: 'зал', timing: 'завтра' }, createdAt: now },
    contact: { phone: '+7', email: 'a@b', company: 'C' },
    facts: [],
    activity: { ...quiet, inboundCount: 5, askedPrice: true, askedPerson: true },
    now,
  });
  expect(everything.score).toBe(100);
  const gone = { ...quiet, lastInboundAt: now - 40 * DAY, declined: true };
  expect(scoreLead(input({ activity: gone })).score).toBe(0);
});

test('waiting never makes a lead better, and changes nothing before the score is due', () => {
  fc.assert(
    fc.property(anyInput, fc.nat(400 * DAY), (any, wait) => {
      const before = scoreLead(any);
      const after = scoreLead({ ...any, now: any.now + wait });
      expect(after.score).toBeLessThanOrEqual(before.score);
      const isDue = before.dueAt !== undefined && before.dueAt <= any.now + wait;
      if (!isDue) expect(after.reasons).toEqual(before.reasons);
      if (after.dueAt !== undefined) expect(after.dueAt).toBeGreaterThan(any.now + wait);
    }),
  );
});

test('the score comes to rest: after enough waiting nothing is due', () => {
  fc.assert(
    fc.property(anyInput, (any) => {
      expect(scoreLead({ ...any, now: any.now + 3000 * DAY }).dueAt).toBeUndefined();
    }),
  );
});

test('more that speaks for a lead never makes it worse', () => {
  const better = fc.constantFrom<(of: ScoreInput) => ScoreInput>(
    (of) => ({ ...of, contact: { ...of.contact, phone: '+79161234567' } }),
    (of) => ({ ...of, contact: { ...of.contact, email: 'a@b.ru' } }),
    (of) => ({ ...of, contact: { ...of.contact, company: 'Ромашка' } }),
    (of) => ({ ...of, lead: { ...of.lead, bant: { ...of.lead.bant, budget: '500 тыс.' } } }),
    (of) => ({ ...of, lead: { ...of.lead, bant: { ...of.lead.bant, need: 'зал' } } }),
    (of) => ({ ...of, activity: { ...of.activity, askedPrice: true } }),
    (of) => ({ ...of, activity: { ...of.activity, inboundCount: of.activity.inboundCount + 1 } }),
  );
  fc.assert(
    fc.property(anyInput, better, (any, improve) => {
      expect(scoreLead(improve(any)).score).toBeGreaterThanOrEqual(scoreLead(any).score);
    }),
  );
});

test('what a person entered counts from when they entered it', () => {
  const lead = { bant: { timing: 'завтра' }, createdAt: now - 90 * DAY };
  expect(codes({ lead, timingEnteredAt: now })).toContain('timing_soon');
  expect(codes({ lead, timingEnteredAt: now - 3 * DAY })).toContain('timing_past');
});

describe('a lead is scored by', () => {
  test('how it can be reached', () => {
    expect(codes({ contact: { phone: '+7', email: 'a@b', company: 'C' } })).toEqual([
      'has_phone',
      'has_email',
      'company_known',
    ]);
    expect(codes({ facts: [fact('phone', '+7')] })).toEqual(['has_phone']);
    expect(codes({ facts: [fact('phone', '+7', { state: 'forbidden' })] })).toEqual([]);
  });

  test('budget, authority and need, in the customer’s words', () => {
    const { reasons } = scoreLead(
      input({ lead: { bant: { budget: '500 тыс.', need: 'зал', authority: 'я директор' }, createdAt: now } }),
    );
    expect(reasons).toEqual([
      { code: 'budget_known', points: 15, detail: '500 тыс.' },
      { code: 'authority', points: 10, detail: 'я директор' },
      { code: 'need_known', points: 10, detail: 'зал' },
    ]);
  });

  test.each([
    ['15 марта', 'timing_soon'],
    ['15 декабря', 'timing_known'],
    ['в конце апреля', 'timing_soon'],
    ['через две недели', 'timing_soon'],
    ['next Friday', 'timing_soon'],
    ['in 6 months', 'timing_known'],
    ['когда-нибудь', 'timing_known'],
    ['01.02.2026', 'timing_past'],
    ['March 15th', 'timing_soon'],
    ['31.02.2026', 'timing_known'],
  ])('when it is to be: %s', (words, code) => {
    expect(codes({ facts: [fact('eventDate', words)] })).toEqual([code]);
  });

  test('a date counts from the day it was said', () => {
    const said = { observedAt: Date.UTC(2025, 11, 20) };
    expect(codes({ facts: [fact('eventDate', '25 декабря', said)] })).toEqual(['timing_past']);
    expect(codes({ facts: [fact('eventDate', 'завтра', said)] })).toEqual(['timing_past']);
    expect(codes({ facts: [fact('eventDate', '25 апреля', said)] })).toEqual(['timing_known']);
  });

  test('how many come and what they celebrate', () => {
    expect(codes({ facts: [fact('guests', '40'), fact('occasion', 'юбилей')] })).toEqual([
      'guests_known',
      'occasion_known',
    ]);
  });

  test('being ready to buy, which is never next to nothing', () => {
    const activity = readActivity([{ direction: 'inbound', text: 'Забронируйте зал на 12 мая', createdAt: now }]);
    const { score, reasons } = scoreLead(input({ activity }));
    expect(reasons.map(({ code }) => code)).toContain('ready_to_buy');
    expect(score).toBeGreaterThanOrEqual(25);
    const asked = readActivity([{ direction: 'inbound', text: 'Не бронируйте, я передумал', createdAt: now }]);
    expect(asked.wantedToBuy).toBe(false);
  });

  test('what the customer does', () => {
    expect(codes({ activity: { ...quiet, inboundCount: 3, askedPrice: true, askedPerson: true } })).toEqual([
      'asked_person',
      'asked_price',
      'replied_often',
    ]);
    expect(codes({ activity: { ...quiet, lastInboundAt: now - 8 * DAY } })).toEqual(['silent_week']);
    expect(codes({ activity: { ...quiet, lastInboundAt: now - 31 * DAY, declined: true } })).toEqual([
      'declined',
      'silent_long',
    ]);
  });
});

describe('activity', () => {
  const said = (at: number, words: string) => ({ direction: 'inbound' as const, text: words, createdAt: at });

  test('is read from the customer’s own messages, in any order', () => {
    const messages = [
      said(3, 'Сколько стоит?'),
      { ...said(4, 'Позовите оператора'), direction: 'outbound' as const },
      said(1, 'Привет'),
    ];
    expect(readActivity(messages)).toEqual({
      inboundCount: 2,
      lastInboundAt: 3,
      askedPrice: true,
      askedPerson: false,
      wantedToBuy: false,
      declined: false,
    });
  });

  test('a refusal stands until the customer comes back', () => {
    expect(readActivity([said(1, 'not interested'), said(2, 'bye')]).declined).toBe(true);
    expect(readActivity([said(1, 'not interested'), said(2, 'how much is it after all?')]).declined).toBe(false);
  });

  test('of no messages is nothing', () => {
    expect(readActivity([])).toEqual({
      inboundCount: 0,
      askedPrice: false,
      askedPerson: false,
      wantedToBuy: false,
      declined: false,
    });
  });
});

test("the lead's own timing, which a person may have put right, counts before what was learned", () => {
  const facts = [fact('eventDate', '10 января', { observedAt: now - 10 * DAY })];
  expect(codes({ lead: { bant: { timing: '20 марта' }, createdAt: now }, facts })).toContain('timing_soon');
  expect(codes({ facts })).toContain('timing_known');
});
