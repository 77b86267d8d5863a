import { describe, expect, it } from 'vitest';
import { stemWord } from './stem-word.ts';

const oneStem = (words: string): string[] => [...new Set(words.split(' ').map((word) => stemWord(word)))];

describe('the forms of a word and the action a verb means have one stem', () => {
  it.each([
    'заказ заказать закажу закажите заказывать заказанный',
    'вернуть верну возврат возвращать возвращается возвращение',
    'доставка доставить доставлю доставляем доставлен доставленный',
    'оплата оплатить оплачу оплачивать оплачен',
    'изменить изменение изменять изменен измененный',
    'установить установка устанавливать установлен установленный',
    'использовать использует использование использованный',
    'подарок подарки подарков',
    'ячейка ячеек',
    'скидка скидки скидок',
    'ребенок ребенка дети детей',
    'друг друзья друзей',
    'день дня дней днями',
    'год лет',
    'отец отца',
    'время времени',
    'свадьба свадеб',
    'система системы систем системой',
    'экран экрана экраны',
    'надпись надписи',
    'стоит стоят стоимость',
    'проверить проверьте проверка',
    'шатер шатра',
    'go went gone going',
    'child children',
    'buy bought buying',
    'deliver delivery delivered deliveries',
    'pay paid payment',
    'person people persons',
    'color colour colors',
    'килограмм килограммов kilogram kilograms',
    'рубль рублей rubles руб',
  ])('%s', (words) => {
    expect(oneStem(words)).toHaveLength(1);
  });
});

describe('different words keep different stems', () => {
  it.each([
    'крем кремль',
    'билет бить',
    'сайт сад',

    'план плата',
    'зал заказ',
    'мать материал',
    'стол стул',
    'крыша крыса',
  ])('%s', (words) => {
    expect(oneStem(words)).toHaveLength(2);
  });
});

it('leaves numbers, codes, short words and other scripts as they are', () => {
  for (const word of ['2026', 'rtx4090', 'ok', 'на', 'שלום', '你好', '']) expect(stemWord(word)).toBe(word);
});
