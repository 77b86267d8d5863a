import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideFollowUp, type FollowUpCase } from './follow-up.ts';
import { silence } from './follow-up-sequence.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Thursday noon in Moscow. */
const sentAt = Date.UTC(2026, 0, 15, 9);

const message = (id: string, direction: 'inbound' | 'outbound', createdAt: number, text = 'Да') => ({
  id,
  direction,
  createdAt,
  text,
});
const asked = message('in', 'inbound', sentAt - HOUR, 'Ищем зал на 80 гостей');
const unanswered = message('out', 'outbound', sentAt);

const usual: FollowUpCase = {
  work: {
    id: 'work:follow-up:silence:0:1',
    dueAt: sentAt + 2 * DAY,
    createdAt: sentAt,
    followUp: { sequence: 'silence', step: 0, messageId: 'out' },
  },
  conversation: {
    mode: 'agent',
    status: 'open',
    lastMessage: { id: 'out', text: '', direction: 'outbound', at: sentAt },
  },
  contact: {},
  lead: { stage: 'new' },
  unanswered,
  messages: [unanswered, asked],
  sequence: silence,
  timeZone: 'Europe/Moscow',
  now: sentAt + 2 * DAY,
  calendar: sentAt + 2 * DAY,
};
const decide = ({ now = usual.now, ...changes }: Partial<FollowUpCase> = {}) =>
  decideFollowUp({ ...usual, now, calendar: now, ...changes });
const ends = (reason: string) => ({ kind: 'end', reason });
const { conversation: open } = usual;

test('two days without an answer: it goes out, and not a moment sooner', () => {
  expect(decide()).toEqual({ kind: 'send' });
  expect(decide({ now: sentAt + 2 * DAY - 1 })).toEqual({ kind: 'later', at: sentAt + 2 * DAY });
});

test('by night it waits for nine in the morning where the customer is', () => {
  const now = Date.UTC(2026, 0, 17, 19);
  expect(decide({ now })).toEqual({ kind: 'later', at: Date.UTC(2026, 0, 18, 6) });
  expect(decide({ now, contact: { phone: '+1 212 555 2368' } })).toEqual({ kind: 'send' });
  expect(decide({ now, contact: { timeZone: 'Asia/Tokyo' } })).toEqual({ kind: 'later', at: Date.UTC(2026, 0, 18) });
});

test('the hour is that of the calendar, also while the clock of the records is ahead of it', () => {
  const lead = 10 * HOUR;
  const atNoon = usual.now;
  expect(decide({ now: atNoon + lead, calendar: atNoon })).toEqual({ kind: 'send' });
  const night = Date.UTC(2026, 0, 17, 19);
  const morning = Date.UTC(2026, 0, 18, 6);
  expect(decide({ now: night + lead, calendar: night })).toEqual({ kind: 'later', at: morning + lead });
});

test('one that only a wrong clock has made waits for nothing', () => {
  expect(decide({ now: sentAt - 2 * DAY })).toEqual(ends('expired'));
  expect(decide({ now: sentAt - HOUR })).toEqual({ kind: 'later', at: sentAt + 2 * DAY });
});

const late = message('late', 'inbound', sentAt + 1);
const other = message('other', 'outbound', sentAt + 1);
test.each<readonly [string, Partial<FollowUpCase>]>([
  ['answered', { messages: [late, unanswered, asked] }],
  ['answered', { messages: [other, late, unanswered] }],
  [
    'answered',
    {
      conversation: open && {
        ...open,
        lastMessage: { ...open.lastMessage, id: 'late', direction: 'inbound', at: sentAt + 1 },
      },
    },
  ],
  ['superseded', { messages: [other, unanswered, asked] }],
  ['opted-out', { contact: { optedOutAt: sentAt } }],
  ['opted-out', { contact: { optedOutAt: sentAt, optedInAt: sentAt - 1 } }],
  ['unreachable', { conversation: open && { ...open, reach: { state: 'blocked', at: sentAt } } }],
  ['with-person', { conversation: open && { ...open, mode: 'human' } }],
  ['with-person', { conversation: open && { ...open, handover: { reason: 'no_answer', summary: '', at: sentAt } } }],
  ['closed', { conversation: open && { ...open, status: 'closed' } }],
  ['closed', { lead: { stage: 'won' } }],
  ['closed', { lead: { stage: 'lost' } }],
  ['closed', { lead: undefined }],
  ['closed', { contact: undefined }],
  ['closed', { conversation: undefined }],
  ['closed', { unanswered: undefined }],
  ['closed', { messages: [unanswered, message('in', 'inbound', sentAt - 1, 'Спасибо, уже неактуально')] }],
  ['switched-off', { sequence: undefined }],
  ['switched-off', { sequence: { ...silence, steps: [] } }],
  ['expired', { now: sentAt + 10 * DAY }],
  ['capped', { contact: { followUps: [1, 2, 3].map((n) => ({ id: `w${n}`, at: sentAt - n * 3 * DAY })) } }],
  ['sent', { messages: [message(`run:${usual.work.id}:reply`, 'outbound', sentAt + 2 * DAY), unanswered] }],
])('it ends as %s', (reason, changes) => {
  expect(decide(changes)).toEqual(ends(reason));
});

test('whoever wants to be written to again is', () => {
  expect(decide({ contact: { optedOutAt: 5, optedInAt: 6 } })).toEqual({ kind: 'send' });
});

test('another conversation of the same customer puts it off, its own claim from before a crash does not', () => {
  const followUps = (id: string) => ({ followUps: [{ id, at: sentAt + 2 * DAY - HOUR }] });
  expect(decide({ contact: followUps('another') })).toEqual({ kind: 'later', at: sentAt + 4 * DAY - HOUR });
  expect(decide({ contact: followUps(usual.work.id) })).toEqual({ kind: 'send' });
});

const zone = fc.constantFrom(
  'Europe/Moscow',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Europe/Berlin',
);
const time = fc.integer({ min: sentAt - 40 * DAY, max: sentAt + 15 * DAY });
const facts = fc.record({
  now: time,
  createdAt: fc.constantFrom(sentAt, Date.UTC(2026, 2, 27, 9), Date.UTC(2026, 9, 23, 9)),
  timeZone: zone,
  mode: fc.constantFrom('agent' as const, 'agent' as const, 'human' as const, 'draft' as const),
  messages: fc.array(
    fc.record({
      direction: fc.constantFrom('inbound' as const, 'outbound' as const),
      ago: fc.integer({ min: -3, max: 3 }),
    }),
    { maxLength: 4 },
  ),
  followUps: fc.array(time, { maxLength: 4 }),
  optedOutAt: fc.option(time, { nil: undefined, freq: 4 }),
  optedInAt: fc.option(time, { nil: undefined, freq: 4 }),
});

test('never by night, above the cap, before its time, behind an answer or an opt-out, whatever order things are told in', () => {
  let sent = 0;
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.nat()), (given, order) => {
      const root = message('out', 'outbound', given.createdAt);
      const later = given.messages.map(({ direction, ago }, at) => message(`m${at}`, direction, given.createdAt + ago));
      const shuffled = [root, ...later]
        .map((each) => ({ each, key: order.next().value }))
        .toSorted((a, b) => a.key - b.key);
      const { optedOutAt, optedInAt, now } = given;
      const followUps = given.followUps.map((at, n) => ({ id: `w${n}`, at }));
      const dueAt = given.createdAt + 2 * DAY;
      const decision = decide({
        work: { ...usual.work, createdAt: given.createdAt, dueAt },
        now: now - sentAt + given.createdAt,
        unanswered: root,
        messages: shuffled.map(({ each }) => each),
        conversation: open && { ...open, mode: given.mode, lastMessage: { ...open.lastMessage, at: given.createdAt } },
        contact: {
          timeZone: given.timeZone,
          followUps,
          ...(optedOutAt !== undefined && { optedOutAt }),
          ...(optedInAt !== undefined && { optedInAt }),
        },
      });
      const at =
        decision.kind === 'later' ? decision.at : decision.kind === 'send' ? now - sentAt + given.createdAt : undefined;
      if (at === undefined) return;
      if (decision.kind === 'send') sent += 1;
      const hour = Number(
        new Intl.DateTimeFormat('en-GB', { timeZone: given.timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at),
      );
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(21);
      expect(at).toBeGreaterThanOrEqual(dueAt);
      expect(given.mode).not.toBe('human');
      expect(later.every(({ createdAt }) => createdAt < given.createdAt)).toBe(true);
      expect(optedOutAt === undefined || (optedInAt ?? 0) > optedOutAt).toBe(true);
      const within = (ms: number) => followUps.filter((one) => one.at > at - ms).length;
      expect(within(2 * DAY)).toBe(0);
      expect(within(30 * DAY)).toBeLessThan(3);
    }),
    { numRuns: 2000 },
  );
  expect(sent).toBeGreaterThan(5);
});
