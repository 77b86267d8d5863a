import { type Found, wholeWords } from '../text/word-pattern.ts';
import { isRefused, surroundingsIn } from './price-context.ts';

type Place = Pick<Found<unknown>, 'start' | 'end'>;

/** A discount that is told without a percentage: «вдвое дешевле», "a third off". */
export type Relative = Place & { readonly percent: number; readonly words: string };

const shares: readonly (readonly [string, number])[] = [
  ['половин\\p{L}{1,2}|half', 50],
  ['трет\\p{L}{1,2}|third', 100 / 3],
  ['четверт\\p{L}{1,2}|quarter', 25],
  ['пят(?:ую|ая) часть|fifth', 20],
];
const times: readonly (readonly [string, number])[] = [
  ['вдвое|в (?:два|2) раза|дважды|twice|two times|2x', 2],
  ['втрое|в (?:три|3) раза|three times|3x', 3],
  ['вчетверо|в (?:четыре|4) раза|four times|4x', 4],
  ['впятеро|в (?:пять|5) раз|five times|5x', 5],
  ['в десять раз|в 10 раз|ten times|10x', 10],
  ['в полтора раза|в 1[.,]5 раза|one and a half times|1\\.5x', 1.5],
];
const CHEAPER = '(?:дешевле|меньше|ниже|выгоднее|cheaper|less|lower)';
const CUT = '(?:off|cheaper|less|discount|скидк\\p{L}{1,2}|дешевле|выгоднее|ниже)';

const relatives: readonly { readonly pattern: RegExp; readonly percent: number }[] = [
  {
    pattern: wholeWords('полцены|пол-цены|half[- ]price|half the price|half as expensive|half as much', 'giu'),
    percent: 50,
  },
  ...times.map(([words, factor]) => ({
    pattern: wholeWords(`(?:${words}) (?:as )?${CHEAPER}|${CHEAPER} (?:${words})`, 'giu'),
    percent: 100 - 100 / factor,
  })),
  ...shares.map(([words, percent]) => ({
    pattern: wholeWords(
      `(?:на |в )?(?:одну )?(?:${words}) (?:the price )?${CUT}|(?:скидк\\p{L}{1,2}|дешевле|off|discount of|cheaper by|скинем|скину|уступ\\p{L}{1,4}) (?:в |на |a |by a )?(?:${words})(?: цены)?|(?:knock|take|cut) a (?:${words}) off`,
      'giu',
    ),
    percent,
  })),
];

/** Those that are promised, and not refused. */
export const relativesIn = (text: string): readonly Relative[] =>
  relatives
    .flatMap(({ pattern, percent }) =>
      [...text.matchAll(pattern)].map(({ index, 0: words }) => ({
        start: index,
        end: index + words.length,
        percent,
        words,
      })),
    )
    .filter((place) => !isRefused(surroundingsIn(text)(place)));

/** So many for the price of so many, as `6/5`. */
export type Bundle = Place & { readonly bundle: string; readonly words: string };

const counted: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'один|одного|одной|одну|одна|one',
    'два|две|двух|second|two|второй|вторая|второе|вторую',
    'три|трех|трёх|three|third|третий|третья|третье|третью',
    'четыре|четырех|четырёх|four|fourth|четвертый|четвёртый|четвертая|четвертое',
    'пять|пяти|five|fifth|пятый|пятая|пятое',
    'шесть|шести|six|sixth|шестой|шестая|шестое',
    'семь|семи|seven|seventh|седьмой',
    'восемь|восьми|eight|eighth|восьмой',
    'девять|девяти|nine|ninth|девятый',
    'десять|десяти|ten|tenth|десятый',
  ].flatMap((words, at) => words.split('|').map((word) => [word, at + 1])),
);
const NUMBER = `(?:\\d{1,2}|${Object.keys(counted).join('|')})`;
const FOR_PRICE = wholeWords(
  `(${NUMBER})(?:\\s\\p{L}+){0,3}\\s(?:по цене|за цену|for the price of) (${NUMBER})`,
  'giu',
);
/** "Two for one", and not "€20 for two". */
const FOR = new RegExp(`(?<![\\p{L}\\p{N}.,$€£₽])(${NUMBER}) for (${NUMBER})(?![\\p{L}\\p{N}])`, 'giu');
const PLUS = /(?<![\d.,])(\d{1,2}) ?\+ ?(\d{1,2})(?= ?(?:$|[.,!?)]|в подарок|free|бесплатно|по акции))/giu;
const NTH_FREE = wholeWords(
  `(?:кажд\\p{L}{2}|every|the)?\\s?(вто\\p{L}{2,4}|трет\\p{L}{1,2}|четв[её]рт\\p{L}{2}|пят(?:ый|ая|ое|ую)|шест(?:ой|ая|ое|ую)|десят(?:ый|ая|ое|ую)|second|third|fourth|fifth|sixth|tenth|перв(?:ый|ая|ое|ую)|first)(?:\\s[\\p{L}«»"-]+){0,2}\\s?(?:[—–-]|is|are|идет|идёт|будет|comes)?\\s?(?:даром|бесплатн\\p{L}*|безвозмездно|в подарок|за наш счет|за наш счёт|free|for free|on the house|on us|a gift)`,
  'giu',
);

/** Offers of more than is paid for. */
export const bundlesIn = (text: string): readonly Bundle[] => [
  ...[FOR_PRICE, FOR]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap(({ index, 0: words, 1: many = '', 2: few = '' }) => {
      const [got, paid] = [numberOf(many), numberOf(few)];
      return got > paid ? [{ start: index, end: index + words.length, bundle: `${got}/${paid}`, words }] : [];
    }),
  ...[...text.matchAll(PLUS)].map(({ index, 0: words }) => ({
    start: index,
    end: index + words.length,
    bundle: words.replace(/ /g, ''),
    words,
  })),
  ...[...text.matchAll(NTH_FREE)].map(({ index, 0: words, 1: nth = '' }) => ({
    start: index,
    end: index + words.length,
    bundle: `${nth.toLowerCase().slice(0, 4)} free`,
    words,
  })),
];

const numberOf = (word: string): number => counted[word.toLowerCase()] ?? Number(word);

export type FreePromise = Place & { readonly words: string };

const FREE_SOURCE =
  'бесплатн\\p{L}+|безвозмездн\\p{L}+|даром|на халяву|в подарок|подарком|пода?рим|подарю|дарим|дарю|за наш сч[её]т|за сч[её]т (?:заведения|компании|студии|фирмы)|free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|on us|complimentary|gratis|a gift|as a gift|no charge|our treat';
const FREE = wholeWords(FREE_SOURCE, 'giu');
/** So is what the team tells to be part of something, but not what a model says of "free dates" or "is included". */
const TOLD_FREE = wholeWords(
  `${FREE_SOURCE}|free|вход[ия]т|включ[её]н\\p{L}*|подар\\p{L}+|не взима\\p{L}+|без доплат\\p{L}*|без оплат\\p{L}*|без комисс\\p{L}*|без штраф\\p{L}*|без удерж\\p{L}*|не оплач\\p{L}+|не бер[её]м|included|includes|no (?:extra |additional )?(?:charge|cost|fee)s?|without (?:charge|penalty|fee|extra charge)|gift|waived?`,
  'giu',
);
const ZERO = /(?<![\d,. ])0 ?(?:₽|руб|%|\$|€)/giu;
const NOT_FREE = /(?<!\p{L})(?:не|not|нет|no)\s*$/iu;
const A_PLACE = /^\s(?:мест|окн|дат|врем|slot|date|time|seat|to (?:ask|write|call|contact))/iu;

/** What a reply promises to cost nothing. */
export const findFreePromises = (text: string): readonly FreePromise[] => promisesIn(text, FREE);

/** What was told to cost nothing. */
export const freePromisesIn = (text: string): readonly FreePromise[] => [
  ...promisesIn(text, TOLD_FREE),
  ...[...text.matchAll(ZERO)].map(({ index, 0: words }) => ({ start: index, end: index + words.length, words })),
];

const promisesIn = (text: string, pattern: RegExp): readonly FreePromise[] => {
  const found = [...text.matchAll(pattern)].map(({ index, 0: words }) => ({
    start: index,
    end: index + words.length,
    words,
  }));
  if (found.length === 0) return [];
  const around = surroundingsIn(text);
  return found.filter((place) => {
    const surroundings = around(place);
    return !isRefused(surroundings) && !NOT_FREE.test(surroundings.before) && !A_PLACE.test(surroundings.behind);
  });
};
