import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuTimeOf } from '../testing/cpu-time.ts';
import { readConsent } from './read-consent.ts';

test.each([
  'стоп',
  'Стоп!',
  'СТОП',
  'Стоп, пожалуйста.',
  'stop',
  'STOP.',
  'Stop please',
  'unsubscribe',
  'Unsubscribe me',
  'отпишите',
  'Отпишите меня, пожалуйста',
  'отпишите меня от рассылки',
  'Хочу отписаться от рассылки',
  'отписаться',
  'не пишите',
  'Не пишите мне больше',
  'больше не пишите мне',
  'Пожалуйста, больше мне не пишите!',
  'Здравствуйте. Не пишите мне больше. Спасибо',
  'Мне неинтересно, не пишите мне больше',
  'Не пишите мне больше, мне неинтересно',
  'Не надо мне писать',
  'не надо мне больше писать',
  'не беспокойте меня',
  'Хватит мне писать',
  'перестаньте присылать мне сообщения',
  'Прекратите рассылку',
  'удалите меня из базы',
  'уберите меня из рассылки',
  "Don't write to me",
  'Don’t text me anymore',
  'do not contact me again',
  'Please stop messaging me.',
  'stop sending me messages',
  'No more reminders please',
  'I would like to unsubscribe from this list',
  'Remove me from your list',
  'Not interested. Leave me alone.',
  'opt out',
])('"%s" wants no more messages', (text) => {
  expect(readConsent(text)).toBe('out');
});

test.each([
  'да, пишите',
  'Пишите!',
  'Можно писать',
  'можете мне снова писать',
  'старт',
  'start',
  '/start',
  'subscribe',
  'Yes, write to me',
  'You can write to me again',
])('"%s" wants them again', (text) => {
  expect(readConsent(text)).toBe('in');
});

test.each([
  'стоп-лист',
  'Есть ли у вас стоп-лист блюд?',
  'автобус стоп',
  'Где автобус, стоп, на какой остановке?',
  'Стоп, а сколько стоит зал?',
  'стоп?',
  'Стоп-кран',
  'нон-стоп',
  'не пишите мне по-английски',
  'Не пишите мне до понедельника',
  'Не пишите мне больше, чем нужно',
  'Если дороже ста тысяч, не пишите мне больше',
  'Почему вы не пишите мне?',
  'Вы мне больше не пишите?',
  'Не пишите имя на торте',
  'Остановка рядом?',
  'Отпишите, когда будет готово',
  'Отпишитесь по итогам',
  'Отпишите, пожалуйста, сколько стоит зал',
  'Can we stop by your office?',
  'bus stop',
  'Where do I stop the car?',
  'Stop! How much is it?',
  "Don't write the name on the cake",
  "don't contact the manager, I will",
  'How do I unsubscribe?',
  'I want to start on Monday',
  'the start of the event',
  'да',
  'Пишите имена на табличках',
  'Хочу заказать зал',
  '',
])('"%s" says nothing about it', (text) => {
  expect(readConsent(text)).toBeUndefined();
});

test('where both are said, the last counts', () => {
  expect(readConsent('Не пишите мне больше.\nХотя нет: можете писать')).toBe('in');
});

test('no text takes long to read, or fails', () => {
  const words = fc.constantFrom(
    'не',
    'пишите',
    'мне',
    'больше',
    'stop',
    'messaging',
    'me',
    ',',
    '.',
    '?',
    'меня',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(words, { maxLength: 400 }).map((all) => all.join(' ')),
      ),
      (text) => {
        expect(cpuTimeOf(() => readConsent(text))).toBeLessThan(200);
      },
    ),
  );
});

// A pattern that could read a thing in two ways tried both for each of them: 2^50 ways of this one.
test('reads a phrase that goes on and on without a match', () => {
  expect(readConsent(`не пиши сообщения${' больше сообщения'.repeat(50)} x`)).toBeUndefined();
});
