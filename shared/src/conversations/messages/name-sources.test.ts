import { expect, test } from 'vitest';
import { textWithSources } from './name-sources.ts';

const citation = (title: string) => ({ passageId: `p:${title}`, sourceId: 's', title, quote: 'Цитата.' });

test('a text without citations stays as it is', () => {
  expect(textWithSources({ text: 'Здравствуйте.', citations: [] })).toBe('Здравствуйте.');
});

test('one source is named once, in the language of the text', () => {
  const citations = [citation('Прайс'), citation('Прайс')];
  expect(textWithSources({ text: 'Два дня.', citations })).toBe('Два дня.\n\nИсточник: Прайс');
  expect(textWithSources({ text: 'Two days.', citations })).toBe('Two days.\n\nSource: Прайс');
});

test('several sources stand under the numbers that the text uses', () => {
  const citations = [citation('Прайс'), citation('Условия'), citation('Прайс')];
  expect(textWithSources({ text: 'Да [1], нет [2], да [3].', citations })).toBe(
    'Да [1], нет [2], да [3].\n\nИсточники: [1, 3] Прайс; [2] Условия',
  );
});
