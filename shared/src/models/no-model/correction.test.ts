import { expect, test } from 'vitest';
import { findCorrection } from './correction.ts';

test.each([
  ['ой, не 5, а 6 декабря', 'забронируйте на 5 декабря', 'забронируйте на 6 декабря'],
  ['sorry, I meant Sunday', 'can I come on Saturday?', 'can I come on Sunday?'],
  ['точнее на 20 человек', 'нужен зал на 15 человек', 'нужен зал на 20 человек'],
  ['ой, номер …-34', 'Ирина, +7 900 000-12-43', 'Ирина, +7 900 000-12-34'],
  ['извините, телефон заканчивается на 77', 'мой номер 8 900 000 11 22', 'мой номер 8 900 000 11 77'],
  [
    'sorry 13 of us, not 12',
    'We are a studio, 12 of us, room for Friday',
    'We are a studio, 13 of us, room for Friday',
  ],
  ['нет, на вторник', 'запишите на понедельник к мастеру', 'запишите на вторник к мастеру'],
  ['oops anna.k@mail.example', 'write me at ana.k@mail.example', 'write me at anna.k@mail.example'],
  ['стойте, детей 11', 'праздник 14 марта, 8 детей', 'праздник 14 марта, детей 11'],
  ['не Оля, а Юля', 'меня зовут Оля, запишите на маникюр', 'меня зовут Юля, запишите на маникюр'],
  ['not the small room but the big room', 'book the small room for Monday', 'book the big room for Monday'],
  ['*в среду', 'заберу в четверг', 'заберу в среду'],
  ['ой сорри нас уже 14 будет', 'веранда на 8 чел в субботу сколько', 'веранда на 14 чел в субботу сколько'],
  ['тьфу, 7 метров', 'забор 12 метров почём', 'забор 7 метров почём'],
  ['whoops 3 hours', 'how much is a canoe for 2 hours', 'how much is a canoe for 3 hours'],
])('"%s" after "%s"', (text, before, expected) => {
  expect(findCorrection(text, ['Здравствуйте', before])).toEqual({ at: 1, text: expected });
});

test.each([
  ['нет, спасибо', 'забронируйте на 5 декабря'],
  ['а в воскресенье?', 'вы открыты в субботу?'],
  ['нет, не надо', 'нужен зал на 15 человек'],
  ['sorry, how much is it?', 'book for Saturday'],
  ['не понял, а сколько стоит', 'лофт на субботу'],
  ['в среду', 'заберу в четверг'],
  ['нет, в среду не смогу приехать', 'жду вас в среду'],
])('"%s" after "%s" corrects nothing', (text, before) => {
  expect(findCorrection(text, [before])).toBeUndefined();
});
