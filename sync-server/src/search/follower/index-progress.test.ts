import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answersIn,
  type IndexEvent,
  type IndexProgress,
  noIndex,
  positionIn,
  progressAfter,
} from './index-progress.ts';

const generations = fc.nat(3);
const sequences = fc.nat(99).map(String);
const events: fc.Arbitrary<IndexEvent> = fc.oneof(
  fc.record({ type: fc.constant('beginning' as const), model: fc.constantFrom('builtin', 'large') }),
  fc.record({
    type: fc.constant('begun' as const),
    generation: generations,
    sequence: fc.option(sequences, { nil: undefined }),
  }),
  fc.record({ type: fc.constant('applied' as const), generation: generations, sequence: sequences }),
  fc.record({ type: fc.constant('published' as const), generation: generations }),
  fc.constantFrom<IndexEvent>({ type: 'verified' }, { type: 'mismatched' }, { type: 'outdated' }),
);
const after = (story: readonly IndexEvent[], from: IndexProgress = noIndex): IndexProgress =>
  story.reduce(progressAfter, from);
/** The last of these events in a story. */
const lastOf = (story: readonly IndexEvent[], types: readonly IndexEvent['type'][]) =>
  story.findLast(({ type }) => types.includes(type))?.type;

test('an index is fed only in the thread that holds it, and never after it proved wrong or outdated', () => {
  fc.assert(
    fc.property(fc.array(events), generations, (story, generation) => {
      const position = positionIn(after(story), generation);
      const last = story.findLast(({ type }) => ['begun', 'applied', 'mismatched', 'outdated'].includes(type));
      const isFed = (last?.type === 'begun' || last?.type === 'applied') && last.generation === generation;
      expect(position?.sequence).toBe(isFed ? last.sequence : undefined);
      expect(position !== undefined).toBe(isFed);
    }),
  );
});

test('a snapshot is suspected from the moment it is loaded, or proves wrong, until an index answers', () => {
  fc.assert(
    fc.property(fc.array(events), (story) => {
      const { isSnapshotTrusted } = after(story);
      const last = lastOf(story, ['beginning', 'mismatched', 'published']);
      expect(isSnapshotTrusted).toBe(last === undefined || last === 'published');
    }),
  );
});

test('an index that was loaded is compared with the store exactly once', () => {
  const loaded: IndexEvent = { type: 'begun', generation: 1, sequence: '7' };
  fc.assert(
    fc.property(fc.array(events), fc.array(events), (before, later) => {
      expect(after([...before, loaded]).isUnverified).toBe(true);
      const verified = after([...before, loaded, { type: 'verified' }]);
      const again = later.filter(({ type }) => type !== 'begun');
      expect(after(again, verified).isUnverified).toBe(false);
      expect(after([{ type: 'begun', generation: 1 }], verified).isUnverified).toBe(false);
    }),
  );
});

test('the old index answers with its model while a new one is filled', () => {
  fc.assert(
    fc.property(fc.array(events), generations, (story, generation) => {
      const old = after([
        { type: 'beginning', model: 'old' },
        { type: 'published', generation },
      ]);
      const filling = after(
        story.filter(({ type }) => type !== 'published'),
        old,
      );
      expect(filling.answering).toEqual({ generation, model: 'old' });
      expect(answersIn(filling, generation)).toBe(true);
      expect(answersIn(filling, generation + 1)).toBe(false);
    }),
  );
});
