import { expect, test } from 'vitest';
import { completionSchema, createReplyBuilder } from './chat-reply.ts';

const callsOf = (...chunks: readonly (readonly object[])[]) => {
  const builder = createReplyBuilder();
  for (const calls of chunks) builder.add(completionSchema.parse({ choices: [{ delta: { tool_calls: calls } }] }));
  return builder.end().toolCalls.map(({ id, name, arguments: written }) => `${id} ${name}(${written})`);
};
const part = (name: string | null, written: unknown, more: object = {}) => ({
  ...more,
  function: { name, arguments: written },
});

test.each<readonly [string, readonly (readonly object[])[], readonly string[]]>([
  [
    'two calls whose parts are mixed',
    [
      [part('a', '', { index: 0, id: 'x' }), part('b', '', { index: 1, id: 'y' })],
      [part(null, '{"n":', { index: 1 })],
      [part(null, '{}', { index: 0 })],
      [part(null, '2}', { index: 1 })],
    ],
    ['x a({})', 'y b({"n":2})'],
  ],
  [
    'no index',
    [[part('a', '{"n":', { id: 'x' })], [part(null, '1}')], [part('b', '{}', { id: 'y' })]],
    ['x a({"n":1})', 'y b({})'],
  ],
  [
    'neither index nor id',
    [[part('a', '{"n":')], [part('', '1}')], [part('a', '{}')]],
    ['call-0 a({"n":1})', 'call-1 a({})'],
  ],
  [
    'the index 0 for all',
    [[part('a', '', { index: 0, id: 'x' })], [part('a', '{}', { index: 0, id: 'y' })]],
    ['x a({})', 'y a({})'],
  ],
  [
    'the name and the id with every part',
    [
      [part('a', '{"n":', { index: 0, id: 'x' })],
      [part('a', '1}', { index: 0, id: 'x' })],
      [part('a', '', { index: 0, id: 'x' })],
    ],
    ['x a({"n":1})'],
  ],
  [
    'the same id for all',
    [[part('a', '{}', { index: 0, id: 'x' }), part('b', '{}', { index: 1, id: 'x' })]],
    ['x a({})', 'call-1 b({})'],
  ],
  [
    'an id that is one of ours',
    [[part('a', '{}', { index: 0 }), part('b', '{}', { index: 1, id: 'call-0' })]],
    ['call-0 a({})', 'call-1 b({})'],
  ],
  ['arguments as an object', [[part('a', { n: 1 }, { index: 0, id: 'x' })]], ['x a({"n":1})']],
  ['arguments as a list', [[part('a', [1], { index: 0, id: 'x' })]], ['x a([1])']],
  ['no arguments', [[part('a', null, { index: 0, id: 'x' })]], ['x a({})']],
  ['arguments that are no JSON', [[part('a', '{"n":', { index: 0, id: 'x' })]], ['x a({"n":)']],
  ['no function', [[{ index: 0, id: 'x' }]], ['x ({})']],
  ['an id that is a number', [[part('a', '{}', { index: 'first', id: 7 })]], ['call-0 a({})']],
])('tool calls with %s', (_what, chunks, calls) => {
  expect(callsOf(...chunks)).toEqual(calls);
});

test('a whole answer has a call per entry, whatever their ids', () => {
  const builder = createReplyBuilder();
  const calls = [part('a', '{"n":'), part('a', '1}')];
  builder.add(completionSchema.parse({ choices: [{ message: { tool_calls: calls } }] }));
  expect(builder.end().toolCalls).toHaveLength(2);
});

test('the text of an answer in parts is that of its texts', () => {
  const content = [
    { type: 'thinking', thinking: 'Hm' },
    { type: 'text', text: 'Yes' },
    { type: 'text', text: '.' },
  ];
  const completion = completionSchema.parse({
    choices: [{ delta: { content } }, { index: 1, delta: { content: 'No' } }],
  });
  expect(createReplyBuilder().add(completion)).toBe('Yes.');
});
