import { expect, it } from 'vitest';
import { type Heard, judgeTurn, type Verdict } from './judge-turn.ts';

type Expected = Parameters<typeof judgeTurn>[0];

const price: Expected = { expect: 'answer', must: ['5 500', 'час'], mustNot: ['2 700'] };
const aside = (expect: Expected['expect'], mustNot: readonly string[] = []): Expected => ({
  expect,
  must: [],
  mustNot,
});

const said = (reply: string, more: Partial<Heard> = {}): Heard => ({
  reply,
  quotes: false,
  withPerson: false,
  called: false,
  ...more,
});
const quoted = (reply: string): Heard => said(reply, { quotes: true });
const called = { withPerson: true, called: true };

it.each<[string, Expected, Heard, Verdict]>([
  ['all that must be said', price, quoted('5 500 ₽ в час'), 'right'],
  ['all of it beside another subject', price, quoted('5 500 ₽ в час, шатёр 2 700 ₽'), 'part'],
  ['some of it', price, quoted('5 500 ₽'), 'part'],
  ['a quote without any of it', price, quoted('Лофт рядом с метро'), 'wrong'],
  ['another subject instead, with no citation', price, said('2 700 ₽'), 'wrong'],
  ['a hand-over of what is known', price, said('Ответит коллега', called), 'needless'],
  ['a question back about what is known', price, said('О чём речь?'), 'needless'],
  ['nothing', price, said(''), 'silent'],
  ['a person for what is to be done', aside('hand-over'), said('Передал', called), 'right'],
  ['a person who has it already', aside('hand-over'), said('Передал', { withPerson: true }), 'right'],
  ['a rule in place of a person', aside('hand-over'), quoted('Перенос за 10 дней'), 'wrong'],
  ['a rule beside a person', aside('hand-over', ['10 дней']), said('За 10 дней', called), 'wrong'],
  ['no person and no quote', aside('hand-over'), said('О чём речь?'), 'missed'],
  ['a kind word for a greeting', aside('chat'), said('Здравствуйте', { withPerson: true }), 'right'],
  ['a person for a greeting', aside('chat'), said('Ответит коллега', called), 'needless'],
  ['a quote for something off topic', aside('decline'), quoted('Борщ 380 ₽'), 'wrong'],
  ['either of two', aside('any'), said('Ответит коллега', called), 'right'],
  ['a figure of another subject', aside('any', ['15 %']), quoted('Скидка 15 %'), 'wrong'],
])('judges %s', (_what, turn, heard, verdict) => {
  expect(judgeTurn(turn, heard)).toBe(verdict);
});
