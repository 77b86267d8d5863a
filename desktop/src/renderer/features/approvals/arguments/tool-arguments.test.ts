import { type ToolName, tools } from '@inbetwin/shared/tools/registry.ts';
import { argumentsLike } from '@inbetwin/shared/tools/testing/arguments-like.ts';
import { samples } from '@inbetwin/shared/tools/testing/samples.ts';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Draft, draftOf, withDraftAt } from './argument-draft.ts';
import { argumentShapeOf, checkArguments } from './tool-arguments.ts';

const names = Object.keys(tools) as ToolName[];

const formOf = (tool: string, args: object): Draft => draftOf(argumentShapeOf(tool), args);
const problemsOf = (tool: string, draft: Draft, original: object = {}) => {
  const checked = checkArguments(tool, draft, JSON.stringify(original));
  return checked.isGood ? undefined : Object.fromEntries(checked.problems);
};

describe('the form of a tool’s arguments', () => {
  it.each(names)('of %s asks for nothing as JSON', (tool) => {
    expect(JSON.stringify(argumentShapeOf(tool))).not.toContain('"json"');
  });

  it.each(names)('of %s changes nothing until somebody writes in it', (tool) => {
    const sample = samples[tool];
    expect(checkArguments(tool, formOf(tool, sample), JSON.stringify(sample))).toEqual({
      isGood: true,
      changed: undefined,
    });
    const like = argumentsLike(tools[tool].arguments, {
      texts: ['текст', '2026-06-20T15:00', 'Europe/Moscow'],
      sample,
    });
    fc.assert(
      fc.property(like, (args) => {
        fc.pre(tools[tool].arguments.safeParse(args).success);
        const checked = checkArguments(tool, formOf(tool, args as object), JSON.stringify(args));
        expect(checked).toEqual({ isGood: true, changed: undefined });
      }),
      { numRuns: 60 },
    );
  });
});

const order = { lines: [{ product: 'LOFT', quantity: 4 }], details: 'У окна' };

test('what is changed comes out as the arguments that the tool takes', () => {
  const more = withDraftAt(formOf('create_order', order), ['lines', 0, 'quantity'], '1 250,5');
  const without = withDraftAt(more, ['details'], ' ');
  const added = withDraftAt(without, ['lines', 1], { product: 'DJ', quantity: '1' });
  const checked = checkArguments('create_order', added, JSON.stringify(order));
  expect(checked.isGood && JSON.parse(checked.changed ?? '')).toEqual({
    lines: [
      { product: 'LOFT', quantity: 1250.5 },
      { product: 'DJ', quantity: 1 },
    ],
  });
  expect(problemsOf('create_order', withDraftAt(added, ['lines', 0], undefined))).toBeUndefined();
});

test('what the schema objects to stands at its field', () => {
  const form = formOf('create_order', order);
  const quantity = (text: string) => problemsOf('create_order', withDraftAt(form, ['lines', 0, 'quantity'], text));
  expect(quantity('много')).toEqual({ 'lines/0/quantity': { word: 'number' } });
  expect(quantity('')).toEqual({ 'lines/0/quantity': { word: 'required' } });
  expect(quantity('0')).toEqual({ 'lines/0/quantity': { word: 'more', limit: 0 } });
  expect(quantity('1e9')).toEqual({ 'lines/0/quantity': { word: 'most', limit: 1_000_000 } });
  expect(problemsOf('create_order', withDraftAt(form, ['lines', 0], undefined))).toEqual({
    lines: { word: 'required' },
  });
  expect(problemsOf('create_order', withDraftAt(form, ['details'], 'а'.repeat(4001)))).toEqual({
    details: { word: 'long', limit: 4000 },
  });
  const meeting = formOf('schedule_event', samples.schedule_event);
  expect(problemsOf('schedule_event', withDraftAt(meeting, ['begins'], 'завтра'))).toEqual({
    begins: { word: 'moment' },
  });
  expect(problemsOf('schedule_event', withDraftAt(meeting, ['timeZone'], 'Москва'))).toEqual({
    timeZone: { word: 'timeZone' },
  });
});

test('a part that may be left out comes and goes as a whole', () => {
  const form = formOf('create_task', { title: 'Перезвонить' });
  expect(form).not.toHaveProperty('due');
  const due = { by: '2026-06-20T15:00', timeZone: 'Europe/Moscow' };
  const checked = checkArguments('create_task', withDraftAt(form, ['due'], due), '{"title":"Перезвонить"}');
  expect(checked).toEqual({ isGood: true, changed: JSON.stringify({ title: 'Перезвонить', due }) });
});

test('a tool that this program does not know is changed as JSON', () => {
  const draft = formOf('fly', { to: 'moon' });
  expect(checkArguments('fly', draft, '{"to":"moon"}')).toEqual({ isGood: true, changed: undefined });
  expect(checkArguments('fly', '{"to":"mars"}', '{"to":"moon"}')).toEqual({ isGood: true, changed: '{"to":"mars"}' });
  expect(problemsOf('fly', '{"to"')).toEqual({ '': { word: 'format' } });
});
