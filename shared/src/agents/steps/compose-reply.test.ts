import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Run, Step } from '../../entities/run.ts';
import { defaultWords } from '../../wording/phrases.ts';
import { composeReply } from './compose-reply.ts';

const passage = (n: number, title = `Источник ${n}`) => ({
  passageId: `p${n}`,
  sourceId: `s${n}`,
  title,
  text: `Текст ${n}.`,
});

const runWith = (text: string, output: NonNullable<Step['output']>, model = 'gpt'): Run => {
  const base = { agent: 'rag', state: 'done' as const, startedAt: 0 };
  const call = { id: 'call_1_0', name: 'search_knowledge', arguments: '{}' };
  const steps: Omit<Step, 'index'>[] = [
    { ...base, kind: 'model', name: model, input: {}, output: { text: '', toolCalls: [call] } },
    { ...base, kind: 'tool', name: call.name, input: { callId: call.id, arguments: '{}' }, output },
    { ...base, kind: 'model', name: model, input: {}, output: { text, toolCalls: [] } },
  ];
  const indexed = steps.map((step, index) => ({ ...step, index }));
  return {
    id: 'run:m',
    conversationId: 'c',
    messageId: 'm',
    state: 'running',
    steps: indexed,
    createdAt: 0,
    updatedAt: 0,
  };
};
const found = { results: [passage(1), passage(2), passage(3, 'Источник 1')], extracted: { quotes: [passage(9)] } };
const compose = (text: string, model?: string, language: 'ru' | 'en' = 'ru') =>
  composeReply(runWith(text, found, model), { agent: 'rag', say: defaultWords(language), quotingModel: 'no-model' });

test('one source needs no numbers in the text', () => {
  const { text, citations } = compose('Да [1]. И это тоже [3].');
  expect(text).toBe('Да. И это тоже.');
  expect(citations.map(({ passageId }) => passageId)).toEqual(['p1', 'p3']);
});

test('several sources are numbered in the order they appear', () => {
  const { text } = compose('Сначала [2], потом [1, 3] и снова [2].', 'gpt', 'en');
  expect(text).toBe('Сначала [1], потом [2] [3] и снова [1].');
});

test('markers that refer to nothing are removed, and without a citation no source is named', () => {
  expect(compose('Наверное [7], [0] и [12].')).toEqual({ text: 'Наверное, и.', citations: [] });
});

test('the rules count quotes, a model counts results', () => {
  expect(compose('Да [1].', 'no-model').citations).toEqual([
    { passageId: 'p9', sourceId: 's9', title: 'Источник 9', quote: 'Текст 9.' },
  ]);
  expect(compose('Да [1].').citations[0]?.passageId).toBe('p1');
});

test('what a search told apart can be chosen if the text ends by asking which is meant, whoever wrote it', () => {
  const choices = ['Малый зал', 'Большой зал'];
  const output = { ...found, extracted: { ...found.extracted, choices } };
  const choicesOf = (text: string, model?: string, names = choices) =>
    composeReply(runWith(text, { ...output, extracted: { ...output.extracted, choices: names } }, model), {
      ...{ agent: 'rag', say: defaultWords('ru'), quotingModel: 'no-model' },
    }).choices;
  const asks = 'Парковка есть [1].\nИмеется в виду «Малый зал» или «Большой зал»?';
  expect(choicesOf(asks)).toEqual(choices);
  expect(choicesOf(asks, 'no-model')).toEqual(choices);
  expect(choicesOf('Малый зал: 3 000 ₽, Большой зал: 5 000 ₽.')).toBeUndefined();
  expect(choicesOf('Малый зал или Большой зал?\nПарковка есть.')).toBeUndefined();
  expect(choicesOf('Вам подходит Малый зал?')).toBeUndefined();
  const long = choices.map((name) => name.padEnd(61, '.'));
  expect(choicesOf(`${long.join(' или ')}?`, 'gpt', long)).toBeUndefined();
});

test('an agent without a last word leaves a plain reply', () => {
  const { text } = compose(' ');
  expect(text).toContain('коллеге');
});

test('whatever a model writes, the reply fits and cites only what was found', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.integer({ min: 0, max: 999 }).map((n) => `[${n}]`),
    fc.constantFrom('[', ']', '[1', '[[2]]', '[1,2,3]', 'слово '.repeat(3000)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('gpt', 'no-model'), (pieces, model) => {
      const { text, citations } = compose(pieces.join(' ').slice(0, 16_000), model);
      expect(text.trim()).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(16_000);
      for (const { passageId } of citations) expect(['p1', 'p2', 'p3', 'p9']).toContain(passageId);
    }),
  );
});
