import type { Step } from '@inbetwin/shared/entities/run.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spanOf, timelineOf } from './timeline.ts';

const stepOf = (changes: Partial<Step>): Step => ({
  index: 0,
  agent: 'rag',
  kind: 'model',
  name: 'gpt',
  state: 'done',
  input: {},
  startedAt: 0,
  endedAt: 100,
  ...changes,
});
const runOf = (steps: readonly Partial<Step>[], state: 'running' | 'done' = 'done') => ({
  state,
  steps: steps.map((step, index) => stepOf({ ...step, index })),
});

it('draws agents that work at the same time beside one another, to scale', () => {
  const { lanes, pauses } = timelineOf(
    runOf([
      { agent: 'supervisor', kind: 'route', startedAt: 0, endedAt: 0 },
      { startedAt: 0, endedAt: 500 },
      { agent: 'intake', startedAt: 250, endedAt: 1000 },
    ]),
    5000,
  );
  expect(pauses).toEqual([]);
  expect(lanes.map(({ agent, bars }) => [agent, bars.map(({ from, to }) => [from, to])])).toEqual([
    ['supervisor', [[0, 0]]],
    ['rag', [[0, 0.5]]],
    ['intake', [[0.25, 1]]],
  ]);
});

it('draws the days that a person took to decide as a short pause, and the call where it was made', () => {
  const day = 86_400_000;
  const input = { callId: 'c', arguments: '{}', approval: { by: 'u1', at: day, changed: false } };
  const waited = { kind: 'tool', name: 'create_order', startedAt: 1000, endedAt: day + 1000, input } as const;
  const { lanes, pauses } = timelineOf(runOf([{ startedAt: 0, endedAt: 1000 }, waited]), day);
  expect(pauses).toMatchObject([{ ms: day - 1000 }]);
  const [first, second] = lanes[0]?.bars ?? [];
  expect(first?.to).toBeCloseTo(0.472, 3);
  expect(second?.from).toBeCloseTo(0.528, 3);
  expect(second?.to).toBeCloseTo(1, 5);
});

it('lets what is under way grow until now, in a run that goes on alone', () => {
  const open = { state: 'intended', startedAt: 100, endedAt: undefined } as const;
  expect(spanOf(stepOf(open), 900)).toEqual({ from: 100, to: 900 });
  expect(spanOf(stepOf(open), undefined)).toEqual({ from: 100, to: 100 });
  expect(spanOf(stepOf({ ...open, state: 'waiting' }), 900)).toEqual({ from: 100, to: 100 });
});

it('keeps every bar in sight and every step in its lane, whatever the clocks said', () => {
  const time = fc.integer({ min: 0, max: 20_000 });
  const step = fc.record({
    agent: fc.constantFrom('rag', 'intake', 'scoring'),
    state: fc.constantFrom('done', 'failed', 'dropped', 'intended', 'waiting'),
    startedAt: time,
    endedAt: time,
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom('running', 'done'), (steps, state) => {
      const run = runOf(steps, state);
      const { lanes, pauses } = timelineOf(run, 25_000);
      const bars = lanes.flatMap((lane) => lane.bars);
      expect(bars.map((bar) => bar.step.index).toSorted((a, b) => a - b)).toEqual(run.steps.map(({ index }) => index));
      for (const { from, to } of bars) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(1 + 1e-9);
      }
      for (const { at, ms } of pauses) {
        expect(at).toBeGreaterThan(0);
        expect(at).toBeLessThan(1);
        expect(ms).toBeGreaterThan(1500);
      }
    }),
  );
});
