import { expect, test } from 'vitest';
import { workIdOf } from '../conversations/ids.ts';
import type { Work } from '../entities/work.ts';
import { createRisingClock } from '../ports/clock.ts';
import { createFixedClock } from '../testing/fixed-clock.ts';
import { sampleItem } from '../tools/testing/sample-item.ts';
import { resumeRun } from './runs/execute-run.ts';
import { createTeam, scriptedModel, toolCall } from './runs/run.suite.ts';

const DAY = 86_400_000;

/** A run that waits for consent to an order, in which a person decides two days later by the clock of their device. */
const decideLate = async (state: 'approved' | 'refused', decision: Partial<Work['approval']>) => {
  const time = createFixedClock();
  const asked = { toolCalls: [toolCall('create_order', { lines: [{ product: 'hall', quantity: 1 }] })] };
  const team = createTeam({
    clock: createRisingClock(time, () => 0),
    model: scriptedModel({ rag: [asked, { text: 'This is what came of it.' }] }),
  });
  await team.documents.catalog.put(sampleItem('hall'));
  const waiting = await team.run(await team.write('Please order the hall for a day'));
  expect(waiting.state).toBe('waiting');
  const step = waiting.steps.findIndex(({ state: reached }) => reached === 'waiting');
  time.advance(2 * DAY);
  await team.documents.work.update(workIdOf(waiting.id, step), (current) =>
    current.approval ? { ...current, state, approval: { ...current.approval, decidedBy: 'u1', ...decision } } : current,
  );
  const run = await resumeRun(team.dependencies, waiting.id, { signal: new AbortController().signal });
  const replies = (await team.messages()).filter(({ direction }) => direction === 'outbound');
  return { run, last: replies.at(-1)?.text };
};

test('a refusal after two days is told to the customer by the agent: the wait is not the run’s time', async () => {
  const { run, last } = await decideLate('refused', { reason: 'Booked', decidedAt: Date.UTC(2026, 0, 17, 9) });
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(run?.steps.find(({ name }) => name === 'create_order')).toMatchObject({
    state: 'failed',
    error: { code: 'tool.refused', message: 'A person refused it: Booked' },
  });
  expect(last).toBe('This is what came of it.');
});

test('consent that was given offline long before it arrives is as good as any', async () => {
  const { run, last } = await decideLate('approved', { decidedAt: Date.UTC(2026, 0, 15, 9, 1) });
  expect(run).toMatchObject({ state: 'done', outcome: 'replied' });
  expect(run?.steps.find(({ name }) => name === 'create_order')).toMatchObject({ state: 'done' });
  expect(last).toBe('This is what came of it.');
});
