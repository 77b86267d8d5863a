import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { Failure } from '../contracts/errors.ts';
import { openToolWorkspace } from './testing/open-workspace.ts';
import { defineTool, type JsonValue, type ToolEffect } from './tool.ts';

const open = () => openToolWorkspace({ own: 'Привет', other: 'Hello' });
const away = new Failure('store.unavailable', 'The store is away.', 'Wait.');

/** Fails with these one after the other, then succeeds. */
const toolThatFails = (effect: ToolEffect, failures: readonly Failure[], attempts?: number) => {
  const execute = vi.fn(async (): Promise<JsonValue> => {
    const failure = failures[execute.mock.calls.length - 1];
    if (failure) throw failure;
    return 'done';
  });
  const tool = defineTool({
    name: 'fails',
    description: 'Fails.',
    effect,
    arguments: z.strictObject({}),
    timeLimitMs: 5000,
    ...(attempts !== undefined && { retry: { attempts } }),
    execute,
  });
  return { tool, execute };
};

test.each(['read', 'write'] as const)('a tool that only %ss is tried again while the store is away', async (effect) => {
  const { call } = await open();
  const { tool, execute } = toolThatFails(effect, [away, away]);
  expect(await call(tool, {})).toBe('done');
  expect(execute).toHaveBeenCalledTimes(3);
});

test('a tool is tried as often as it says, and no more', async () => {
  const { call } = await open();
  const { tool, execute } = toolThatFails('read', [away, away, away], 2);
  await expect(call(tool, {})).rejects.toBe(away);
  expect(execute).toHaveBeenCalledTimes(2);
});

test('what would fail again is not tried again', async () => {
  const { call } = await open();
  const { tool, execute } = toolThatFails('write', [new Failure('tool.impossible', 'No.', 'No.')]);
  await expect(call(tool, {})).rejects.toMatchObject({ code: 'tool.impossible' });
  expect(execute).toHaveBeenCalledTimes(1);
});

test('what may have reached others is never tried again', async () => {
  const { call } = await open();
  const { tool, execute } = toolThatFails('outward', [away], 3);
  await expect(call(tool, {})).rejects.toBe(away);
  expect(execute).toHaveBeenCalledTimes(1);
});

test('an outward tool that fails again and again is left alone for a minute, then tried once', async () => {
  const { call, time } = await open();
  const down = new Failure('channel.unreachable', 'No answer.', 'Wait.');
  const { tool, execute } = toolThatFails('outward', Array(6).fill(down));
  for (let failures = 0; failures < 5; failures++) await expect(call(tool, {})).rejects.toBe(down);
  await expect(call(tool, {})).rejects.toMatchObject({ code: 'tool.unavailable' });
  expect(execute).toHaveBeenCalledTimes(5);
  time.advance(61_000);
  await expect(call(tool, {})).rejects.toBe(down);
  await expect(call(tool, {})).rejects.toMatchObject({ code: 'tool.unavailable' });
  time.advance(61_000);
  expect(await call(tool, {})).toBe('done');
  expect(await call(tool, {})).toBe('done');
});

test('an outward tool that refuses what it was asked for works', async () => {
  const { call } = await open();
  const no = new Failure('tool.impossible', 'No.', 'No.');
  const { tool, execute } = toolThatFails('outward', Array(9).fill(no));
  for (let refusals = 0; refusals < 9; refusals++) await expect(call(tool, {})).rejects.toBe(no);
  expect(execute).toHaveBeenCalledTimes(9);
});
