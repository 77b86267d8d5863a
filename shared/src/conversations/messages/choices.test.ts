import { expect, test } from 'vitest';
import { shownBy } from './choices.ts';

const message = { text: 'Вопрос ещё актуален?', citations: [], choices: ['Да', 'Не напоминать'] };

test('choices are buttons where the channel shows as many and as long ones, and lines of the text everywhere else', () => {
  const asText = { text: 'Вопрос ещё актуален?\n\n• Да\n• Не напоминать' };
  expect(shownBy({ showsCitations: false, buttons: { max: 2, maxLength: 13 } }, message)).toEqual({
    text: message.text,
    choices: message.choices,
  });
  expect(shownBy({ showsCitations: false }, message)).toEqual(asText);
  expect(shownBy({ showsCitations: true, buttons: { max: 1, maxLength: 60 } }, message)).toEqual(asText);
  expect(shownBy({ showsCitations: false, buttons: { max: 3, maxLength: 12 } }, message)).toEqual(asText);
});
