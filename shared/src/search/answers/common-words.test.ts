import { expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';
import { isCommonWord } from './common-words.ts';

it.each(['посмотреть', 'посоветуете', 'anything', 'муж', 'сразу', 'someone', 'наверно'])('knows «%s»', (word) => {
  expect(isCommonWord(word)).toBe(true);
});

it.each(['стрижка', 'доставка', 'wedding', 'парковка', 'музей', 'gel', 'женский', 'заморозка'])(
  'does not know «%s»',
  (word) => {
    expect(isCommonWord(word)).toBe(false);
  },
);

const studio = [
  'Съёмка в студии: 4 900 ₽ за час.',
  'Аренда света: 700 ₽ в час.',
  'Ретушь готова через неделю, файлы храним год.',
  'Вход со двора, домофон 12.',
];

/** Everyday words around a question, which a small collection lacks, do not make its thing unknown. */
it('answers a question among words of everyday speech', async () => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(
    studio.map((text, position) => ({
      ...{ id: `s:${position}`, sourceId: 's', position, title: 'Студия', language: 'ru' as const },
      text,
    })),
  );
  const { quotes } = await index.answer('домофон, подруга зайдёт посмотреть');
  expect(quotes.map(({ text }) => text).join(' ')).toContain('домофон 12');
});

/** In a text in another language, the translation of a word is as much as the word itself. */
it('answers in the other language with the words that the lexicon translates', async () => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(
    ['Костёр только у воды, и не в ветер.', 'Гарантия на мебель два года.', 'Стол у окна: 500 ₽.'].map(
      (text, position) => ({
        ...{ id: `s:${position}`, sourceId: 's', position, title: 'База', language: 'ru' as const },
        text,
      }),
    ),
  );
  const { quotes } = await index.answer('campfire allowed?');
  expect(quotes.map(({ text }) => text)).toEqual(['Костёр только у воды, и не в ветер.']);
});
