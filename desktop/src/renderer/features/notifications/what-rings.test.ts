import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { sampleConversation } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isUnread } from '../../parts/conversation/unread.ts';
import { toldOfAll, whatRings, whatRingsSettled, withTold } from './what-rings.ts';

const SINCE = 1_000;

const wrote = (id: string, at: number, more: Partial<Conversation> = {}): Conversation =>
  sampleConversation(id, {
    mode: 'human',
    lastMessage: { id: `${id}:${at}`, text: 'Вы здесь?', direction: 'inbound', at },
    ...more,
  });

const scene = {
  told: toldOfAll([]),
  marks: new Map<string, number>(),
  userId: 'anna',
  settings: { rings: 'waiting' },
  since: SINCE,
} as const;

const idsOf = (conversations: readonly Conversation[]) => conversations.map(({ id }) => id);

test('what waits for this person or for nobody in particular rings, the latest first', () => {
  const waiting = [
    wrote('a', 2_000),
    wrote('b', 3_000, { assigneeId: 'anna' }),
    wrote('c', 4_000, { assigneeId: 'boris' }),
  ];
  expect(idsOf(whatRings({ ...scene, waiting }))).toEqual(['b', 'a']);
  expect(idsOf(whatRings({ ...scene, waiting, settings: { rings: 'mine' } }))).toEqual(['b']);
});

test('what an agent answers, what is closed and what a person has answered is silent', () => {
  const waiting = [
    wrote('a', 2_000, { mode: 'agent' }),
    wrote('b', 2_000, { status: 'closed' }),
    wrote('c', 2_000, { lastMessage: { id: 'm', text: 'Да', direction: 'outbound', at: 2_000 } }),
  ];
  expect(whatRings({ ...scene, waiting })).toEqual([]);
});

test('a hand-over rings although the agent had the last word', () => {
  const handover = { reason: 'asked', summary: 'Просит человека', at: 2_000 };
  const lastMessage = { id: 'm', text: 'Зову коллегу', direction: 'outbound', at: 2_001 } as const;
  expect(idsOf(whatRings({ ...scene, waiting: [wrote('a', 0, { mode: 'agent', handover, lastMessage })] }))).toEqual([
    'a',
  ]);
});

test('a hand-over of a message that the person was told of is silent, unless they gave it to the agents in between', () => {
  const asked = wrote('a', 2_000, { mode: 'draft' });
  const handover = { reason: 'asked', summary: 'Просит человека', at: 2_500 };
  const told = withTold(toldOfAll([]), [asked]);
  expect(whatRings({ ...scene, told, waiting: [{ ...asked, handover }] })).toEqual([]);
  const handedBack = { ...asked, mode: 'agent' as const, handedBack: { messageId: 'a:2000', at: 2_100 } };
  const toldAgain = withTold(told, [handedBack]);
  expect(idsOf(whatRings({ ...scene, told: toldAgain, waiting: [{ ...asked, handover }] }))).toEqual(['a']);
  expect(idsOf(whatRings({ ...scene, told, waiting: [wrote('a', 3_000)] }))).toEqual(['a']);
});

test('what was there at first, what came late from before, and what was read is silent', () => {
  const before = wrote('a', 2_000);
  expect(whatRings({ ...scene, waiting: [before], told: toldOfAll([before]) })).toEqual([]);
  expect(whatRings({ ...scene, waiting: [wrote('b', SINCE)] })).toEqual([]);
  expect(whatRings({ ...scene, waiting: [wrote('c', 2_000)], marks: new Map([['c', 2_000]]) })).toEqual([]);
});

test('each message rings once, and only what is unread rings', () => {
  const event = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    at: fc.integer({ min: 0, max: 5_000 }),
    reads: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const waiting = new Map<string, Conversation>();
      const marks = new Map<string, number>();
      let told = toldOfAll([]);
      const rung = new Set<string>();
      for (const { id, at, reads } of events) {
        if (reads) marks.set(id, at);
        else waiting.set(id, wrote(id, at));
        const all = [...waiting.values()];
        for (const conversation of whatRings({ ...scene, waiting: all, told, marks })) {
          expect(isUnread(conversation, 'anna', marks)).toBe(true);
          const key = conversation.lastMessage.id;
          expect(rung.has(key)).toBe(false);
          rung.add(key);
          told = new Map([...told, ...toldOfAll([conversation])]);
        }
        expect(whatRings({ ...scene, waiting: all, told, marks })).toEqual([]);
      }
    }),
  );
});

test('a moment later only what nobody has seen or taken meanwhile rings', () => {
  const earlier = [wrote('a', 2_000), wrote('seen', 2_000), wrote('taken', 2_000), wrote('answered', 2_000)];
  const waiting = [wrote('a', 2_000), wrote('seen', 2_000), wrote('taken', 2_000, { assigneeId: 'boris' })];
  const { ringing } = whatRingsSettled({ ...scene, marks: new Map([['seen', 2_000]]), waiting }, earlier);
  expect(idsOf(ringing)).toEqual(['a']);
});

test('what came after that moment waits for its own, and a burst of messages rings once', () => {
  const earlier = [wrote('burst', 2_000)];
  const waiting = [wrote('burst', 2_400), wrote('later', 2_400)];
  const first = whatRingsSettled({ ...scene, waiting }, earlier);
  expect(first.ringing).toEqual([wrote('burst', 2_400)]);
  const second = whatRingsSettled({ ...scene, told: first.told, waiting }, waiting);
  expect(idsOf(second.ringing)).toEqual(['later']);
});
