import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPollState, notPolled, type PollEvent, type PollState } from './poll-state.ts';

const stateAfter = (...events: readonly PollEvent[]): PollState => events.reduce(nextPollState, notPolled);
const removed = { type: 'webhook-removed' } as const;
const caughtUp = { type: 'caught-up' } as const;
const handled = (update: number) => ({ type: 'handled', update }) as const;
const failed = (code: 'channel.unreachable' | 'channel.conflict') => ({ type: 'failed', code }) as const;

test('a poll waits for updates only after one that succeeded', () => {
  expect(notPolled.isPatient).toBe(false);
  expect(stateAfter(removed, caughtUp)).toMatchObject({ isPatient: true, failures: 0 });
  expect(stateAfter(removed, caughtUp, failed('channel.unreachable'))).toMatchObject({ isPatient: false, failures: 1 });
});

test('the webhook is removed before the first poll, and again when Telegram speaks of a conflict', () => {
  expect(notPolled.hasWebhook).toBe(true);
  expect(stateAfter(removed, failed('channel.unreachable')).hasWebhook).toBe(false);
  expect(stateAfter(removed, failed('channel.conflict')).hasWebhook).toBe(true);
  expect(stateAfter(failed('channel.unreachable')).hasWebhook).toBe(true);
});

test('whatever happens, the offset stands behind every update that is handled, and never goes back', () => {
  const event = fc.oneof(
    fc.nat({ max: 50 }).map(handled),
    fc.constantFrom<PollEvent>(removed, caughtUp, failed('channel.unreachable'), failed('channel.conflict')),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const updates = events.flatMap((one) => (one.type === 'handled' ? [one.update] : []));
      expect(stateAfter(...events).offset).toBe(Math.max(-1, ...updates) + 1);
    }),
    { seed: 13 },
  );
});
