import fc from 'fast-check';
import { expect, test } from 'vitest';
import { understand } from '../../../reading/understand.ts';
import { MAX_SEARCHES, questionsOf, searchesFor } from './questions.ts';

const questions = (text: string, ...earlier: readonly string[]) =>
  questionsOf({ text, understood: understand(text), earlier }).map(({ queries: [first = ''] }) => first);

test.each([
  [
    'Добрый день! Сколько стоит лофт, есть ли парковка и можно ли с собакой?',
    ['Сколько стоит лофт', 'есть ли парковка', 'можно ли с собакой?'],
  ],
  ['How much is the loft and is there parking?', ['How much is the loft', 'is there parking?']],
  ['Где вы? Как до вас доехать?', ['Где вы?', 'Как до вас доехать?']],
  ['Есть ли парковка? Она платная?', ['Есть ли парковка?', 'Есть ли парковка? Она платная?']],
  ['Is there parking? Is it free?', ['Is there parking?', 'Is there parking? Is it free?']],
  ['If I cancel, do I get my money back?', ['If I cancel, do I get my money back?']],
  ['Подскажите, сколько стоит банкет?', ['сколько стоит банкет?']],
  ['Напомните, пожалуйста, сколько стоит банкет?', ['сколько стоит банкет?']],
  ['Could you remind me how much the loft is?', ['how much the loft is?']],
  ['I forgot where the loft is', ['where the loft is']],
  [
    'здравствуйте скажите сколько человек вмещает шатёр и есть ли там парковка и можно ли с собакой',
    ['сколько человек вмещает шатёр', 'есть ли там парковка', 'можно ли с собакой'],
  ],
  [
    'I wanted to ask how late you are open and whether one can pay by card',
    ['how late you are open', 'whether one can pay by card'],
  ],
  ['Забудьте про лофт, сколько стоит шатёр?', ['сколько стоит шатёр?']],
  ['Лофт, сколько стоит?', ['Лофт, сколько стоит?']],
  ['Вы бот? Сколько стоит лофт?', ['Сколько стоит лофт?']],
  ['Как дела? Сколько стоит лофт?', ['Сколько стоит лофт?']],
  ['скока стоит лофт', ['сколько стоит лофт']],
  ['where are u', ['where are you']],
  ['How deep is the pool near the house?', ['How deep is the pool near the house?']],
  ['В лофт войдёт сто двадцать человек?', ['В лофт войдёт 120 человек?']],
  ['Есть лофт? Есть шатёр? Есть сцена? Есть экран?', ['Есть лофт?', 'Есть шатёр?', 'Есть сцена?', 'Есть экран?']],
  ['Сколько стоит диджей? А ведущий?', ['Сколько стоит диджей?', 'Сколько стоит ведущий?']],
])('%s', (text, expected) => {
  expect(questions(text)).toEqual(expected);
});

test.each([
  ['А лофта?', 'Сколько стоит аренда шатра?', 'Сколько стоит лофта?'],
  ['and the loft?', 'How much is the tent?', 'How much is the loft?'],
  ['and a corner one?', 'How much is a straight kitchen with doors?', 'How much is a corner kitchen with doors?'],
  ['а большой?', 'Сколько стоит малый зал на час?', 'Сколько стоит большой зал на час?'],
  ['а за шкаф', 'какая предоплата за кухню', 'какая предоплата за шкаф'],
  ['same for the barn?', 'how late can we cancel the loft', 'how late can we cancel the barn'],
  ['а если дождь пойдёт?', 'Можно вернуть деньги за прогулку?', 'Можно вернуть деньги за прогулку? дождь пойдёт?'],
  ['а на двоих?', 'сколько стоит домик на четверых', 'сколько стоит домик на двоих?'],
  ['а в сб?', 'до скольки сегодня открыто', 'до скольки открыто в сб?'],
  ['а во вторник?', 'Можно с собакой? Она смирная, лежит под столом', 'Можно с собакой? во вторник?'],
  ['шатёр', 'Сколько стоит?', 'Сколько стоит шатёр'],
  ['Сколько стоит?', 'Есть ли у вас лофт?', 'лофт Сколько стоит?'],
  ['А парковка есть?', 'Сколько стоит лофт?', 'А парковка есть?'],
  ['And is there parking?', 'Сколько стоит лофт?', 'And is there parking?'],
  ['and the loft?', 'Сколько стоит шатёр?', 'how much is the loft?'],
  ['а лофт?', 'How much is the tent?', 'сколько стоит лофт?'],
  ['а на субботу?', 'Сколько стоит лофт?', 'Сколько стоит лофт? на субботу?'],
  ['на субботу?', 'Сколько стоит лофт?', 'Сколько стоит лофт? на субботу?'],
  ['and for two days?', 'How much is the loft?', 'How much is the loft? for two days?'],
  ['how much per person', 'What about catering?', 'catering how much per person'],
  ['повторите, пожалуйста', 'Сколько стоит лофт?', 'Сколько стоит лофт?'],
  ['А парковка есть?', 'Спасибо', 'А парковка есть?'],
  ['Есть ли парковка у лофта?', 'Сколько стоит шатёр?', 'Есть ли парковка у лофта?'],
])('"%s" behind "%s" asks "%s"', (text, before, expected) => {
  expect(questions(text, before)).toEqual([expected]);
});

test('what was asked is remembered past talk, and through questions that went on from it', () => {
  expect(questions('а лофт?', 'Сколько стоит шатёр?', 'спасибо', 'ты робот?')).toEqual(['Сколько стоит лофт?']);
  expect(questions('а лофт?', 'Сколько стоит шатёр?', 'а на субботу?')).toEqual(['Сколько стоит лофт?']);
  expect(questions('повторите')).toEqual([]);
});

test('what the customer tells about themselves is not searched for', () => {
  expect(questions('Нужен ведущий на 15 мая, бюджет до 50 тысяч. Меня зовут Олег, +7 916 222-33-44')[0]).not.toMatch(
    /Олег|916|50 тысяч|15 мая/,
  );
  expect(questions('Лофт на 50 человек. Сколько стоит?')[0]).toBe('Лофт Сколько стоит?');
  expect(questions('How much is the banquet for 100 people?')).toEqual(['How much is the banquet?']);
});

test('whatever is written, something is searched for, within the limit, and no search is empty', () => {
  const part = fc.constantFrom(
    'Сколько',
    ' стоит',
    ' и ',
    ', ',
    '? ',
    'есть ли',
    ' how much',
    ' it',
    'напомните ',
    ' а ',
    'на субботу',
    'не надо',
    'сто человек',
    '\n',
    '🦄',
    'лофт',
    '! ',
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), fc.string(), (parts, before) => {
      const text = `вопрос ${parts.join('')}`;
      const found = searchesFor(questionsOf({ text, understood: understand(text), earlier: [before] }));
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThanOrEqual(MAX_SEARCHES);
      for (const question of found) expect(question.trim()).not.toBe('');
    }),
  );
});
