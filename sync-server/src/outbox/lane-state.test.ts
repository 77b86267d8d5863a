import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LaneEvent, type LaneState, nextLaneState, type Outcome } from './lane-state.ts';

const stateAfter = (...events: readonly LaneEvent[]): LaneState =>
  events.reduce(nextLaneState, { is: 'ready' } as LaneState);
const placed = { type: 'placed' } as const;
const woken = { type: 'woken' } as const;
const due = { type: 'due' } as const;
const ended = (outcome: Outcome) => ({ type: 'ended', outcome }) as const;
const retry = ended({ kind: 'retry', ms: 1 });
const fixed = ended({ kind: 'retry', ms: 1, fixed: true });
const park = ended({ kind: 'park' });

test('a lane takes a place, and queues for the next one when a task is done', () => {
  expect(stateAfter(placed)).toEqual({ is: 'running', isWoken: false });
  expect(stateAfter(placed, ended('done'))).toEqual({ is: 'ready' });
});

test.each([
  ['a retry', retry, 'ready', 'ready'],
  ['a parked task', park, 'ready', 'ready'],
  ['a wait that the platform asks for', fixed, 'waiting', 'waiting'],
] as const)('%s: woken while it waits, and woken while it still runs', (_what, outcome, afterWait, afterRun) => {
  expect(stateAfter(placed, outcome).is).toBe('waiting');
  expect(stateAfter(placed, outcome, woken).is).toBe(afterWait);
  expect(stateAfter(placed, woken, outcome).is).toBe(afterRun);
  expect(stateAfter(placed, outcome, due).is).toBe('ready');
});

test('a call to wake counts for the turn in which it comes, not for a later one', () => {
  expect(stateAfter(woken, placed, park).is).toBe('waiting');
  expect(stateAfter(placed, woken, fixed, due, placed, park).is).toBe('waiting');
});

test('whatever happens, a lane waits only after a task said so, and its time always ends that', () => {
  const events: readonly LaneEvent[] = [woken, ended('done'), retry, fixed, park];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (story) => {
      let state: LaneState = { is: 'ready' };
      for (const event of story) {
        if (state.is === 'ready') state = nextLaneState(state, placed);
        if (event.type === 'ended' && state.is !== 'running') continue;
        const before = state;
        state = nextLaneState(state, event);
        if (state.is === 'waiting' && before.is !== 'waiting') expect(event.type).toBe('ended');
        if (before.is === 'waiting' && before.isFixed) expect(state).toEqual(before);
        expect(nextLaneState(state, due)).toEqual({ is: 'ready' });
      }
    }),
    { seed: 13 },
  );
});
