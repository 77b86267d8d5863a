import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChoice } from './read-choice.ts';

const halls = { names: ['Малый зал', 'Большой зал', 'Летняя терраса'], question: 'сколько стоит аренда' };
const courses = {
  names: ['Beginners course', 'Lead climbing course', 'Kids course (6-9)'],
  question: 'what is the deposit for the course',
};
const studios = { names: ['Studio for 2', 'Studio for 4'], question: 'how much is a studio' };
const zips = {
  names: ['Заменить молнию в брюках', 'Заменить молнию в куртке', 'Заменить молнию в сапогах'],
  question: 'почем молнию заменить',
};

describe('a choice', () => {
  test.each([
    ['Малый зал', halls, 'Малый зал'],
    ['малый', halls, 'Малый зал'],
    ['мал', halls, 'Малый зал'],
    ['молый зал', halls, 'Малый зал'],
    ['давайте большой', halls, 'Большой зал'],
    ['про большой зал спрашиваю', halls, 'Большой зал'],
    ['на терасе', halls, 'Летняя терраса'],
    ['террасу', halls, 'Летняя терраса'],
    ['второй', halls, 'Большой зал'],
    ['вторая наверное', halls, 'Большой зал'],
    ['2', halls, 'Большой зал'],
    ['номер 3', halls, 'Летняя терраса'],
    ['последнюю', halls, 'Летняя терраса'],
    ['имела в виду первый вариант', halls, 'Малый зал'],
    ['the first one', courses, 'Beginners course'],
    ['lead', courses, 'Lead climbing course'],
    ['i mean the climbing one', courses, 'Lead climbing course'],
    ['beginers pls', courses, 'Beginners course'],
    ['for begginers', courses, 'Beginners course'],
    ['kids', courses, 'Kids course (6-9)'],
    ['last one please', courses, 'Kids course (6-9)'],
    ['2', studios, 'Studio for 2'],
    ['for 4', studios, 'Studio for 4'],
    ['the second', studios, 'Studio for 4'],
    ['в куртке', zips, 'Заменить молнию в куртке'],
    ['куртка', zips, 'Заменить молнию в куртке'],
    ['брюки', zips, 'Заменить молнию в брюках'],
    ['сапоги!', zips, 'Заменить молнию в сапогах'],
  ])('«%s» is one of the names', (text, offer, name) => {
    expect(readChoice(text, offer)?.names).toEqual(name === undefined ? undefined : [name]);
  });

  test.each([
    ['малый и большой', halls, ['Малый зал', 'Большой зал']],
    ['оба', halls, []],
    ['все', halls, []],
    ['не знаю', halls, []],
    ['без разницы', halls, []],
    ['любой', halls, []],
    ['ну этот', halls, []],
    ['да', halls, []],
    ['зал', halls, ['Малый зал', 'Большой зал']],
    ['аренда', halls, []],
    ['both', courses, []],
    ["i don't know", courses, []],
    ['any of them', courses, []],
    ['the course', courses, []],
  ])('«%s» leaves it open', (text, offer, names) => {
    expect(readChoice(text, offer)?.names).toEqual(names);
  });

  test.each([
    'а парковка есть?',
    'спасибо, я подумаю',
    'забронируйте малый на субботу',
    'меня зовут Анна',
    '+7 916 123-45-67',
    'нас 12 человек',
    '17',
    'четвертый',
    'позовите человека',
    'малый зал подойдёт на сорок человек с детьми и собакой?',
    'can I bring my dog?',
    '?',
    '',
  ])('«%s» is a message of its own', (text) => {
    expect(readChoice(text, halls)).toBeUndefined();
  });
});

test('every name offered is chosen by itself and by its place', () => {
  const word = fc.constantFrom(
    'стол',
    'стул',
    'диван',
    'hall',
    'room',
    'красный',
    'синий',
    'deluxe',
    'малый',
    '12',
    'на',
  );
  const names = fc.uniqueArray(
    fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
    { minLength: 2, maxLength: 10 },
  );
  const places = [
    'первый',
    'второй',
    'третий',
    'четвертый',
    'пятый',
    'шестой',
    'седьмой',
    'восьмой',
    'девятый',
    'десятый',
  ];
  fc.assert(
    fc.property(names, fc.constantFrom('сколько стоит', 'how much is it', ''), (offered, question) => {
      for (const [at, name] of offered.entries()) {
        expect(readChoice(`${name.toUpperCase()}!`, { names: offered, question })).toEqual({ names: [name] });
        expect(readChoice(places[at] ?? '', { names: offered, question })).toEqual({ names: [name] });
      }
    }),
    { seed: 57, numRuns: 25 },
  );
});
