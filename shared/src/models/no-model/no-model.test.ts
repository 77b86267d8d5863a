import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ModelMessage, ToolDescription } from '../model.ts';
import { createNoModelProvider } from './no-model.ts';
import { withSearches } from './testing/with-searches.ts';

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

const complete = (agent: string, messages: readonly ModelMessage[], asked = 1) =>
  createNoModelProvider().complete({
    agent,
    messages: [{ role: 'system', content: 'Rules.' }, ...messages],
    tools: toolsOf[agent] ?? [],
    asked,
    signal: new AbortController().signal,
  });

const ask = async (agent: string, ...messages: readonly ModelMessage[]) => {
  const reply = await complete(agent, await withSearches(messages, (before) => complete(agent, before)));
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

  test('leaves a complaint to the agent that answers, which goes on answering', async () => {
    expect((await ask('intake', user('The courier never came'))).calls).toEqual([]);
    const { calls } = await ask('rag', user('The courier never came'));
    expect(calls).toEqual([['call_operator', { reason: 'complaint', summary: 'The courier never came' }]]);
    const more = [user('The courier never came'), user('my number is 020 7946 0958')];
    const added = await ask('rag', ...more, ...called('call_operator', { waiting: true }));
    expect(added.text).toMatch(/^Thank you, I will add: phone/u);
  });

  test('is done once its tools have answered', async () => {
    const told = user('I am Bob. Put me through to a manager: +1 415 555 2671. My name is Bob');
    const first = await ask('intake', told);
    expect(first.calls.map(([name]) => name)).toEqual(['save_user_info', 'call_operator']);
    const second = await ask('intake', told, ...called('save_user_info', {}), ...called('call_operator', {}));
    expect(second).toEqual({ text: '', calls: [] });
  });
});

const sorry = {
  ru: 'Очень жаль, что так вышло, извините. С этим разберётся коллега. Вам ответят здесь, как только кто-то освободится.',
  en: 'We are very sorry about this. A colleague will look into it. You will get an answer here as soon as somebody is free.',
};

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
    expect(told.text).toMatch(/^Есть ли парковка\? Есть\. \[1\]\n.*у коллег/u);
  });

  test('the same quote twice is said once, under a number that is its own', async () => {
    const asked = user('Есть ли парковка и можно ли с собакой?');
    const { text } = await ask('rag', asked, ...quotes('Да.'), ...quotes('Нет.', 'Да. Всегда.'));
    expect(text).toBe('Можно ли с собакой? Нет. [2]\nДа. Всегда. [3]');
  });

  test('asks what is meant when nothing tells, instead of calling a person', async () => {
    const { text, calls } = await ask('rag', user('Сколько стоит?'), ...quotes());
    expect({ text, calls }).toEqual({
      text: 'Подскажите, пожалуйста, о чём речь: что именно вас интересует?',
      calls: [],
    });
  });

  test('greets back before the answer', async () => {
    const { text } = await ask('rag', user('Hello, is parking free?'), ...quotes('Parking is free.'));
    expect(text).toBe('Hello! Parking is free. [1]');
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
    expect(ru.text).toContain('Уточню у коллег');
    const en = await ask('rag', user('Do you have a helicopter?'), ...quotes(), ...called('call_operator', {}));
    expect(en.text).toContain('Let me ask a colleague');
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
    ['Здравствуйте', 'Здравствуйте! Чем помочь?'],
    ['Спасибо', 'Пожалуйста! Будут вопросы — пишите.'],
    ['Спасибо за чудесный вечер!', 'Пожалуйста! Будут вопросы — пишите.'],
    ['спасибо ребята, всё вернул', 'Пожалуйста! Будут вопросы — пишите.'],
    ['ok', 'All right! We are here if you need anything.'],
    ['bye', 'Goodbye! Have a good day.'],
    ['Hi there, how are you?', 'Hello! How can we help?'],
    [
      'Are you a bot?',
      'A program answers here first, from what the company has written. If you would rather have a person, write “call a person”.',
    ],
    ['Вы все дураки', sorry.ru],
    ['Мой телефон 8 916 123-45-67', 'Спасибо, вижу: телефон +79161234567. Подсказать что-нибудь ещё?'],
    ['Hi, my name is Kate', 'Hello! Thank you, got it: Kate. Is there anything else you would like to know?'],
    ['Позовите человека', 'Конечно, подключим коллегу. Вам ответят здесь, как только кто-то освободится.'],
    ['This is unacceptable', sorry.en],
    ['Ничего, спасибо', 'Пожалуйста! Будут вопросы — пишите.'],
    ['уже не надо', 'Хорошо! Если что, мы здесь.'],
    ['Never mind', 'All right! We are here if you need anything.'],
    ['can you help me?', 'How can we help?'],
    ['алло, есть кто?', 'Да, мы на связи. Чем помочь?'],
    [
      'не понял',
      'Попробуйте, пожалуйста, спросить другими словами. А если нужен человек, напишите «позовите человека».',
    ],
    ['повторите', 'Подскажите, пожалуйста, о чём речь: что именно вас интересует?'],
  ])('answers %s without a search', async (text, reply) => {
    expect(await ask('rag', user(text))).toEqual({ text: reply, calls: [] });
  });

  test('digits alone are answered in the language of the messages before', async () => {
    const { text } = await ask('rag', user('Is parking free?'), ...quotes('Yes.'), user('+7 916 123-45-67'));
    expect(text).toBe('Thank you, got it: phone +79161234567. Is there anything else you would like to know?');
  });

  test('a message without a word is answered by what it says', async () => {
    const before = [user('Есть парковка?'), ...quotes('Есть.')];
    expect((await ask('rag', ...before, user('👍'))).text).toBe('Хорошо! Если что, мы здесь.');
    expect((await ask('rag', ...before, user('?'))).text).toContain('другими словами');
    expect((await ask('rag', user('?'))).text).toBe('Hello! How can we help?');
  });

  describe('what the customer wants done', () => {
    const done = called('call_operator', { handedOver: true, waiting: false });

    test('is confirmed, passed on with a summary, and what is missing is asked for; nothing is quoted', async () => {
      const wish = user('Забронируйте столик на субботу в 19:00, меня зовут Лев');
      expect((await ask('rag', wish)).calls).toEqual([
        [
          'call_operator',
          {
            reason: 'request',
            summary: 'нужна бронь; на субботу в 19:00, Лев; «Забронируйте столик на субботу в 19:00, меня зовут Лев»',
          },
        ],
      ]);
      const { text } = await ask('rag', wish, ...done);
      expect(text).toBe(
        'Понятно, нужна бронь на субботу в 19:00, Лев. Этим займётся коллега. Вам ответят здесь, как только кто-то освободится. Подскажите, пожалуйста, сколько будет человек и телефон для связи.',
      );
    });

    test.each([
      ['Хочу вернуть стул', 'Подскажите, пожалуйста, телефон для связи.'],
      ['перенесите запись на пятницу', 'имя или номер'],
      ['book us for four on the 21st, 020 7946 0958, Ann', 'Sure, a booking on the 21st'],
      ['is the loft free on the 5th?', 'Sure, a check whether it is free'],
      ['Call me back', 'a phone number'],
    ])('%s: %s', async (text, said) => {
      expect((await ask('rag', user(text))).calls.map(([name]) => name)).toEqual(['call_operator']);
      expect((await ask('rag', user(text), ...done)).text).toContain(said);
    });

    test('is taken up together with an answer to what is asked besides', async () => {
      const both = user('Забронируйте зал на субботу. Есть ли парковка?');
      expect((await ask('rag', both)).calls).toEqual([['search_knowledge', { query: 'Есть ли парковка?', limit: 5 }]]);
      const { text } = await ask('rag', both, ...quotes('Парковка бесплатна.'), ...done);
      expect(text).toMatch(/^Парковка бесплатна\. \[1\]\nПонятно, нужна бронь на субботу/u);
    });

    test('gets details later, which are added for the same person without handing over anew', async () => {
      const before = [user('Хотим отметить юбилей 24 октября'), ...done];
      const more = [...before, user('нас будет 34 человека, 8 916 123-45-67')];
      const { calls } = await ask('rag', ...more);
      expect(calls).toEqual([
        ['call_operator', { reason: 'request', summary: expect.stringContaining('34 человека') }],
      ]);
      const { text } = await ask('rag', ...more, ...called('call_operator', { handedOver: true, waiting: true }));
      expect(text).toBe('Спасибо, передам: 34 человека, телефон +79161234567.');
    });

    test.each(['Можно ли перенести запись?', 'How do I book?', 'can I cancel for free?', 'Как отменить бронь?'])(
      'is none in %s',
      async (text) => {
        expect((await ask('rag', user(text))).calls.map(([name]) => name)).toEqual(['search_knowledge']);
      },
    );
  });

  test.each([
    ['Расскажи анекдот', 'не помогу'],
    ['write me a poem about autumn', 'not something we can help with'],
    ['Предлагаем продвижение вашего сайта в топ', 'Спасибо за предложение'],
  ])('declines %s without a search and without calling anybody', async (text, said) => {
    const reply = await ask('rag', user(text));
    expect(reply.calls).toEqual([]);
    expect(reply.text).toContain(said);
  });

  test('asks back once, and then calls a person', async () => {
    const unclear = 'Подскажите, пожалуйста, о чём речь: что именно вас интересует?';
    const asked: readonly ModelMessage[] = [user('сколько?'), { role: 'assistant', content: unclear, toolCalls: [] }];
    const again = await ask('rag', ...asked, user('ну сколько?'), ...quotes());
    expect(again.calls.map(([name]) => name)).toEqual(['call_operator']);
  });

  test('hands over what is called too dear, and says less when a person was called before', async () => {
    const dear = user('что-то дороговато у вас');
    expect((await ask('rag', dear)).calls.map(([name]) => name)).toEqual(['call_operator']);
    expect((await ask('rag', dear, ...called('call_operator', { waiting: false }))).text).toContain('цена важна');
    expect((await ask('rag', dear, ...called('call_operator', { waiting: true }))).text).toBe(
      'Передам коллеге и этот вопрос.',
    );
  });

  test('a message without letters is answered in the language of the chat', async () => {
    const reply = await createNoModelProvider().complete({
      agent: 'rag',
      messages: [user('?')],
      language: 'ru',
      tools: toolsOf.rag ?? [],
      signal: new AbortController().signal,
    });
    expect(reply.text).toBe('Здравствуйте! Чем помочь?');
  });

  test('says that it is a program, and answers what was asked besides', async () => {
    const { text } = await ask('rag', user('Вы бот? Есть парковка?'), ...quotes('Есть.'));
    expect(text).toMatch(/^На сообщения здесь сначала отвечает программа.*Есть\. \[1\]$/u);
  });

  test('a statement that nothing fits is passed on without talk of an answer', async () => {
    const { text } = await ask('rag', user('Болит зуб'), ...quotes(), ...called('call_operator', {}));
    expect(text).toBe('Этим займётся коллега. Вам ответят здесь, как только кто-то освободится.');
  });

  test('in several messages the language is that of the question', async () => {
    const asked = [user('Здравствуйте'), user('Is parking free?'), ...quotes('Yes.')];
    const both = (messages: readonly ModelMessage[]) => complete('rag', messages, 2);
    expect((await both(await withSearches(asked, both))).text).toBe('Hello! Yes. [1]');
  });

  test('what the customer asks while the search goes on is searched for, and answered with the rest', async () => {
    const [first, second] = [user('сколько стоит лофт?'), user('и есть ли парковка?')];
    const both = (...found: readonly ModelMessage[]) => complete('rag', [first, second, ...found], 2);
    const search = (query: string, text: string, id: string): readonly ModelMessage[] => {
      const extracted = { answered: true, confidence: 0.9, quotes: [{ text, passageId: id }] };
      return [
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id, name: 'search_knowledge', arguments: JSON.stringify({ query }) }],
        },
        { role: 'tool', toolCallId: id, name: 'search_knowledge', content: JSON.stringify({ results: [], extracted }) },
      ];
    };
    const loft = search('сколько стоит лофт?', 'Лофт: 18 000 ₽.', 'a');
    const { toolCalls } = await both(...loft);
    expect(toolCalls.map((call) => JSON.parse(call.arguments).query)).toEqual(['и есть ли парковка?']);
    const { text } = await both(...loft, ...search('и есть ли парковка?', 'Парковка есть.', 'b'));
    expect(text).toBe('Лофт: 18 000 ₽. [1]\nПарковка есть. [2]');
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

  test('qualifies a customer who orders', async () => {
    const { calls } = await ask('scoring', user('Бронируем на 15 марта, нас 40'));
    expect(calls).toEqual([['update_lead', { bant: { timing: '15 марта' }, stage: 'qualified' }]]);
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
