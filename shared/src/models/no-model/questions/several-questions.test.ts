import { describe, expect, test } from 'vitest';
import { understand } from '../../../reading/understand.ts';
import { questionsOf } from './questions.ts';

const asked = (text: string, ...earlier: readonly string[]) =>
  questionsOf({ text, understood: understand(text), earlier }).map(({ queries: [first = ''] }) => first);

/** Each question must hold all words of its list, in any order; there is exactly one list for each question. */
const expectWords = (found: readonly string[], wanted: readonly string[]) => {
  const missing = wanted.map((words, at) =>
    words.split(' ').filter((word) => !(found[at] ?? '').toLowerCase().includes(word)),
  );
  expect({ found, missing }).toEqual({
    found: expect.toSatisfy((list) => list.length === wanted.length),
    missing: wanted.map(() => []),
  });
};

describe('questions of one message', () => {
  test.each<[string, string[]]>([
    // A driving school.
    [
      '1) сколько стоит курс на механике 2) есть ли рассрочка 3) где площадка',
      ['стоит механике', 'рассрочка', 'где площадка'],
    ],
    ['курс на автомате: цена, сроки, сколько вождений', ['автомате цена', 'автомате сроки', 'вождений']],
    ['сколько стоит экзамен и когда ближайший', ['стоит экзамен', 'экзамен когда']],
    ['скажите сколько длится теория и есть ли онлайн занятия', ['длится теория', 'онлайн занятия']],
    ['доп вождение почём и сколько длится', ['вождение почём', 'вождение длится']],
    [
      'вопросы такие\n- с какого возраста берёте\n- нужна ли медсправка\n- что по оплате',
      ['возраста', 'медсправка', 'оплате'],
    ],
    ['сколько стоит категория а есть ли мотоциклы можно ли по выходным', ['стоит категория', 'мотоциклы', 'выходным']],
    [
      'во-первых сколько стоит пересдача, во-вторых можно ли сменить инструктора',
      ['стоит пересдача', 'сменить инструктора'],
    ],
    [
      'Хочу права к лету. Работаю пять через два, вожу только на даче у деда. Сколько стоит курс и бывают ли вечерние группы?',
      ['стоит курс', 'вечерние группы'],
    ],
    // A florist.
    ['букет из 15 пионов сколько, и доставка за мкад есть?', ['пионов сколько', 'доставка мкад']],
    ['Сколько стоит доставка? А открытка?', ['стоит доставка', 'сколько открытка']],
    ['сколько стоят розы и тюльпаны', ['стоят розы', 'стоят тюльпаны']],
    ['почём гортензия, эустома и ранункулюс?', ['гортензия', 'почём эустома', 'почём ранункулюс']],
    [
      'свадебный букет: стоимость? за сколько дней заказывать? бутоньерка входит?',
      ['букет стоимость', 'букет дней', 'бутоньерка входит'],
    ],
    ['а ещё подскажите до скольки вы и есть ли парковка', ['скольки', 'парковка']],
    ['можно фото перед отправкой? и анонимно доставить можете?', ['фото отправкой', 'анонимно']],
    ['корзина с фруктами цена залог за корзину', ['корзина цена', 'залог корзину']],
    ['Вы сегодня работаете? Где находитесь? Картой можно?', ['сегодня работаете', 'где', 'картой']],
    ['скок стоит моно букет плюс есть ли крафтовая упаковка', ['стоит букет', 'упаковка']],
    // A coworking.
    ['how much is a fixed desk and do you have lockers', ['how much fixed desk', 'lockers']],
    [
      'meeting room: price per hour, how many people fit, is there a screen?',
      ['meeting room price', 'meeting room people', 'screen'],
    ],
    [
      '1. day pass price 2. is it open on sundays 3. do you have phone booths 4. is coffee free',
      ['day pass price', 'open sundays', 'phone booths', 'coffee'],
    ],
    ['Hi, two questions: can I bring a guest, and what does a locker cost?', ['guest', 'locker']],
    ['whats the wifi speed and can i print there', ['wifi speed', 'print']],
    ['how much is the small office and the big office', ['how much small office', 'how much big office']],
    [
      'may I bring a dog, how much is the event space, and is there bike storage',
      ['dog', 'event space', 'bike storage'],
    ],
    ['event space price deposit', ['event space price', 'event space deposit']],
    ['price for a hot desk? also parking?', ['price hot desk', 'parking']],
    ['how much is a dedicated desk, how long is the contract', ['dedicated desk', 'how long contract']],
    ['is there a gym + showers', ['gym']],
    ['три вопроса: цена теории, где площадка, адрес автодрома', ['цена теории', 'площадка', 'адрес автодрома']],
    ['two quick ones: do you have lockers, and can I print there?', ['lockers', 'print']],
    ['ваза на сутки сколько? высокая, стеклянная', ['ваза высокая стеклянная']],
    ['What is the price for the small room, and for the studio?', ['small room', 'price studio']],
    ['price of a hot desk, saturday hours, and do you take cards?', ['price hot desk', 'saturday hours', 'cards']],
    ['аренда вазы на вечер можно? сколько', ['аренда вазы вечер можно', 'вазы вечер сколько']],
    ['What is the nightly rate for the suite in May, and for a double?', ['rate suite', 'how much double']],
    ['мастер-класс по керамике: цена и сколько кругов', ['керамике цена', 'керамике сколько кругов']],
    ['my phone fell into the pond, how much to repair it', ['phone fell repair']],
    [
      'We are a team of nine designers from Leeds, moving out of a basement. What is the monthly price of a team room, do you include cleaning, and can we paint the walls?',
      ['price team room', 'cleaning', 'paint walls'],
    ],
  ])('%s', (text, wanted) => expectWords(asked(text), wanted));

  test.each<[string, string]>([
    ['сколько стоит курс с теорией и вождением на механике', 'one thing with its parts'],
    ['what is cheaper, a hot desk or a fixed desk?', 'a choice'],
    ['что лучше, розы или пионы?', 'a choice'],
    ['работаете ли вы в субботу и воскресенье?', 'two days'],
    ['are you open on Saturday and Sunday?', 'two days'],
    ['если я опоздаю, занятие пропадёт?', 'a condition'],
  ])('%s stays one question: %s', (text) => expect(asked(text)).toHaveLength(1));

  test('seven numbered questions are searched for one by one, in order', () => {
    const text =
      '1) адрес 2) часы работы 3) парковка 4) цена стрижки 5) есть ли детский мастер 6) можно картой 7) скидки';
    expectWords(asked(text), ['адрес', 'часы', 'парковка', 'цена стрижки', 'детский', 'картой', 'скидки']);
  });
});

describe('a question that goes on from earlier ones', () => {
  test.each<[string, readonly string[], string]>([
    ['а на автомате?', ['сколько стоит курс на механике'], 'сколько стоит курс автомате'],
    ['сколько длится?', ['есть у вас курс для подростков?'], 'подростков длится'],
    ['а в субботу?', ['вождение вечером в будни сколько стоит'], 'вождение субботу'],
    ['а рассрочка?', ['сколько стоит курс на механике', 'спасибо'], 'рассрочка'],
    ['а сколько стоит?', ['У вас есть категория А?'], 'категория стоит'],
    ['сколько?', ['нужен букет из 21 розы'], 'букет сколько'],
    ['how long does it take?', ['do you do same-day delivery of peonies?'], 'delivery peonies how long'],
    ['and for two people?', ['how much is the meeting room?'], 'how much meeting room'],
    ['what about the big one?', ['how much is the small office?'], 'how much big'],
    ['and the deposit?', ['How much is the event space?'], 'event space deposit'],
    ['а залог?', ['сколько стоит корзина с фруктами', 'ок'], 'корзина залог'],
    ['and on sundays', ['is the quiet room open on weekdays?'], 'quiet room open sundays'],
    ['и за два дня?', ['почём аренда вазы за день'], 'вазы два'],
    ['сколько ждать?', ['сделаете букет из эустомы?'], 'эустомы ждать'],
    ['how much', ['can i rent a locker?', 'great'], 'locker how much'],
    ['I mean for a team', ['how much is a locker'], 'how much locker team'],
    ['and in september', ['how much is the quiet room in july'], 'quiet room september'],
    ['курьеру можно?', ['сделаете букет из эустомы?', 'Анна, anna@mail.example'], 'курьеру'],
  ])('%s', (text, earlier, wanted) => expectWords(asked(text, ...earlier), [wanted]));

  test('a question about another thing leaves the subject behind', () => {
    expect(asked('есть ли у вас парковка?', 'сколько стоит курс на механике')).toEqual(['есть ли у вас парковка?']);
    expect(asked('а сколько стоит?', 'сколько длится курс на механике', 'есть ли у вас медсправка?')[0]).not.toContain(
      'механике',
    );
  });

  test('a new day or number takes the place of the old one', () => {
    expect(asked('and on sundays', 'is the room open on saturdays?')[0]).not.toContain('saturdays');
    expect(asked('а на 5 часов?', 'сколько стоит баня на 3 часа?')[0]).not.toContain('3');
    expect(asked('а на пять суток?', 'болгарка 230 сутки')[0]).toContain('230');
  });

  test('a statement before a bare question says what it is about', () => {
    expectWords(asked('У меня айфон 12 разбил экран. Сколько?'), ['айфон 12 экран сколько']);
    expectWords(asked('Здравствуйте\nнужен свадебный букет\nсколько стоит'), ['свадебный букет сколько']);
    expectWords(asked('We want the event space. How much and how long?'), [
      'event space how much',
      'event space how long',
    ]);
  });
});
