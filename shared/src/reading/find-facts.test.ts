import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Found } from '../text/word-pattern.ts';
import { findFacts } from './find-facts.ts';
import { understand } from './understand.ts';

const SEED = 15;
const RUNS = 150;

/** Clauses that tell one fact each, in both languages. */
const told = {
  ru: [
    ['меня зовут Рузанна', 'это Степан Аркадьевич', 'запишите на имя Марина'],
    ['мой телефон +7 916 555-12-90', 'звоните 8 902 555 11 23', 'наберите меня на 8(812)5554410'],
    ['почта dina@mail.ru', 'пишите на vet_home(собака)inbox.ru'],
    ['нас будет 12 человек', 'придём впятером', 'двое взрослых и трое детей'],
    ['бюджет 150 тысяч', 'рассчитываем на 90 000 рублей'],
    ['хотим на 4 декабря', 'удобно в субботу', 'можно послезавтра'],
  ],
  en: [
    ['my name is Oluwaseun', "it's Priya", 'this is Fergus Mulholland'],
    ['call me on +44 7700 900412', 'my number is +351 912 555 018'],
    ['email tamsin@oakline.example', 'reach me at d.kowalski [at] fastmail [dot] com'],
    ['there are 12 of us', 'a party of nine', 'two adults and three kids'],
    ['our budget is 1500 dollars', 'we can spend up to $900'],
    ['we want it on December 4', 'next Friday please'],
  ],
};
/** What two readers may claim: figures and names with several meanings. */
const contested = [
  'бюджет 900 рублей с человека',
  'до 12 человек и до 12 тысяч',
  'с 3 по 7 человек 5 декабря',
  'нас 8 900 555 11 22',
  'это Марина из кафе «Марина»',
  'ИП Захар Белов',
  'Ольга ольга@mail.ru',
  '12.12 на 12',
  'на 20 20-го',
  'a budget of 40 a head for a party of 40',
  'we are 12 December people',
  'Anna from Anna Studio',
  'May 5 people in May',
];
const greetings = { ru: 'Здравствуйте! ', en: 'Hello! ' };

/** Some of the clauses in any order: at most one of each kind. */
const messageIn = (language: 'ru' | 'en') =>
  fc
    .tuple(...told[language].map((kind) => fc.option(fc.constantFrom(...kind), { nil: undefined })))
    .chain((clauses) =>
      fc.shuffledSubarray(
        clauses.flatMap((clause) => clause ?? []),
        { minLength: 0 },
      ),
    )
    .map((clauses) => ({ language, text: clauses.join(', ') }));
const message = fc.oneof(messageIn('ru'), messageIn('en'));

const factsOf = (text: string) => {
  const { name, phone, email, company, budget, date, period, guests } = understand(text);
  return { name: name?.value, phone, email, company: company?.value, budget: budget?.amount, date, period, guests };
};
const unspaced = ({ date, ...facts }: ReturnType<typeof factsOf>) => ({ ...facts, date: date?.toLowerCase() });

const inOrder = (text: string): readonly Found<unknown>[] =>
  Object.values(findFacts(text, 'ru').found)
    .flatMap((found): readonly Found<unknown>[] => (found ? [found] : []))
    .toSorted((a, b) => a.start - b.start);

test('every fact has a place inside the text, and no two places overlap', () => {
  const anything = fc.array(
    fc.oneof(fc.constantFrom(...Object.values(told).flat(2), ...contested), fc.string({ maxLength: 12 })),
    {
      maxLength: 8,
    },
  );
  const property = fc.property(anything, fc.constantFrom(' ', ', ', '\n', '. '), (pieces, between) => {
    const text = pieces.join(between);
    let end = 0;
    for (const fact of inOrder(text)) {
      expect(fact.start).toBeGreaterThanOrEqual(end);
      expect(fact.end).toBeGreaterThan(fact.start);
      end = fact.end;
    }
    expect(end).toBeLessThanOrEqual(text.length);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('each clause tells its fact, whatever stands around it', () => {
  for (const language of ['ru', 'en'] as const) {
    for (const kind of told[language]) {
      for (const clause of kind)
        expect(Object.values(factsOf(clause)).filter((fact) => fact !== undefined)).toHaveLength(1);
    }
  }
  const property = fc.property(message, ({ text }) => {
    const alone = text === '' ? [] : text.split(', ').map((clause) => factsOf(clause));
    const sum = Object.assign(
      {},
      ...alone.map((facts) => Object.fromEntries(Object.entries(facts).filter(([, one]) => one !== undefined))),
    );
    expect(Object.fromEntries(Object.entries(factsOf(text)).filter(([, one]) => one !== undefined))).toEqual(sum);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('a greeting before, more spaces, or a capital at the beginning change nothing', () => {
  const property = fc.property(message, ({ text, language }) => {
    const facts = unspaced(factsOf(text));
    expect(unspaced(factsOf(`${greetings[language]}${text}`))).toEqual(facts);
    expect(unspaced(factsOf(`  ${text} \n`))).toEqual(facts);
    expect(unspaced(factsOf(text.charAt(0).toUpperCase() + text.slice(1)))).toEqual(facts);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test('phone numbers, addresses, days, guests and budgets are read without regard to case', () => {
  const property = fc.property(message, ({ text }) => {
    const { name: _, company: __, ...facts } = unspaced(factsOf(text));
    const { name: ___, company: ____, ...lower } = unspaced(factsOf(text.toLowerCase()));
    expect(lower).toEqual(facts);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
});

const others = [
  'моего мастера звали Рустам',
  'мне посоветовали вас Ирина и Олег',
  'щенка зовут Пуля',
  'мне скинули номер 8 912 555 04 05',
  'мне дали этот контакт: Геннадий, 8 912 555 04 05',
  'ваш номер 8 800 555 35 35?',
  'раньше было 50 гостей',
  'в прошлом году взяли с нас 12 тысяч',
  'заказывали у вас 5 марта',
  'сколько человек вмещает зал?',
  'is the guide called Marco?',
  "my sister's number is +44 7700 900412",
  'last year she paid 300 dollars',
  'we visited you on May 9',
  'is your number +44 7700 900412?',
  'my dog is called Winston',
  'кто из тренеров ведёт йогу в сб?',
  'есть подарочный сертификат на 5000',
  'Кремлёвская 12, домофон 40К',
  'what is the dress code for Saturday nights?',
];

test.each(others)('takes nothing about the writer from "%s"', (text) => {
  expect(Object.values(factsOf(text)).filter((fact) => fact !== undefined)).toEqual([]);
  expect(Object.values(factsOf(`Добрый день! ${text}`)).filter((fact) => fact !== undefined)).toEqual([]);
});
