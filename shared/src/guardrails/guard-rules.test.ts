import { expect, test } from 'vitest';
import { judgeReply } from './judge-reply.ts';
import { judgePrice } from './testing/judge-price.ts';
import { replyOf } from './testing/reply-of.ts';

const hall = ['Зал «Атриум»', '120 000 ₽', 'RUB'];
const chair = ['Стул белый', '350 ₽', 'RUB'];

test('what was told is read in plain characters, whoever told it', () => {
  const disguised = 'Зал стоит 1\u200b20 000 ₽.';
  expect(judgePrice('Зал стоит 120 000 ₽.', { results: [disguised] })).toBeUndefined();
  expect(judgePrice('Зал стоит 120 000 ₽.', { prompts: [disguised] })).toBeUndefined();
  expect(judgePrice('Зал стоит 120 000 ₽.', { team: [disguised] })).toBeUndefined();
  const customer = ['Мой номер +7 9О3 111-22-33'];
  expect(judgeReply(replyOf('Перезвоним вам по номеру +7 903 111-22-33.', { customer }))).toBeUndefined();
});

test('a bare number is the answer to a question for a price, and to no other', () => {
  expect(judgePrice('Стул — 45', { results: [chair], customer: ['Сколько стоит стул?'] })).toBeTypeOf('string');
  expect(judgePrice('Стул — 45', { results: [chair], customer: ['Какой он высоты?'] })).toBeUndefined();
});

test('a stated surcharge may be in a price, and what is left of a deposit is called so', () => {
  const results = [hall, 'Надбавка в праздники — 20 %. Предоплата 30 %.'];
  expect(judgePrice('С праздничной надбавкой зал стоит 144 000 ₽.', { results })).toBeUndefined();
  expect(judgePrice('Остаток 70 % — в день аренды.', { results })).toBeUndefined();
  expect(judgePrice('Предоплата 70 %.', { results })).toBeTypeOf('string');
});

test('what nobody told of costs nothing that was told of another thing', () => {
  const reply = 'Баня — 120 000 ₽.';
  expect(judgePrice(reply, { results: [hall], customer: ['Баня есть?'] })).toBeTypeOf('string');
  expect(judgePrice(reply, { results: [['Баня', '120 000 ₽']], customer: ['Баня есть?'] })).toBeUndefined();
});

test('a period that a reply denies is none that it promises', () => {
  const results = [['Гарантия на стулья — один месяц.']];
  expect(judgeReply(replyOf('Гарантия на стулья не на год, а на месяц.', { results }))).toBeUndefined();
  expect(judgeReply(replyOf('Гарантия на стулья на год.', { results }))).toMatchObject({ guard: 'unknown-term' });
});
