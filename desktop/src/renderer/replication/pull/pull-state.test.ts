import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fateOfChanges,
  isFilling,
  keptOf,
  openingPull,
  type PullEvent,
  type PullState,
  pullAfter,
} from './pull-state.ts';

const checkpoints: fc.Arbitrary<SyncCheckpoint> = fc.record(
  { backend: fc.constantFrom('one', 'other'), sequence: fc.nat().map(String), cursor: fc.string({ minLength: 1 }) },
  { requiredKeys: ['backend', 'sequence'] },
);
const kept = fc.record({ checkpoint: checkpoints, isRestarted: fc.boolean() }, { requiredKeys: ['checkpoint'] });
const events: fc.Arbitrary<PullEvent> = fc.oneof(
  fc.record({ type: fc.constant('opened' as const), kept: fc.option(kept, { nil: undefined }) }),
  fc.record({ type: fc.constant('stored' as const), checkpoint: checkpoints, restarted: fc.boolean() }),
  fc.constantFrom<PullEvent>(
    { type: 'losses-restored' },
    { type: 'round-begun' },
    { type: 'round-ended' },
    { type: 'told' },
    { type: 'gap' },
  ),
);
const after = (story: readonly PullEvent[], from: PullState = openingPull): PullState => story.reduce(pullAfter, from);

test('after a gap nothing is followed until a pull that missed nothing has come to its end', () => {
  fc.assert(
    fc.property(fc.array(events), fc.array(events), (before, between) => {
      const gap = after([...before, { type: 'gap' }]);
      const quiet = between.filter(({ type }) => type !== 'round-begun');
      expect(fateOfChanges(after(quiet, gap))).not.toBe('follow');
      const missed = after([{ type: 'round-begun' }, { type: 'told' }, { type: 'round-ended' }], gap);
      expect(missed.isLive).toBe(false);
      const whole = after([{ type: 'round-begun' }, { type: 'round-ended' }], gap);
      expect(fateOfChanges(whole)).toBe('follow');
    }),
  );
});

test('changes move the checkpoint only behind a whole pull, and are shown early only during the first', () => {
  fc.assert(
    fc.property(fc.array(events), (story) => {
      const state = after(story);
      const fate = fateOfChanges(state);
      if (fate === 'store') expect([isFilling(state), state.isLive]).toEqual([true, false]);
      expect(fate === 'follow').toBe(state.isLive);
    }),
  );
});

test('what is kept opens as it was, and a restart of the server is remembered until it is dealt with', () => {
  fc.assert(
    fc.property(fc.array(events), (story) => {
      const state = after(story);
      const opened = after([{ type: 'opened', kept: keptOf(state) }]);
      expect(opened.checkpoint).toEqual(state.checkpoint);
      if (state.checkpoint) expect(opened.isRestarted).toBe(state.isRestarted);
      const restarted = after(
        [{ type: 'stored', checkpoint: { backend: 'one', sequence: '1' }, restarted: true }],
        state,
      );
      expect(after([{ type: 'stored', checkpoint: { backend: 'one', sequence: '2' } }], restarted).isRestarted).toBe(
        true,
      );
    }),
  );
});
