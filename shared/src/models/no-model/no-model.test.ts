import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ModelMessage, ToolDescription } from '../model.ts';
import { createNoModelProvider } from './no-model.ts';

const tool = (name: string): ToolDescription => ({ name, description: name, arguments: z.looseObject({}) });
const toolsOf: Readonly<Record<string, readonly ToolDescription[]>> = {
  intake: [tool('save_user_info'), tool('call_operator')],
  rag: [tool('search_knowledge'), tool('call_operator')],
  scoring: [tool('update_lead')],
};

const user = (content: string): ModelMessage => ({ role: 'user', content });
const called = (name: string, result: unknown): ModelMessage[] => [
  { role: 'assistant', content: '', toolCalls: [{ id: 'c', name, arguments: '{}' }] },
  { role: 'tool', toolCallId: 'c', name, content: JSON.stringify(result) },
];

const ask = async (agent: string, ...messages: readonly ModelMessage[]) => {
  const reply = await createNoModelProvider().complete({
    agent,
    messages: [{ role: 'system', content: 'Rules.' }, ...messages],
    tools: toolsOf[agent] ?? [],
    signal: new AbortController().signal,
  });
  const calls = reply.toolCalls.map((call) => [call.name, JSON.parse(call.arguments)]);
  return { text: reply.text, calls };
};

const quotes = (...texts: readonly string[]) =>
  called('search_knowledge', {
    results: [],
    extracted: { answered: texts.length > 0, confidence: 0.9, quotes: texts.map((text) => ({ text, passageId: 'p' })) },
  });

describe('intake', () => {
  test('saves what the customer tells, with the words of the budget and the date', async () => {
    const { calls } = await ask('intake', user('Меня зовут Анна, бюджет до 500 тыс. руб, 15 марта, +7 916 123-45-67'));
    expect(calls).toEqual([
      [
        'save_user_info',
        {
          name: 'Анна',
          phone: '+79161234567',
          sureness: { name: 0.95 },
          language: 'ru',
          facts: [
            { group: 'needs', key: 'budget', value: '500 тыс. руб', confidence: 0.85 },
            { group: 'needs', key: 'eventDate', value: '15 марта', confidence: 0.8 },
          ],
        },
      ],
    ]);
  });

  test.each(['Здравствуйте', 'Есть ли у вас парковка?', 'Do you deliver on Sundays?'])(
    'learns nothing from %s',
    async (text) => {
      expect(await ask('intake', user(text))).toEqual({ text: '', calls: [] });
    },
  );

  test('calls a person for who asks for one and for who is angry', async () => {
    const wanted = await ask('intake', user('Позовите менеджера'));
    expect(wanted.calls).toEqual([['call_operator', { reason: 'asked_for_person', summary: 'Позовите менеджера' }]]);
    const angry = await ask('intake', user('This is unacceptable'));
    expect(angry.calls).toEqual([['call_operator', { reason: 'angry', summary: 'This is unacceptable' }]]);
  });

  test('calls a person for who complains', async () => {
    const { calls } = await ask('intake', user('The courier never came'));
    expect(calls).toEqual([['call_operator', { reason: 'angry', summary: 'The courier never came' }]]);
  });

  test('is done once its tools have answered', async () => {
    const told = user('I am Bob. Call me back: +1 415 555 2671. My name is Bob');
    const first = await ask('intake', told);
    expect(first.calls.map(([name]) => name)).toEqual(['save_user_info', 'call_operator']);
    const second = await ask('intake', told, ...called('save_user_info', {}), ...called('call_operator', {}));
    expect(second).toEqual({ text: '', calls: [] });
  });
});

describe('rag', () => {
  test.each([
    ['Привет! Есть ли у вас парковка?', 'Есть ли у вас парковка?'],
    ['Меня зовут Марина, бюджет 250 000 рублей. Сколько стоит дрон-шоу?', 'Сколько стоит дрон-шоу?'],
    ['Нужна парковка на 20 машин', 'Нужна парковка на 20 машин'],
  ])('searches for what is asked: %s', async (text, query) => {
    const { calls } = await ask('rag', user(text));
    expect(calls).toEqual([['search_knowledge', { query, limit: 5 }]]);
  });

  test('quotes the sentences as they stand, each with its number', async () => {
    const { text } = await ask('rag', user('Есть парковка?'), ...quotes('Парковка бесплатна.', 'Мест — 40.'));
    expect(text).toBe('Парковка бесплатна. [1]\nМест — 40. [2]');
  });

  test('each of several questions is searched for, and a person answers what is left', async () => {
    const asked = user('Есть ли парковка и можно ли с собакой?');
    const { calls } = await ask('rag', asked);
    expect(calls.map(([, { query }]) => query)).toEqual(['Есть ли парковка', 'можно ли с собакой?']);
    const both = await ask('rag', asked, ...quotes('Есть.'), ...quotes('Можно.'));
    expect(both).toEqual({
      text: 'Есть ли парковка? Есть. [1]\nМожно ли с собакой? Можно. [2]',
      calls: [],
    });
    const one = await ask('rag', asked, ...quotes('Есть.'), ...quotes());
    expect(one.calls).toEqual([['call_operator', { reason: 'no_answer', summary: 'можно ли с собакой?' }]]);
    const told = await ask('rag', asked, ...quotes('Есть.'), ...quotes(), ...called('call_operator', {}));
    expect(told.text).toMatch(/^Есть ли парковка\? Есть\. \[1\]\n.*передан коллеге/u);
  });

  test('the same quote twice is said once, under a number that is its own', async () => {
    const asked = user('Есть ли парковка и можно ли с собакой?');
    const { text } = await ask('rag', asked, ...quotes('Да.'), ...quotes('Нет.', 'Да. Всегда.'));
    expect(text).toBe('Можно ли с собакой? Нет. [2]\nДа. Всегда. [3]');
  });

  test('asks what is meant when nothing tells, instead of calling a person', async () => {
    const { text, calls } = await ask('rag', user('Сколько стоит?'), ...quotes());
    expect({ text, calls }).toEqual({ text: 'Уточните, пожалуйста, о чём речь.', calls: [] });
  });

  test('greets back before the answer', async () => {
    const { text } = await ask('rag', user('Hello, is parking free?'), ...quotes('Parking is free.'));
    expect(text).toBe('Hello. Parking is free. [1]');
  });

  test('calls a person when nothing fits, and says so in the language of the question', async () => {
    const first = await ask('rag', user('Есть ли вертолёт?'), ...quotes());
    expect(first.calls).toEqual([['call_operator', { reason: 'no_answer', summary: 'Есть ли вертолёт?' }]]);
    const ru = await ask(
      'rag',
      user('Есть ли вертолёт?'),
      ...quotes(),
      ...called('call_operator', { handedOver: true }),
    );
    expect(ru.text).toContain('передан коллеге');
    const en = await ask('rag', user('Do you have a helicopter?'), ...quotes(), ...called('call_operator', {}));
    expect(en.text).toContain('A colleague has your question');
  });

  test('promises no person when none could be called', async () => {
    const failed = { error: { code: 'store.unavailable', message: 'no' } };
    const { text, calls } = await ask(
      'rag',
      user('Есть ли вертолёт?'),
      ...quotes(),
      ...called('call_operator', failed),
    );
    expect(calls).toEqual([]);
    expect(text).not.toContain('коллеге');
    expect(text).not.toBe('');
  });

  test('a search that failed is a question without an answer', async () => {
    const { calls } = await ask('rag', user('Есть парковка?'), ...called('search_knowledge', { error: { code: 'x' } }));
    expect(calls[0]?.[0]).toBe('call_operator');
  });

  test.each([
    ['Здравствуйте', 'Здравствуйте. Напишите, что вас интересует.'],
    ['Спасибо', 'Пожалуйста. Пишите, если появятся вопросы.'],
    ['Спасибо за чудесный вечер!', 'Пожалуйста. Пишите, если появятся вопросы.'],
    ['спасибо ребята, всё вернул', 'Пожалуйста. Пишите, если появятся вопросы.'],
    ['ok', 'All right. Write again if you have questions.'],
    ['bye', 'Goodbye. Have a good day.'],
    ['Hi there, how are you?', 'Hello. Write what you would like to know.'],
    [
      'Are you a bot?',
      "A program answers here: it quotes the company's knowledge base. To be answered by a person, write “call a person”.",
    ],
    ['Вы все дураки', 'Нам жаль, что так вышло. Вам ответит коллега, здесь же.'],
    ['Мой телефон 8 916 123-45-67', 'Записано: телефон +79161234567. Что ещё подсказать?'],
    ['Hi, my name is Kate', 'Hello. Noted: name Kate. What else would you like to know?'],
    ['Позовите человека', 'Вам ответит коллега, здесь же.'],
    ['This is unacceptable', 'We are sorry about this. A colleague will answer you here.'],
    ['Ничего, спасибо', 'Пожалуйста. Пишите, если появятся вопросы.'],
    ['уже не надо', 'Хорошо. Пишите, если появятся вопросы.'],
    ['Never mind', 'All right. Write again if you have questions.'],
    ['can you help me?', 'Write what you would like to know.'],
    ['алло, есть кто?', 'Да, мы на связи. Напишите, что вас интересует.'],
    ['не понял', 'Задайте, пожалуйста, вопрос другими словами. Чтобы ответил человек, напишите «позовите человека».'],
    ['повторите', 'Уточните, пожалуйста, о чём речь.'],
    ['Мне привезли сломанный стул', 'Нам жаль, что так вышло. Вам ответит коллега, здесь же.'],
  ])('answers %s without a search', async (text, reply) => {
    expect(await ask('rag', user(text))).toEqual({ text: reply, calls: [] });
  });

  test('digits alone are answered in the language of the messages before', async () => {
    const { text } = await ask('rag', user('Is parking free?'), ...quotes('Yes.'), user('+7 916 123-45-67'));
    expect(text).toBe('Noted: phone +79161234567. What else would you like to know?');
  });

  test('a message without a word is answered by what it says', async () => {
    const before = [user('Есть парковка?'), ...quotes('Есть.')];
    expect((await ask('rag', ...before, user('👍'))).text).toBe('Хорошо. Пишите, если появятся вопросы.');
    expect((await ask('rag', ...before, user('?'))).text).toContain('другими словами');
    expect((await ask('rag', user('?'))).text).toBe('Hello. Write what you would like to know.');
  });

  test('what only a person can do is passed on; of a wish the knowledge base is told besides', async () => {
    const act = user('Забронируйте зал на субботу');
    expect((await ask('rag', act)).calls.map(([name]) => name)).toEqual(['call_operator']);
    expect((await ask('rag', act, ...called('call_operator', {}))).text).toBe(
      'Записано: дата: на субботу. Этим займётся коллега: ваше сообщение передано, он ответит здесь.',
    );
    const wish = user('Хочу вернуть стул');
    expect((await ask('rag', wish)).calls.map(([name]) => name)).toEqual(['search_knowledge']);
    const quoted = [wish, ...quotes('Вернуть можно за 14 дней.')];
    expect((await ask('rag', ...quoted)).calls.map(([name]) => name)).toEqual(['call_operator']);
    expect((await ask('rag', ...quoted, ...called('call_operator', {}))).text).toMatch(
      /^Вернуть.*\[1\]\nЭтим займётся/u,
    );
  });

  test('says that it is a program, and answers what was asked besides', async () => {
    const { text } = await ask('rag', user('Вы бот? Есть парковка?'), ...quotes('Есть.'));
    expect(text).toMatch(/^Здесь отвечает программа.*Есть\. \[1\]$/u);
  });

  test('a statement that nothing fits is passed on without talk of an answer', async () => {
    const { text } = await ask('rag', user('Болит зуб'), ...quotes(), ...called('call_operator', {}));
    expect(text).toBe('Вам ответит коллега, здесь же.');
  });

  test('in several messages the language is that of the question', async () => {
    const asked = [user('Здравствуйте'), user('Is parking free?'), ...quotes('Yes.')];
    const reply = await createNoModelProvider().complete({
      agent: 'rag',
      messages: asked,
      asked: 2,
      tools: toolsOf.rag ?? [],
      signal: new AbortController().signal,
    });
    expect(reply.text).toBe('Hello. Yes. [1]');
  });

  test('a new question is searched for, whatever was found for the one before', async () => {
    const { calls } = await ask('rag', user('Is parking free?'), ...quotes('Yes.'), user('Is there a stage?'));
    expect(calls).toEqual([['search_knowledge', { query: 'Is there a stage?', limit: 5 }]]);
  });
});

describe('scoring', () => {
  test('puts budget, need and timing into the lead', async () => {
    const { calls } = await ask('scoring', user('Нужен зал 15 марта, бюджет 1,5 млн руб'));
    expect(calls).toEqual([
      [
        'update_lead',
        {
          bant: { budget: '1,5 млн руб', need: 'Нужен зал 15 марта, бюджет 1,5 млн руб', timing: '15 марта' },
          amount: 1_500_000,
          currency: 'RUB',
        },
      ],
    ]);
  });

  test('qualifies a lead once, with the message that completes it', async () => {
    const before = user('Нужен зал 15 марта');
    const completing = user('Мой телефон 8 916 123-45-67');
    expect((await ask('scoring', before, completing)).calls).toEqual([['update_lead', { stage: 'qualified' }]]);
    expect((await ask('scoring', before, completing, user('Спасибо'))).calls).toEqual([]);
  });

  test('is done once the lead is updated', async () => {
    const { calls } = await ask('scoring', user('budget is $20k'), ...called('update_lead', { score: 10 }));
    expect(calls).toEqual([]);
  });
});

test('an agent without rules is a plain failure', async () => {
  await expect(ask('astrology', user('Hi'))).rejects.toMatchObject({ code: 'model.unavailable' });
  await expect(ask('constructor', user('Hi'))).rejects.toMatchObject({ code: 'model.unavailable' });
});
