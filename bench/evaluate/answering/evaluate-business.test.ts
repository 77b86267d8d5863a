import { expect, it } from 'vitest';
import { qualityOf, totalOf } from './compare-facts.ts';
import { evaluateBusiness, evaluateFacts, sharesOf } from './evaluate-business.ts';
import { readAnswerArguments } from './read-answer-arguments.ts';

const turnOf = (text: string, more: { expect?: 'answer' | 'chat' | 'hand-over'; must?: string[]; facts?: object }) => ({
  text,
  expect: 'answer' as const,
  must: [],
  mustNot: [],
  ...more,
});

it('plays dialogues through the chat of a real server, and judges replies and cards', async () => {
  const { turns, facts } = await evaluateBusiness(
    {
      language: 'ru',
      now: '2026-05-22T16:30:00+03:00',
      knowledge: [
        { fileName: 'цены.md', text: '# Лофт\n\nАренда лофта стоит 5 000 ₽ в час. Парковка у лофта бесплатная.\n' },
      ],
      dialogues: [
        {
          id: 'a',
          language: 'ru',
          turns: [
            turnOf('Здравствуйте!', { expect: 'chat', facts: {} }),
            turnOf('Сколько стоит аренда лофта в час?', { must: ['5 000'], facts: {} }),
            turnOf('Позовите человека. Меня зовут Вера, +7 900 000-11-22', {
              expect: 'hand-over',
              facts: { name: 'Вера', phone: '+79000001122' },
            }),
          ],
        },
        { id: 'b', language: 'ru', turns: [turnOf('Сколько стоит аренда лофта в час?', { must: ['7 000'] })] },
      ],
    },
    {},
  );
  expect(turns.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['a.1', 'right'],
    ['a.2', 'right'],
    ['a.3', 'right'],
    ['b.1', 'wrong'],
  ]);
  expect(sharesOf(turns)).toMatchObject({ right: 0.75, wrong: 0.25 });
  expect(totalOf(facts)).toEqual({ right: 2, extra: 0, missing: 0 });
}, 60_000);

it('reads the cards of single messages, each from a customer of its own', async () => {
  const { facts, misread } = await evaluateFacts(
    {
      now: '2026-05-22T23:30:00+03:00',
      messages: [
        { text: 'Меня зовут Вера, бюджет до 500 тысяч', facts: { name: 'Вера', budget: 500_000 } },
        { text: 'Нужен зал завтра', facts: { date: '2026-05-23' } },
        { text: 'Сколько стоит зал?', facts: { name: 'Лика' } },
      ],
    },
    {},
  );
  expect(totalOf(facts)).toEqual({ right: 3, extra: 0, missing: 1 });
  expect(qualityOf(facts.date).f1).toBe(1);
  expect(misread.map(({ text }) => text)).toEqual(['Сколько стоит зал?']);
}, 60_000);

it('reads its arguments, and refuses what it does not know', () => {
  expect(readAnswerArguments(['--in', 'a.json', '--show', '20', '--with', 'live'])).toEqual({
    in: 'a.json',
    json: false,
    show: 20,
    reveal: false,
    live: true,
  });
  expect(() => readAnswerArguments(['--show', 'all'])).toThrow(/--show/);
  expect(() => readAnswerArguments(['--with', 'scripted'])).toThrow(/--with/);
  expect(() => readAnswerArguments(['--worst'])).toThrow(/--worst/);
});
