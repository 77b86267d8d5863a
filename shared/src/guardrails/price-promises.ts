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

/** More than any honest text makes; those beyond are not looked at more closely. */
export const MOST_PROMISES = 100;

/** Those that are promised, and not refused. */
export const relativesIn = (text: string): readonly Relative[] => {
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

/** So many for the price of so many, as `6/5`, or the n-th of something, as `3 free`. */
export type Bundle = Place & {
  readonly bundle: string;
  readonly words: string;
  /** The first letters of the words between: «первый месяц бесплатно» is no free first lesson. */
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
/** "Two for one", and not "€20 for two". */
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

/** Offers of more than is paid for. */
export const bundlesIn = (text: string): readonly Bundle[] => [
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

/** Whether a bundle is one that was told. */
export const isToldBundle = ({ bundle, named }: Bundle, told: readonly Bundle[]): boolean =>
  told.some(
    (one) =>
      one.bundle === bundle &&
      (named.length === 0 || one.named.length === 0 || named.some((word) => one.named.includes(word))),
  );

const numberOf = (word: string): number => counted[word.toLowerCase()] ?? Number(word);

export type FreePromise = Place & { readonly words: string };

const AT_OUR_COST =
  'за (?:наш |свой |мой )?сч[её]т(?! (?:вас|клиент|покупател|заказчик|арендатор|получател|того|чего|этого))(?: \\p{L}+)?|за наш сч[её]т';
const FREE_SOURCE = `${AT_OUR_COST}|ни копейки|ни рубля|за спасибо|за так|нахаляву|бонусом|not (?:cost (?:you )?)?(?:a|one) (?:penny|cent|dime|thing)|for nothing|free (?:gift|upgrade)|throw in|thrown in|бесплатн\\p{L}+|безвозмездн\\p{L}+|даром|на халяву|в подарок|подарком|пода?рим|подарю|дарим|дарю|free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|on us|complimentary|gratis|a gift|as a gift|no charge|our treat`;
/** A charge that the team says it drops, bears or gives back. */
const CHARGE = '(?:наценк|комисси|плат|доплат|предоплат|штраф|залог|депозит|сбор|стоимост|оплат|надбавк)\\p{L}*';
const BORNE = [
  '(?:компенсир|возмест|возмещ|оплатим|оплачу|доплатим|покро)\\p{L}*',
  '(?:на себя бер[её]м|бер[её]м на себя|возьм[её]м на себя|беру на себя|возьму на себя|возьм[её]т на себя)',
  `(?:убер\\p{L}+|убира\\p{L}+|сним\\p{L}+|отменим|отменю|спиш\\p{L}+|прост\\p{L}{2,3}|обнулим)(?:\\s\\p{L}+){0,3}\\s${CHARGE}`,
  `${CHARGE}(?:\\s\\p{L}+){0,4}\\s(?:убер\\p{L}+|убира\\p{L}+|сним\\p{L}+|отменим|отменю|спиш\\p{L}+|простим|обнулим|не возьм\\p{L}+|не буд\\p{L}{1,2} брать)`,
  '(?:денег|деньги|ничего|платы|доплату|плату)(?:\\s\\p{L}+){0,3}\\sне (?:возьм\\p{L}+|бер[её]м|спрос\\p{L}+|буд\\p{L}{1,2} брать)|не (?:возьм\\p{L}+|буд\\p{L}{1,2} брать)(?:\\s\\p{L}+){0,3}\\s(?:денег|деньги|платы|доплату|плату|ничего)',
  'в нагрузку|(?:в качестве|как) бонуса?|бонусн\\p{L}+|презент\\p{L}*|комплимент\\p{L}*|не будет (?:вам )?ничего стоить|ничего не (?:будет )?сто\\p{L}+|обойд[её]тся (?:вам )?в ноль',
  "(?:i|we)(?:['’](?:ll|d)| will| would| can|['’]re happy to| are happy to)(?: \\p{L}+ly)?(?: also)? (?:cover|absorb|foot|pay|pick up|waive|swallow|sponsor|reimburse|compensate|drop|skip|scrap|forget|knock off|take care of the (?:cost|fee|bill))",
  'thr(?:ow|ows|owing)(?: [\\p{L}\\p{N}-]+){1,6} in|(?:as|for) an? (?:\\p{L}+ )?(?:bonus|treat|thank[- ]you|courtesy|perk|present|favou?r|extra)|bonus|waiv(?:e|es|ed|ing)|at our (?:own )?(?:expense|cost)|our shout|courtesy of|zero cost|costs? you nothing|costs? nothing',
  "(?:won['’]?t|don['’]?t|do not|will not|need not|needn['’]?t|never)(?: have to| need to)? (?:pay|be charged|be billed|be paying|owe)|(?:won['’]?t|don['’]?t|do not|will not) charge(?: you)?|pay nothing|nothing to pay|without paying|free of (?:any )?(?:cost|fee)",
].join('|');
const FREE = wholeWords(`${FREE_SOURCE}|${BORNE}`, 'giu');
/** So is what the team tells to be part of something, but not what a model says of "free dates" or "is included". */
const TOLD_FREE = wholeWords(
  `${FREE_SOURCE}|${BORNE}|free|вход[ия]т|включ[её]н\\p{L}*|подар\\p{L}+|не взима\\p{L}+|без доплат\\p{L}*|без оплат\\p{L}*|без комисс\\p{L}*|без штраф\\p{L}*|без удерж\\p{L}*|не оплач\\p{L}+|не бер[её]м|included|includes|no (?:extra |additional )?(?:charge|cost|fee)s?|without (?:charge|penalty|fee|extra charge)|gift|waived?`,
  'giu',
);
/** What costs nothing by itself, or is not busy, or has always been part of something: only of what has a price it is a promise. */
const INCLUDED = wholeWords(
  'free(?! (?:to|on|at|from|until|till|in|this|that|next|tomorrow|today|tonight|then|now|again|between|cancell?ation|slots?|seats?|dates?|spots?|places?|times?|rooms?|tables?|space)(?![\\p{L}]))|вход[ия]т|включ[её]н\\p{L}*|без доплат\\p{L}*|ничего (?:не )?доплачивать|(?:доплачивать|платить) (?:не нужно|не надо|не прид[её]тся)|не (?:нужно|надо|прид[её]тся) (?:доплачивать|платить)|included|no (?:extra |additional |joining )?(?:charge|cost|fee)s?|without (?:charge|extra charge)|waived?|waiv(?:es|ing)',
  'giu',
);
const ZERO = /(?<![\d,. ])0 ?(?:₽|руб|%|\$|€)/giu;
const NOT_FREE = /(?<!\p{L})(?:не|not|нет|no|feel|-)\s*$|-$/iu;
const A_PLACE = /^\s(?:мест|окн|дат|врем|slot|date|time|seat|to (?:ask|write|call|contact))/iu;

/** It says by itself that something is not paid. */
const NEGATIVE = /(?<!\p{L})(?:ни|не|ничего|no|not|nothing|never|won['’]?t|don['’]?t|needn['’]?t|without)(?!\p{L})/iu;

/** What a reply promises to cost nothing. */
export const findFreePromises = (text: string): readonly FreePromise[] => promisesIn(text, FREE);

/** What it promises to be part of something else. */
export const findIncluded = (text: string): readonly FreePromise[] => {
  const said = promisesIn(text, FREE);
  return promisesIn(text, INCLUDED).filter(({ start, end }) => !said.some((one) => one.start < end && start < one.end));
};

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
  return found.filter((place, at) => {
    if (at > MOST_PROMISES) return true;
    const surroundings = around(place);
    const isNoRefusal = NEGATIVE.test(place.words) || !isRefused(surroundings);
    return isNoRefusal && !NOT_FREE.test(surroundings.before) && !A_PLACE.test(surroundings.behind);
  });
};
