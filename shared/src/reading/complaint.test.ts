import { expect, test } from 'vitest';
import { understand } from './understand.ts';

const isComplaint = (text: string): boolean => {
  const { angry, complains } = understand(text);
  return angry || complains;
};

test.each([
  'мастер опоздал на час и даже не извинился',
  'мне сожгли волосы вашей краской!!',
  'после вашего ремонта машина стучит, это что вообще такое',
  'уже третий раз приезжаю и всё не готово',
  'списали деньги дважды, разберитесь',
  'учительница кричит на детей, я недовольна',
  'you charged me twice',
  'the stylist was rude and the cut is uneven',
  'two days after your repair the brakes squeal again. not ok',
  'nobody showed up and no one called',
  'грузчики поцарапали шкаф',
  'жду курьера третий час',
  'фото до сих пор не прислали, прошёл месяц',
  'мне нахамил администратор',
  'качество ужасное, требую возврат',
  'the flowers were dead on arrival',
  'movers broke my lamp',
  'your driver was rude to my wife',
  "it's been two weeks and still no photos",
])('is a complaint: %s', (text) => {
  expect(isComplaint(text)).toBe(true);
});

test.each([
  'не включается ноутбук, сколько ремонт',
  'разбил экран, почините?',
  'машина стучит справа, что это может быть',
  'my laptop is broken, how much to fix it?',
])('asks about a repair: %s', (text) => {
  expect(isComplaint(text)).toBe(false);
});
