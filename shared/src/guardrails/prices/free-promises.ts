import { wholeWords } from '../../text/word-pattern.ts';
import { isRefused } from './refusals.ts';
import { MOST_PROMISES } from './relative-discounts.ts';
import { type Place, surroundingsIn } from './surroundings.ts';

/** A promise that something is free; `words` quotes it. */
export type FreePromise = Place & { readonly words: string };

const AT_OUR_COST =
  'за (?:наш |свой |мой )?сч[её]т(?! (?:вас|клиент|покупател|заказчик|арендатор|получател|того|чего|этого))(?: \\p{L}+)?|за наш сч[её]т';
const FREE_SOURCE = `${AT_OUR_COST}|ни копейки|ни рубля|за спасибо|за так|нахаляву|бонусом|not (?:cost (?:you )?)?(?:a|one) (?:penny|cent|dime|thing)|for nothing|free (?:gift|upgrade)|throw in|thrown in|бесплатн\\p{L}+|безвозмездн\\p{L}+|даром|на халяву|в подарок|подарком|пода?рим|подарю|дарим|дарю|free of charge|for free|at no (?:extra |additional )?(?:cost|charge)|on the house|on us|complimentary|gratis|a gift|as a gift|no charge|our treat`;
/** A charge that the team says it waives, pays or refunds. */
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
/**
 * Words that mean "free" if the team says them, such as being included. A model's "free dates" or "is included" do not
 * count.
 */
const TOLD_FREE = wholeWords(
  `${FREE_SOURCE}|${BORNE}|free|вход[ия]т|включ[её]н\\p{L}*|подар\\p{L}+|не взима\\p{L}+|без доплат\\p{L}*|без оплат\\p{L}*|без комисс\\p{L}*|без штраф\\p{L}*|без удерж\\p{L}*|не оплач\\p{L}+|не бер[её]м|included|includes|no (?:extra |additional )?(?:charge|cost|fee)s?|without (?:charge|penalty|fee|extra charge)|gift|waived?`,
  'giu',
);
/** These may also mean "available" or "part of it"; they promise something free only if the thing has a price. */
const INCLUDED = wholeWords(
  'free(?! (?:to|on|at|from|until|till|in|this|that|next|tomorrow|today|tonight|then|now|again|between|cancell?ation|slots?|seats?|dates?|spots?|places?|times?|rooms?|tables?|space)(?![\\p{L}]))|вход[ия]т|включ[её]н\\p{L}*|без доплат\\p{L}*|ничего (?:не )?доплачивать|(?:доплачивать|платить) (?:не нужно|не надо|не прид[её]тся)|не (?:нужно|надо|прид[её]тся) (?:доплачивать|платить)|included|no (?:extra |additional |joining )?(?:charge|cost|fee)s?|without (?:charge|extra charge)|waived?|waiv(?:es|ing)',
  'giu',
);
const ZERO = /(?<![\d,. ])0 ?(?:₽|руб|%|\$|€)/giu;
const NOT_FREE = /(?<!\p{L})(?:не|not|нет|no|feel|-)\s*$|-$/iu;
const A_PLACE = /^\s(?:мест|окн|дат|врем|slot|date|time|seat|to (?:ask|write|call|contact))/iu;

/** Says by itself that something is not paid. */
const NEGATIVE = /(?<!\p{L})(?:ни|не|ничего|no|not|nothing|never|won['’]?t|don['’]?t|needn['’]?t|without)(?!\p{L})/iu;

/** Finds what a reply promises to cost nothing. */
export const findFreePromises = (text: string): readonly FreePromise[] => promisesIn(text, FREE);

/** Finds what a reply promises to be included in something else. */
export const findIncluded = (text: string): readonly FreePromise[] => {
  const said = promisesIn(text, FREE);
  return promisesIn(text, INCLUDED).filter(({ start, end }) => !said.some((one) => one.start < end && start < one.end));
};

/** Finds what the team said costs nothing. */
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
