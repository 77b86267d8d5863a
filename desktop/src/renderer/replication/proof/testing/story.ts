import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import fc from 'fast-check';
import type { Picks } from './acts.ts';
import { type Fault, faultKinds } from './faulty-network.ts';

/** One event; `pause`: milliseconds until the next one. */
export type StoryEvent = { readonly pause: number; readonly device: number } & (
  | {
      readonly kind: 'edit' | 'create' | 'remove' | 'offend' | 'serve' | 'open';
      readonly collection: number;
      readonly picks: Picks;
    }
  | { readonly kind: 'choose' | 'discard' | 'mend' | 'save'; readonly picks: Picks }
  | { readonly kind: 'connect' | 'disconnect' | 'stop' | 'start' | 'demote' | 'promote' }
  | { readonly kind: 'renew'; readonly meanwhile: readonly Served[] }
  | { readonly kind: 'clock'; readonly offset: number }
  | { readonly kind: 'kill'; readonly inAccesses: number; readonly applied: boolean }
  | { readonly kind: 'fault'; readonly fault: Fault }
);

/** An act of the server during a first pull. */
export type Served = { readonly collection: number; readonly picks: Picks; readonly pause: number };

export type Story = {
  readonly devices: number;
  readonly collections: readonly ReplicatedCollection[];
  readonly events: readonly StoryEvent[];
};

/** The people and collections of a story. Four devices with three collections each are the most that RxDB's free edition opens in one process. */
export type Cast = readonly [devices: number, ...collections: ReplicatedCollection[]];

const picks = fc.record({ doc: fc.nat(11), field: fc.nat(11), choice: fc.nat(41) });
const device = fc.nat(4);
const pause = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat(12) },
  { weight: 2, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 70_000 }) },
);

const happening = <K extends string, P extends Record<string, fc.Arbitrary<unknown>>>(kind: K, parts: P) =>
  fc.record({ kind: fc.constant(kind), device, pause, ...parts });

const collection = fc.nat(3);
const served = fc.record({ collection, picks, pause: fc.nat(14) });
const fault = fc.oneof(
  fc.record({
    request: fc.constant('push' as const),
    kind: fc.constantFrom(...faultKinds.filter((kind) => !kind.startsWith('stream'))),
    delay: fc.oneof(fc.nat(50), fc.integer({ min: 60_000, max: 70_000 })),
  }),
  fc.record({
    request: fc.constant('pull' as const),
    kind: fc.constantFrom(...faultKinds.filter((kind) => !kind.startsWith('stream'))),
    delay: fc.nat(400),
  }),
  fc.record({
    request: fc.constant('stream' as const),
    kind: fc.constantFrom('stream-cut', 'stream-slow', 'dropped', 'status-500', 'expired', 'late'),
    delay: fc.nat(400),
  }),
  fc.record({
    request: fc.constant('refresh' as const),
    kind: fc.constantFrom('dropped', 'status-503'),
    delay: fc.nat(400),
  }),
);

const YEAR_MS = 365 * 86_400_000;

const event: fc.Arbitrary<StoryEvent> = fc.oneof(
  { weight: 30, arbitrary: happening('edit', { collection, picks }) },
  { weight: 12, arbitrary: happening('open', { collection, picks }) },
  { weight: 12, arbitrary: happening('save', { picks }) },
  { weight: 7, arbitrary: happening('create', { collection, picks }) },
  { weight: 4, arbitrary: happening('remove', { collection, picks }) },
  { weight: 6, arbitrary: happening('choose', { picks }) },
  { weight: 3, arbitrary: happening('offend', { collection, picks }) },
  { weight: 2, arbitrary: happening('discard', { picks }) },
  { weight: 2, arbitrary: happening('mend', { picks }) },
  { weight: 8, arbitrary: happening('serve', { collection, picks }) },
  { weight: 7, arbitrary: happening('disconnect', {}) },
  { weight: 7, arbitrary: happening('connect', {}) },
  { weight: 2, arbitrary: happening('stop', {}) },
  { weight: 6, arbitrary: happening('start', {}) },
  { weight: 4, arbitrary: happening('renew', { meanwhile: fc.array(served, { maxLength: 6 }) }) },
  { weight: 1, arbitrary: happening('demote', {}) },
  { weight: 1, arbitrary: happening('promote', {}) },
  {
    weight: 3,
    arbitrary: happening('clock', {
      offset: fc.oneof(
        fc.integer({ min: -YEAR_MS, max: YEAR_MS }),
        fc.integer({ min: -120_000, max: 120_000 }),
        fc.constant(0),
      ),
    }),
  },
  { weight: 6, arbitrary: happening('kill', { inAccesses: fc.integer({ min: 1, max: 12 }), applied: fc.boolean() }) },
  { weight: 14, arbitrary: happening('fault', { fault }) },
) as fc.Arbitrary<StoryEvent>;

export const storiesOf = (casts: readonly Cast[]): fc.Arbitrary<Story> =>
  fc
    .record({
      cast: fc.constantFrom(...casts),
      focus: fc.option(fc.record({ collection, doc: fc.nat(11), field: fc.nat(11) }), { freq: 3 }),
      events: fc.array(event, { minLength: 5, maxLength: 60, size: 'max' }),
    })
    .map(({ cast: [devices, ...collections], focus, events }) => ({
      devices,
      collections,
      events: focus ? events.map((each) => focused(each, focus)) : events,
    }));

const aboutDocuments: ReadonlySet<StoryEvent['kind']> = new Set(['edit', 'open', 'serve', 'remove']);

type Focus = { readonly collection: number; readonly doc: number; readonly field: number };

/** Most stories are about one or two documents and few fields, so that edits collide. */
const focused = (each: StoryEvent, focus: Focus): StoryEvent => {
  if (each.kind === 'save') {
    const { doc, field, choice } = each.picks;
    return { ...each, picks: { doc, field: focus.field + (field % 2), choice } };
  }
  if (!aboutDocuments.has(each.kind) || !('collection' in each)) return each;
  const { doc, field, choice } = each.picks;
  return {
    ...each,
    collection: focus.collection,
    picks: { doc: focus.doc + Math.floor(doc / 8), field: focus.field + (field % 2), choice },
  };
};
