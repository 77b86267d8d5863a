import { expect, test } from 'vitest';
import { objectsToPrice } from './intent.ts';
import { readOffTopic, seemsOffTopic } from './off-topic.ts';

test.each([
  'расскажи анекдот',
  'напиши сочинение про осень',
  'кто выиграл вчера матч',
  'какая столица Австралии',
  'сколько будет 345 умножить на 12',
  'какая завтра погода',
  'переведи на английский: я люблю тебя',
  'за кого голосовать на выборах',
  'Здравствуйте! Предлагаем продвижение вашего салона в соцсетях, первые клиенты через неделю',
  'Нужны деньги срочно? Займ на карту без отказа',
  'Заработок от 5000 в день без вложений пишите в лс',
  'кто такая Агата Кристи',
  'помоги решить задачу по физике',
  'tell me a joke',
  "what's the capital of peru",
  'write me a cover letter',
  'will it rain tomorrow',
  'who is the president of france',
  'we can rank your website #1 on google, interested?',
  'boost your instagram followers cheap',
  'translate good morning into spanish',
  'what is the meaning of life',
  'how many bones are in the human body',
  'solve 2x^2 - 5x = 3',
  'как дела на фронте',
  'сочини поздравление маме',
  'сколько километров до луны',
  'что посмотреть вечером',
  'кто написал войну и мир',
  'Приглашаем к сотрудничеству! Размещаем рекламу в лифтах',
  'Добрый день, занимаемся поставкой упаковки, можем прислать прайс?',
  'работа на дому, доход от 80 тыс, пиши',
  'почему люди зевают',
  "what's 17 times 23",
  'who painted the mona lisa',
  'can you recommend a good movie',
  'Hi, I help businesses like yours get 30 more leads a month. Open to a quick call?',
  'are aliens real',
  "what's the weather like in london",
  'Изготовим наружную рекламу, скидка 30% до пятницы, звоните',
  'Продвижение клиник на картах, заявки от 200 руб',
  'Реализуем кофе оптом со склада в Москве',
  'успейте получить выгодное предложение',
  'есть ли жизнь на венере',
  'реши пример 5 класс 12х=48',
  'почему летают самолеты',
  'кто сильнее слон или бегемот',
])('is no matter of the business: %s', (text) => {
  expect(readOffTopic(text)).toBeDefined();
});

test.each([
  'сколько будет стоить покраска',
  'переведите меня на другого мастера',
  'какая краска лучше',
  'кто у вас делает маникюр',
  'how many lessons are in the course',
  'what is the price of a cut',
  'who teaches the beginner class',
  'а если дождь?',
  'какая скидка до 30 мая',
  'есть скидка 10% если заказать у вас?',
  'заявка от 5 человек принимается?',
  'сколько стоит реклама у вас на щите',
  'в яндексе видел что у вас скидка 20%, звонить куда?',
  'почему работает только один вход',
  'решите вопрос с оплатой пожалуйста',
  'как работает абонемент',
])('may be a matter of the business: %s', (text) => {
  expect(readOffTopic(text)).toBeUndefined();
});

test.each([
  'дорого у вас',
  'чё так дорого',
  'у соседей дешевле',
  '900 за стрижку? грабёж',
  "that's way too expensive",
  'cheaper elsewhere',
  'can you do better on the price?',
  'bit pricey tbh',
  'чёт дорого',
  'можно подешевле?',
  'на озоне в два раза дешевле',
  "any discount if i pay cash? it's a lot",
  "that's a lot of money for a haircut",
])('objects to a price: %s', (text) => {
  expect(objectsToPrice(text)).toBe(true);
});

test.each(['какой торт дешевле?', 'это дорого?', 'which is cheaper, the double or the twin?'])(
  'asks about a price: %s',
  (text) => {
    expect(objectsToPrice(text)).toBe(false);
  },
);

test.each([
  'Здравствуйте! Производим детскую мебель, кроватки и шкафчики, выслать каталог?',
  'We help wedding venues rank first on search engines. Reply YES for an audit of your website.',
  'мешки для мусора и перчатки с завода, первый заказ с отсрочкой, скинуть прайс?',
  'we sell cleaning supplies wholesale to hotels, can I send you a catalogue?',
])('sounds like an offer of another firm, in words that no rule knows: %s', (text) => {
  expect(seemsOffTopic(text)).toBe(true);
});

test.each([
  'нас 40 человек из одной фирмы, обеды на весь месяц привезёте?',
  'do you sell gift cards for the spa',
  'сколько стоит доставка до Мытищ',
  'пришёл не тот товар, как вернуть деньги',
  'what happens if it rains that day?',
  'здравствуйте',
  '',
])('sounds like a matter of the business: %s', (text) => {
  expect(seemsOffTopic(text)).toBe(false);
});

test('does not judge long stories', () => {
  expect(seemsOffTopic(`${'we help local shops get more reviews '.repeat(10)}`)).toBe(false);
});
