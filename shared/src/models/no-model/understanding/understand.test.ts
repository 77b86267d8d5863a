import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Understanding, understand } from './understand.ts';

/** What a message tells, or what it must not be taken to tell (undefined). */
const cases: Readonly<Record<string, readonly (readonly [string, Partial<Record<keyof Understanding, unknown>>])[]>> = {
  names: [
    ['Меня зовут Анна', { name: { value: 'Анна', confidence: 0.95 } }],
    ['здравствуйте, меня зовут анна', { name: { value: 'Анна', confidence: 0.85 } }],
    ['Добрый день! Меня зовут Анна Петрова, хочу узнать цену', { name: { value: 'Анна Петрова', confidence: 0.95 } }],
    ['Это Пётр из ООО Ромашка', { name: { value: 'Пётр', confidence: 0.85 }, company: 'ООО Ромашка' }],
    ['Добрый день, это Ольга', { name: { value: 'Ольга', confidence: 0.85 } }],
    ['Я Иван, нужен зал', { name: { value: 'Иван', confidence: 0.85 } }],
    ['На связи Мария', { name: { value: 'Мария', confidence: 0.85 } }],
    ['Нужен зал. С уважением, Иван Петров', { name: { value: 'Иван Петров', confidence: 0.85 } }],
    ['Hi, my name is John Smith', { name: { value: 'John Smith', confidence: 0.95 } }],
    ["Hello, I'm Kate from Acme", { name: { value: 'Kate', confidence: 0.85 }, company: 'Acme' }],
    ['This is Mary-Ann, I have a question', { name: { value: 'Mary-Ann', confidence: 0.85 } }],
    ['Best regards, Tom Brown', { name: { value: 'Tom Brown', confidence: 0.85 } }],
    ['Вас беспокоит Ольга', { name: { value: 'Ольга', confidence: 0.85 } }],
    ['Анна, 89161234567', { name: { value: 'Анна', confidence: 0.75 }, phone: '+79161234567' }],
    ['john@example.com John Smith', { name: { value: 'John Smith', confidence: 0.75 } }],
    ['Телефон 89161234567', { name: undefined }],
    ['89161234567 Жду', { name: undefined }],
    ['Это Москва?', { name: undefined }],
    ['Как вас зовут?', { name: undefined }],
    ['Я Хочу заказать торт', { name: undefined }],
    ["I'm Interested in a venue", { name: undefined }],
    ["I'm looking for a hall", { name: undefined }],
    ['Это очень дорого', { name: undefined }],
    ['Это ООО Ромашка', { name: undefined, company: 'ООО Ромашка' }],
    ['Is this John?', { name: undefined }],
  ],
  phones: [
    ['Мой телефон 8 (916) 123-45-67', { phone: '+79161234567' }],
    ['+7 916 123 45 67, звоните', { phone: '+79161234567' }],
    ['89161234567', { phone: '+79161234567' }],
    ['тел. 9161234567', { phone: '+79161234567' }],
    ['звоните (495) 123-45-67', { phone: '+74951234567' }],
    ['My number is +44 20 7946 0958', { phone: '+442079460958' }],
    ['Call me at (415) 555-2671', { phone: '+14155552671' }],
    ['0049 30 901820', { phone: '+4930901820' }],
    ['Где мой заказ 89161234567?', { phone: undefined }],
    ['заказ № 89161234567', { phone: undefined }],
    ['order #4155552671', { phone: undefined }],
    ['ИНН 7707083893', { phone: undefined }],
    ['9161234567', { phone: undefined }],
    ['бюджет 89 000 000 000 руб', { phone: undefined }],
    ['карта 4276 3800 1234 5678', { phone: undefined }],
    ['12.05.2026 15:00', { phone: undefined }],
  ],
  emails: [
    ['Пишите на Anna.Petrova@Example.RU.', { email: 'anna.petrova@example.ru' }],
    ['почта: иван@пример.рф', { email: 'иван@пример.рф' }],
    ['my e-mail is john+sales@mail.example.com, thanks', { email: 'john+sales@mail.example.com' }],
    ['пишите в телеграм @anna', { email: undefined }],
    ['a@b', { email: undefined }],
  ],
  companies: [
    ['Мы из ООО «Ромашка»', { company: 'ООО «Ромашка»' }],
    ['ИП Иванов И.И., нужен счёт', { company: 'ИП Иванов И.И.' }],
    ['Наша компания «Северный ветер» ищет площадку', { company: 'Северный ветер' }],
    ['АО "Вектор" хочет заказать конференцию', { company: 'АО "Вектор"' }],
    ['I work at Globex', { company: 'Globex' }],
    ['We are Acme Events Ltd, planning a party', { company: 'Acme Events Ltd' }],
    ["I'm Anna from Moscow", { company: undefined }],
    ['Какая компания вас обслуживает?', { company: undefined }],
    ['Delivery from Monday', { company: undefined }],
  ],
  budgets: [
    ['бюджет 500 тыс.', { budget: { amount: 500_000, currency: 'RUB', words: '500 тыс.' } }],
    [
      'Бюджет 250 000 рублей. Что посоветуете?',
      { budget: { amount: 250_000, currency: 'RUB', words: '250 000 рублей' } },
    ],
    ['Есть варианты до 1,5 млн руб?', { budget: { amount: 1_500_000, currency: 'RUB', words: '1,5 млн руб' } }],
    ['$20k', { budget: { amount: 20_000, currency: 'USD', words: '$20k' } }],
    ['around 3,000 EUR', { budget: { amount: 3000, currency: 'EUR', words: '3,000 EUR' } }],
    [
      'Бюджет от 300 до 500 тысяч рублей',
      { budget: { amount: 500_000, currency: 'RUB', words: '300 до 500 тысяч рублей' } },
    ],
    ['бюджет 300-500 тр', { budget: { amount: 500_000, currency: 'RUB', words: '300-500 тр' } }],
    ['Наш бюджет на 50 человек — 250 000 ₽', { budget: { amount: 250_000, currency: 'RUB', words: '250 000 ₽' } }],
    ['Our budget is 12,500.50 GBP', { budget: { amount: 12_500.5, currency: 'GBP', words: '12,500.50 GBP' } }],
    ['budget is 15000', { budget: { amount: 15_000, words: '15000' } }],
    ['We can spend up to $2.5 million', { budget: { amount: 2_500_000, currency: 'USD', words: '$2.5 million' } }],
    ['Рассчитываем на 80к рублей', { budget: { amount: 80_000, currency: 'RUB', words: '80к рублей' } }],
    ['бюджет около миллиона рублей', { budget: { amount: 1_000_000, currency: 'RUB', words: 'миллиона рублей' } }],
    ['Бюджет полтора миллиона', { budget: { amount: 1_500_000, currency: 'RUB', words: 'полтора миллиона' } }],
    [
      'We have half a million dollars to spend',
      { budget: { amount: 500_000, currency: 'USD', words: 'half a million dollars' } },
    ],
    ['We have about 15k to spend', { budget: { amount: 15_000, words: '15k' } }],
    ['сколько стоит 500 рублей?', { budget: undefined }],
    ['Почему цена 5000 рублей?', { budget: undefined }],
    ['Скидка до 5000 рублей ещё действует?', { budget: undefined }],
    ['Я оплатил около 3000 руб, где заказ', { budget: undefined }],
    ['How much is delivery, up to $20?', { budget: undefined }],
    ['Вместимость до 100 человек?', { budget: undefined }],
    ['бюджет на 2026 год', { budget: undefined }],
    ['Бюджет пока не знаю, нас 50 человек', { budget: undefined }],
  ],
  dates: [
    ['Мероприятие 15 марта', { date: '15 марта' }],
    ['Планируем на 15-17 мая 2026 года', { date: '15-17 мая 2026 года' }],
    ['свадьба в конце мая', { date: 'в конце мая' }],
    ['Нужно на 12.05.2026', { date: '12.05.2026' }],
    ['дата: 12.05', { date: '12.05' }],
    ['хотим в следующую пятницу', { date: 'в следующую пятницу' }],
    ['нужен торт через две недели', { date: 'через две недели' }],
    ['next Friday works', { date: 'next Friday' }],
    ['The party is on March 15th, 2026', { date: 'March 15th, 2026' }],
    ['at the end of May', { date: 'at the end of May' }],
    ['in 3 weeks', { date: 'in 3 weeks' }],
    ['2026-03-15', { date: '2026-03-15' }],
    ['May I ask a question?', { date: undefined }],
    ['Вы работаете в пятницу?', { date: undefined }],
    ['Are you open on Sunday?', { date: undefined }],
    ['Счёт от 12.05.2026 не пришёл', { date: undefined }],
    ['Перезвоните завтра', { date: undefined }],
    ['версия 12.05', { date: undefined }],
  ],
  guests: [
    ['зал на 50 человек', { guests: 50 }],
    ['Будет 100-120 гостей', { guests: 120 }],
    ['a dinner for 80 people', { guests: 80 }],
    ['Сколько человек вмещает зал? 100 человек войдёт?', { guests: 100 }],
    ['Максимум сколько гостей, 300 гостей?', { guests: undefined }],
    ['заказ 50 свечей', { guests: undefined }],
  ],
  needs: [
    ['Нам нужен зал на 50 человек', { need: 'Нам нужен зал на 50 человек' }],
    ['Добрый день. Хотим заказать торт. Спасибо', { need: 'Хотим заказать торт.' }],
    ['We are looking for a venue', { need: 'We are looking for a venue' }],
    ['Нужно ли платить залог?', { need: undefined }],
    ['Ничего не нужно', { need: undefined }],
    ['Do I need a ticket?', { need: undefined }],
  ],
  authority: [
    ['Я директор, решаю сам', { authority: 'Я директор' }],
    ['нужно согласовать с руководством', { authority: 'нужно согласовать с руководством' }],
    ["I'm the owner of the shop", { authority: "I'm the owner" }],
    ['Ваш директор на месте?', { authority: undefined }],
  ],
  'requests for a person': [
    ['Позовите человека', { asksForPerson: true }],
    ['соедините меня с менеджером, пожалуйста', { asksForPerson: true }],
    ['Хочу поговорить с живым человеком', { asksForPerson: true }],
    ['оператор', { asksForPerson: true }],
    ['Нужен оператор!', { asksForPerson: true }],
    ['перезвоните мне', { asksForPerson: true }],
    ['talk to a human', { asksForPerson: true }],
    ['Can I speak with a real person please', { asksForPerson: true }],
    ['call me back', { asksForPerson: true }],
    ['Мне нужен человек, который разбирается в тортах', { asksForPerson: false }],
    ['зал на 50 человек', { asksForPerson: false }],
    ['Сколько человек вмещает зал?', { asksForPerson: false }],
    ['не надо звать менеджера', { asksForPerson: false }],
    ['Нужен менеджер на мероприятие', { asksForPerson: false }],
    ["I don't need to talk to a human", { asksForPerson: false }],
    ['A table for one person', { asksForPerson: false }],
    ['Как стать менеджером у вас?', { asksForPerson: false }],
  ],
  anger: [
    ['Это безобразие, верните деньги', { angry: true }],
    ['Вы обманщики, вы нас обманули', { angry: true }],
    ['Я вам уже третий раз пишу', { angry: true }],
    ['This is unacceptable', { angry: true }],
    ["I'm very angry", { angry: true }],
    ['Как вернуть деньги за билет?', { angry: false }],
    ['Ужасно интересно, расскажите', { angry: false }],
    ['What is your refund policy?', { angry: false }],
    ['УРА!!! Спасибо!!!', { angry: false }],
  ],
  'small talk': [
    ['Здравствуйте', { smallTalk: 'greeting', asksSomething: false }],
    ['/start', { smallTalk: 'greeting', asksSomething: false }],
    ['Спасибо большое!', { smallTalk: 'thanks', asksSomething: false }],
    ['ок', { smallTalk: 'acknowledgement', asksSomething: false }],
    ['Hello there', { smallTalk: 'greeting', asksSomething: false }],
    ['thank you very much', { smallTalk: 'thanks', asksSomething: false }],
    ['bye', { smallTalk: 'bye', asksSomething: false }],
    ['👍', { asksSomething: false }],
    ['Меня зовут Анна, мой телефон +7 916 123-45-67', { asksSomething: false }],
    ['Привет! Есть ли у вас парковка?', { greets: true, asksSomething: true }],
    ['а если нас будет 30-40 человек?', { asksSomething: true }],
    ['Hi, do you have parking?', { greets: true, asksSomething: true }],
    ['Пока не решили, а есть ли у вас парковка?', { asksSomething: true }],
  ],
  'prices and refusals': [
    ['Сколько стоит аренда?', { asksPrice: true }],
    ['how much is it', { asksPrice: true }],
    ['Где вы находитесь?', { asksPrice: false }],
    ['Спасибо, уже не актуально', { declines: true }],
    ['not interested, sorry', { declines: true }],
    ['Нам очень интересно', { declines: false }],
  ],
  languages: [
    ['Привет', { language: 'ru' }],
    ['Hello', { language: 'en' }],
    ['Хочу iPhone 15 Pro Max', { language: 'ru' }],
    ['почта john.smith@very-long-domain.example', { language: 'ru' }],
    ['123', { language: undefined }],
  ],
};

describe.each(Object.entries(cases))('reads %s', (_kind, table) => {
  test.each(table)('%s', (text, expected) => {
    const understood: Readonly<Record<string, unknown>> = understand(text);
    const told = Object.fromEntries(Object.keys(expected).map((key) => [key, understood[key]]));
    expect(told).toEqual(expected);
  });
});

test('reads everything of a brief at once', () => {
  const brief =
    'Здравствуйте! Меня зовут Анна, компания «Ромашка». Нужен зал на 50 человек 15 марта, бюджет до 500 тыс. руб. Телефон 8 916 123-45-67, anna@example.ru';
  expect(understand(brief)).toMatchObject({
    language: 'ru',
    name: { value: 'Анна' },
    company: 'Ромашка',
    guests: 50,
    date: '15 марта',
    budget: { amount: 500_000, currency: 'RUB' },
    phone: '+79161234567',
    email: 'anna@example.ru',
    greets: true,
    asksForPerson: false,
  });
});

const fragment = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...Object.values(cases).flatMap((table) => table.map(([text]) => text))),
  fc.constantFrom('8 ', '+', '(', '«', ' тыс ', 'бюджет ', 'до ', '15 ', ' мая ', '\n', '. ', 'a.', '@'),
);
const anyText = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(' '));

test('never fails, whatever is written, and means the same each time', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(understand(text)).toEqual(understand(text));
    }),
  );
});

test.each([
  ['digits', '8 '.repeat(8000)],
  ['one long word', 'а'.repeat(16_000)],
  ['mail-like', 'a.'.repeat(8000)],
  ['capitals', 'Иван '.repeat(3000)],
  ['amounts', '1 000 '.repeat(2500)],
  ['quotes', '«'.repeat(16_000)],
  ['spaces', `бюджет${' '.repeat(15_000)}5`],
  ['fillers', 'пожалуйста мне '.repeat(1000)],
])('reads a long text of %s in a blink', (_kind, text) => {
  const start = performance.now();
  understand(text);
  expect(performance.now() - start).toBeLessThan(500);
});
