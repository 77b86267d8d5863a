import type { AgentTestProgress } from '@inbetwin/shared/contracts/agents.ts';
import type { Step } from '@inbetwin/shared/entities/run.ts';
import { expect, it, vi } from 'vitest';
import { createFrameBatch } from './frame-batch.ts';
import { breakOff, nothingSeen, see } from './test-progress.ts';

const NOW = 5000;
const AHEAD = 1_000_000;

const step = (index: number, changes: Partial<Step> = {}): AgentTestProgress & { readonly type: 'step' } => ({
  type: 'step',
  step: {
    index,
    agent: 'rag',
    kind: 'model',
    name: 'm',
    state: 'intended',
    input: {},
    startedAt: NOW + AHEAD,
    ...changes,
  },
});
const text = (delta: string, agent = 'rag'): AgentTestProgress => ({ type: 'text', agent, delta });
const seeAll = (...told: readonly AgentTestProgress[]) =>
  told.reduce((seen, each) => see(seen, each, NOW), nothingSeen);
const textsOf = (...told: readonly AgentTestProgress[]) =>
  [...seeAll(...told).texts].filter(([, written]) => written !== '');

it('keeps what each agent writes apart, until it is void or in its step', () => {
  const writing = [step(0), text('Пред'), text('Нового', 'scoring'), text('оплата')];
  expect(textsOf(...writing)).toEqual([
    ['rag', 'Предоплата'],
    ['scoring', 'Нового'],
  ]);
  expect(textsOf(...writing, { type: 'restart', agent: 'rag' }, text('Да'))).toEqual([
    ['rag', 'Да'],
    ['scoring', 'Нового'],
  ]);
  expect(textsOf(...writing, step(0, { state: 'failed' }))).toEqual([['scoring', 'Нового']]);
  expect(textsOf(...writing, step(1, { kind: 'tool' }))).toHaveLength(2);
});

it('keeps a step once, in its place', () => {
  const { steps } = seeAll(step(1), step(0), step(1, { state: 'done' }));
  expect(steps.map(({ index, state }) => [index, state])).toEqual([
    [0, 'intended'],
    [1, 'done'],
  ]);
});

it('ends what was under way when there is no end, by the clock of the server', () => {
  const { steps } = breakOff(seeAll(step(0, { state: 'done' }), step(1)), 'dropped', NOW + 700);
  expect(steps.map(({ state, endedAt }) => [state, endedAt])).toEqual([
    ['done', undefined],
    ['dropped', NOW + AHEAD + 700],
  ]);
});

it('hands over once a frame, and at once when asked', () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => frames.push(draw));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.splice(id - 1, 1));
  const drawn: (readonly number[])[] = [];
  const batch = createFrameBatch<number>((items) => drawn.push(items));
  for (let at = 0; at < 1000; at++) batch.add(at);
  expect([frames.length, drawn.length]).toEqual([1, 0]);
  frames.shift()?.(0);
  batch.add(1000);
  batch.flush();
  batch.flush();
  expect(drawn.map(({ length }) => length)).toEqual([1000, 1]);
  expect(frames).toEqual([]);
  vi.unstubAllGlobals();
});
