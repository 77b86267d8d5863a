import { expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';

const said = async (passages: readonly string[], question: string): Promise<string> => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(
    passages.map((text, position) => ({
      ...{ id: `s:${position}`, sourceId: 's', position, title: 'О нас', language: /[а-я]/.test(text) ? 'ru' : 'en' },
      text,
    })) as Parameters<typeof index.put>[0],
  );
  return (await index.answer(question)).quotes.map(({ text }) => text).join(' ');
};

const workshop = [
  'Рамы из дуба: 2 400 ₽ за метр.',
  'Паспарту вырезаем при вас, 450 ₽ за лист до 70 см.',
  'Вышивку натягиваем на подрамник за 900 ₽, но мокрую не берём, сначала высушите.',
  'Багетов из пластика не держим.',
  'Паспорт не нужен, квитанцию не теряйте.',
  'Sundays we are closed, the rest of the week we open at ten.',
];

it.each([
  // The price is only mentioned in passing, and the question asks for none.
  ['а если вышивка ещё мокрая, бабушка стирала, натягиваете на подрамник?', 'высушите'],
  // What does not exist has no price.
  ['багет из пластика почём?', 'не держим'],
  // A kind of question is held by a statement that has the form of its answers.
  ['u open sunday', 'closed'],
  // A length that no passage names does not make the thing unknown.
  ['сколько стоит рама из дуба 83 см', '2 400'],
])('answers «%s»', async (question, answer) => {
  expect(await said(workshop, question)).toContain(answer);
});
