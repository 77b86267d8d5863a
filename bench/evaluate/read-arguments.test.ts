import { expect, it } from 'vitest';
import { readArguments, WrongUse } from './read-arguments.ts';

it('reads a whole call, and has the built-in embedder where none is named', () => {
  expect(readArguments(['search', '--in', 'set.json'])).toEqual({
    in: 'set.json',
    json: false,
    decline: false,
    embedder: 'builtin',
  });
  const flags = ['--embedder', 'none', '--typos', '42', '--decline', '--json'];
  expect(readArguments(['search', '--in', 'set.json', ...flags])).toEqual({
    in: 'set.json',
    json: true,
    decline: true,
    embedder: 'none',
    typos: 42,
  });
});

it.each([
  [[], /No such task: \(none\)/],
  [['answers', '--in', 'set.json'], /No such task: answers/],
  [['search'], /--in/],
  [['search', '--in'], /--in/],
  [['search', '--in', 'set.json', '--embedder', 'openai'], /builtin or none/],
  [['search', '--in', 'set.json', '--typos', 'many'], /whole number/],
  [['search', '--in', 'set.json', '--typos', '-1'], /typos/],
  [['search', '--in', 'set.json', '--speed'], /--speed/],
])('says in one sentence what is wrong with «%s»', (args, sentence) => {
  expect(() => readArguments(args)).toThrow(WrongUse);
  expect(() => readArguments(args)).toThrow(sentence);
});
