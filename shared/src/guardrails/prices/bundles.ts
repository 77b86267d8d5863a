import { wholeWords } from '../../text/word-pattern.ts';
import type { Place } from './surroundings.ts';

/** More items for the price of fewer, as `6/5`, or the n-th item free, as `3 free`. */
export type Bundle = Place & {
  readonly bundle: string;
  readonly words: string;
  /** The first letters of the words in between: «первый месяц бесплатно» does not offer a free first lesson. */
  readonly named: readonly string[];
};

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
/** Matches "Two for one", but not "€20 for two". */
const FOR = new RegExp(`(?<![\\p{L}\\p{N}.,$€£₽])(${NUMBER}) for (${NUMBER})(?![\\p{L}\\p{N}])`, 'giu');
const PLUS = /(?<![\d.,])(\d{1,2}) ?\+ ?(\d{1,2})(?= ?(?:$|[.,!?)]|в подарок|free|бесплатно|по акции))/giu;
const BOGOF = wholeWords(
  'buy one(?: \\p{L}+){0,3},? get (?:one|another|the second)(?: \\p{L}+)? free|bogof|2-?for-?1',
  'giu',
);
const NTH =
  'перв(?:ый|ая|ое|ую|ого|ому)|втор(?:ой|ая|ое|ую|ого|ому)|трет(?:ий|ья|ье|ью|ьего|ьему)|четв[её]рт(?:ый|ая|ое|ую|ого|ому)|пят(?:ый|ая|ое|ую|ого)|шест(?:ой|ая|ое|ую|ого)|десят(?:ый|ая|ое|ую|ого)|first|second|third|fourth|fifth|sixth|tenth';
const GRATIS =
  'даром|бесплатн\\p{L}*|безвозмездн\\p{L}*|в подарок|за наш сч[её]т|free|for free|on the house|on us|a gift';
const NTH_FREE = [
  wholeWords(`(${NTH})((?:\\s[\\p{L}«»"-]+){0,4})\\s?(?:[—–-]\\s)?(?:${GRATIS})`, 'giu'),
  wholeWords(`(?:${GRATIS})()(?:\\s\\p{L}+){0,2}\\s(${NTH})((?:\\s[\\p{L}«»"-]+){0,2})`, 'giu'),
];

/** A word or sign that every pattern needs. Most texts have none, so one pass rules them out. */
const SOME_BUNDLE =
  /цен[еу]|price| for |\d ?\+|buy one|bogof|for-?1|даром|бесплатн|безвозмездн|подарок|наш сч|free|house|on us|gift/iu;

/** Finds offers of more than is paid for. */
export const bundlesIn = (text: string): readonly Bundle[] => (SOME_BUNDLE.test(text) ? readBundles(text) : []);

const readBundles = (text: string): readonly Bundle[] => [
  ...[FOR_PRICE, FOR]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap((match) => {
      const [got, paid] = [numberOf(match[1] ?? ''), numberOf(match[2] ?? '')];
      return got > paid ? [bundleAt(match, `${got}/${paid}`)] : [];
    }),
  ...[...text.matchAll(PLUS)].map((match) => bundleAt(match, match[0].replace(/ /g, ''))),
  ...[...text.matchAll(BOGOF)].map((match) => bundleAt(match, '2/1')),
  ...NTH_FREE.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => {
      const [nth = '', ...between] = match.slice(1).filter((part) => part !== '');
      return bundleAt(match, `${nth.toLowerCase().slice(0, 4)} free`, between.join(' '));
    }),
  ),
];

const bundleAt = ({ index, 0: words }: RegExpExecArray, bundle: string, between = ''): Bundle => ({
  start: index,
  end: index + words.length,
  bundle,
  words,
  named: (between.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 4)),
});

/** Whether the team offered this bundle. */
export const isToldBundle = ({ bundle, named }: Bundle, told: readonly Bundle[]): boolean =>
  told.some(
    (one) =>
      one.bundle === bundle &&
      (named.length === 0 || one.named.length === 0 || named.some((word) => one.named.includes(word))),
  );

const numberOf = (word: string): number => counted[word.toLowerCase()] ?? Number(word);
