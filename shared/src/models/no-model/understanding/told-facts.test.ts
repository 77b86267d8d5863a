import { expect, test } from 'vitest';
import { understand } from '../../../reading/understand.ts';

/** What a message tells of its writer; `undefined` is what it must not be taken to tell. */
type Told = {
  readonly name?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly need?: string | undefined;
  readonly guests?: number | undefined;
  readonly date?: string | undefined;
  readonly budget?: number | undefined;
};
type Case = readonly [string, Told];

/** The rules are made to read these. */
const studied: readonly Case[] = [
  ['Hi, I am Kate from Acme. How much is the loft?', { name: 'Kate', company: 'Acme' }],
  ["I'm Kate from Acme How much is the loft", { name: 'Kate', company: 'Acme' }],
  ['We represent Globex. When can we visit?', { company: 'Globex' }],
  ['I work at Initech. Please call me.', { company: 'Initech' }],
  ['On behalf of Umbrella Events. Do you have parking?', { company: 'Umbrella Events' }],
  ['I work for Booking.com and need a hall', { company: 'Booking.com' }],
  ["I don't work for Acme any more", { company: undefined }],
  ['Do you work for Acme?', { company: undefined }],
  ['My sister works at Acme and likes you', { company: undefined }],
  ['I used to work at Globex', { company: undefined }],
  ['Мы из ООО «Ромашка». Сколько стоит зал?', { company: 'ООО «Ромашка»' }],
  ['Это ООО Ромашка Сколько стоит зал', { company: 'ООО Ромашка' }],
  ['Мы не ООО «Ромашка», вы нас путаете', { company: undefined }],
  ['Вы работаете с ООО «Ромашка»?', { company: undefined }],
  ['Ваша компания «Лофт» берёт предоплату?', { company: undefined }],
  ['У ООО «Вектор» дешевле, чем у вас', { company: undefined }],
  ['Наша компания Вектор. Нужен зал на 40 человек', { company: 'Вектор', guests: 40 }],
  ['Раньше я работала в компании «Север»', { company: undefined }],
  ['Меня зовут Анна Хочу узнать цену', { name: 'Анна' }],
  ['Меня зовут Пётр Нужен зал', { name: 'Пётр' }],
  ['My name is John Can you help', { name: 'John' }],
  ['My name is Mary Jane Watson. Call me', { name: 'Mary Jane Watson' }],
  ['Мою жену зовут Анна', { name: undefined }],
  ['Моего начальника зовут Игорь Львович', { name: undefined }],
  ['Меня зовут не Анна, а Ольга', { name: 'Ольга' }],
  ['My name is not John', { name: undefined }],
  ['Я Готов, присылайте договор', { name: undefined }],
  ['Он сказал: «меня зовут Иван», и повесил трубку', { name: undefined }],
  ['Это Иван, который делал нам торт?', { name: undefined }],
  ["I'm Sure, thanks", { name: undefined }],
  ['Ваш номер 8 800 555-35-35?', { phone: undefined }],
  ['Не звоните на +7 916 123-45-67, пишите сюда', { phone: undefined }],
  ['Это телефон моего мужа: 8 916 123-45-67', { phone: undefined }],
  ['Я писал вам на info@example.ru, ответа нет', { email: undefined }],
  ['Is sales@example.com your address?', { email: undefined }],
  ['Моя почта anna@example.ru. Ваша info@example.com?', { email: 'anna@example.ru' }],
  ['Моя подруга ищет зал на свадьбу', { need: undefined }],
  ['В прошлый раз было 50 гостей', { guests: undefined }],
  ['Нам не на 15 мая, а на 20 мая', { date: '20 мая' }],
  ['Бюджет не 500 тысяч, а 300 тысяч рублей', { budget: 300_000 }],
];

/** Never looked at while the rules are changed: they measure how well the rules do with what they have not met. */
const unseen: readonly Case[] = [
  [
    'Good morning, this is Tom from Wayne Enterprises. What are your rates?',
    { name: 'Tom', company: 'Wayne Enterprises' },
  ],
  ["Hello, I'm Lucy from Stark Could you send a quote", { name: 'Lucy', company: 'Stark' }],
  ['I represent Hooli. Our team needs a venue.', { company: 'Hooli' }],
  ['We are Pied Piper Inc. Where are you located?', { company: 'Pied Piper Inc.' }],
  ['My company is Vandelay. Is there parking?', { company: 'Vandelay' }],
  ['I no longer work at Hooli', { company: undefined }],
  ['Does your manager work for Hooli?', { company: undefined }],
  ['My husband works for Massive Dynamic', { company: undefined }],
  ['We are not from Acme', { company: undefined }],
  ["I'm not from Acme, I'm from Globex", { company: 'Globex' }],
  ['Компания «Заря». Подскажите цены', { company: 'Заря' }],
  ['Представляю компанию Альфа Хотим провести конференцию', { company: 'Альфа' }],
  ['ООО Бета нужен счёт', { company: 'ООО Бета' }],
  ['Мы больше не ООО «Бета»', { company: undefined }],
  ['А ООО «Гамма» у вас заказывала?', { company: undefined }],
  ['Мой друг из компании «Дельта» вас советовал', { company: undefined }],
  ['Вашу фирму «Эхо» нам рекомендовали', { company: undefined }],
  ['ИП Петров П.П. Какие реквизиты?', { company: 'ИП Петров П.П.' }],
  ['Меня зовут Мария Подскажите, есть ли парковка', { name: 'Мария' }],
  ['Зовут меня Олег. Сколько стоит?', { name: 'Олег' }],
  ['My name is Ann What is the price', { name: 'Ann' }],
  ["My name's Peter. Do you deliver?", { name: 'Peter' }],
  ['Моего сына зовут Артём, ему 5 лет', { name: undefined }],
  ["My boss's name is Frank", { name: undefined }],
  ['Менеджера зовут Олег?', { name: undefined }],
  ['Нет, меня зовут не Мария', { name: undefined }],
  ['Я Согласна, давайте', { name: undefined }],
  ["I'm Late, sorry", { name: undefined }],
  ['This is Anna, right?', { name: undefined }],
  ['Клиент написал «я Сергей», а потом пропал', { name: undefined }],
  ['Вы звонили с номера +7 495 123-45-67?', { phone: undefined }],
  ['This is not my number: +1 415 555 2671', { phone: undefined }],
  ["My wife's phone is +44 20 7946 0958", { phone: undefined }],
  ['Мой старый номер 8 916 000-00-01, новый 8 916 000-00-02', { phone: '+79160000002' }],
  ['Вам можно писать на hello@example.com?', { email: undefined }],
  ['I wrote to support@example.com but nobody answered. Mine is joe@example.org', { email: 'joe@example.org' }],
  ['Вам нужны новые сотрудники?', { need: undefined }],
  ['My friend is looking for a band', { need: undefined }],
  ['Last time there were 80 guests', { guests: undefined }],
  ['Not on May 3, on May 10', { date: 'May 10' }],
];

const read = (text: string): Told => {
  const { name, company, phone, email, need, guests, date, budget } = understand(text);
  return { name: name?.value, company: company?.value, phone, email, need, guests, date, budget: budget?.amount };
};
const isRead = ([text, told]: Case): boolean =>
  Object.entries(told).every(([key, value]) => read(text)[key as keyof Told] === value);

test.each(studied)('%s', (text, told) => {
  expect(read(text)).toMatchObject(told);
});

test('reads most of the messages that no rule was made for', () => {
  const wrong = unseen.filter((one) => !isRead(one)).map(([text]) => text);
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(2);
});

test.each([
  ['Наша компания «Ромашка» ищет зал', 0.95],
  ['I work at Globex', 0.85],
  ['ООО «Ромашка», нужен счёт', 0.75],
  ['Счёт выставьте для ООО «Ромашка»', 0.6],
])('is as sure of a company as it was said: %s', (text, confidence) => {
  expect(understand(text).company?.confidence).toBe(confidence);
});
