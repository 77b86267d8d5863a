import { wholeWords } from '../../text/word-pattern.ts';
import { isRefused } from './refusals.ts';
import { type Place, surroundingsIn } from './surroundings.ts';

/** A discount without a percentage: «вдвое дешевле», "a third off". */
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
    pattern: wholeWords('полцены|пол-цены|half[- ]price|half as expensive|half as much|наполовину', 'giu'),
    percent: 50,
  },
  ...shares.map(([words, percent]) => ({
    pattern: wholeWords(
      `(?:${words}) (?:от )?(?:цены|стоимости|суммы|оплаты|платы)|(?:${words}) (?:of )?(?:the |your |its |that )?(?:\\p{L}+ )?(?:price|cost|fee|bill|hire|rate|rent)|(?:pay|paying|заплатите|платите|оплатите|оплатим|оплачиваем|доплатим|берем|берём|возьмем|возьмём)(?: only| just| лишь| только| вам)?(?: an?)? (?:${words})`,
      'giu',
    ),
    percent,
  })),
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

/** More promises than any legitimate text makes; further ones are not examined. */
export const MOST_PROMISES = 100;

/** A word that every pattern needs. Most texts have none, so one pass rules them out. */
const SOME_RELATIVE =
  /пол-?цены|наполовину|половин|трет|четверт|пят|дважды|вдвое|втрое|вчетверо|впятеро|раза?(?!\p{L})|half|third|quarter|fifth|twice|times|\dx/iu;

/** Finds the discounts that are promised and not refused. */
export const relativesIn = (text: string): readonly Relative[] => {
  if (!SOME_RELATIVE.test(text)) return [];
  const around = surroundingsIn(text);
  return relatives
    .flatMap(({ pattern, percent }) =>
      [...text.matchAll(pattern)].map(({ index, 0: words }) => ({
        start: index,
        end: index + words.length,
        percent,
        words,
      })),
    )
    .filter((place, at) => at > MOST_PROMISES || !isRefused(around(place)));
};
