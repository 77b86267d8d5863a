import { sampleSuggestion } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { expect, test } from 'vitest';
import { endSuggestion, newestOf, textToSend } from './suggestions.ts';

const citation = { passageId: 'p', sourceId: 's', title: 'Зал', quote: 'Зал' };

test('a person sends the words without the numbers of sources, and other brackets as they are', () => {
  const text = 'Зал на 80 гостей [1]. Аренда 18 000 ₽ [2] [3], скидка [10].';
  expect(textToSend({ runId: 'r', text, citations: [citation, citation] })).toBe(
    'Зал на 80 гостей. Аренда 18 000 ₽ [3], скидка [10].',
  );
  expect(textToSend({ runId: 'r', text: 'Пункт [1]', citations: [] })).toBe('Пункт [1]');
});

test('the newest suggestion is the one to use', () => {
  const old = sampleSuggestion({ id: 'work:old', createdAt: 1 });
  const fresh = sampleSuggestion({ id: 'work:fresh', createdAt: 2 });
  expect(newestOf([fresh, old])?.id).toBe('work:fresh');
  expect(newestOf([])).toBeUndefined();
});

test('a suggestion ends once', () => {
  const done = endSuggestion(sampleSuggestion({ updatedAt: 5 }), 'done', 3);
  expect(done).toMatchObject({ state: 'done', updatedAt: 6 });
  expect(endSuggestion(done, 'cancelled', 9)).toBe(done);
});
