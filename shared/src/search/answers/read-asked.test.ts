import { expect, it } from 'vitest';
import { createSearchIndex } from '../create-search-index.ts';
import type { IndexedPassage } from '../search-index.ts';

const passages: readonly (readonly [string, string])[] = [
  ['Ателье › Как нас найти', 'Лесной переулок, 4, второй подъезд. Во дворе шесть мест для стоянки.'],
  ['Ателье › График', 'Вторник — пятница 10:00–19:00, суббота 11:00–16:00.'],
  ['Ателье › Связь', 'Звоните: +7 900 000-21-43.'],
  ['Ателье › Починка', 'Замена молнии занимает два дня. Питомцев просим оставить дома.'],
  ['Ателье › Подшив', 'Подшив брюк стоит 700 ₽. Подшив юбки стоит 900 ₽.'],
];

const answerTo = async (question: string) => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put(
    passages.map(
      ([title, text], at): IndexedPassage => ({
        ...{ id: `p${at}`, sourceId: 's', position: at, language: 'ru' },
        ...{ title, text },
      }),
    ),
  );
  return (await index.answer(question)).quotes.map(({ said }) => said).join('\n');
};

it.each([
  ['где вы?', 'Лесной переулок'],
  ['как до вас добраться', 'Лесной переулок'],
  ['Where are you located?', 'Лесной переулок'],
  ['до скольки работаете?', '19:00'],
  ['what are your opening hours', '19:00'],
  ['кому звонить', '21-43'],
  ['есть ли парковка', 'стоянки'],
  ['с собакой можно?', 'Питомцев'],
])('answers «%s» from a text in other words', async (question, said) => {
  expect(await answerTo(question)).toContain(said);
});

it.each([
  ['До какого часа открыт гардероб?', 'Гардероб открыт с девяти утра до полуночи.'],
  ['Когда закрывается сад?', 'Сад у павильона закрывается в полночь.'],
  ['До скольки открыта терраса?', 'Терраса открыта, пока не стемнеет.'],
])('answers «%s» however the text says when', async (question, text) => {
  const index = createSearchIndex({ embedder: 'none' });
  await index.put([{ id: 'p', sourceId: 's', position: 0, language: 'ru', title: 'Площадка', text }]);
  expect((await index.answer(question)).quotes.map(({ said }) => said)).toEqual([text]);
});

it('says no price when most of what was asked about is not there', async () => {
  expect(await answerTo('Подшив брюк сколько стоит?')).toContain('700 ₽');
  expect(await answerTo('Подшив бархатных оконных гардин сколько стоит?')).toBe('');
});
