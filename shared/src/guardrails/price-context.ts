import type { WrittenAmount } from '../search/language/read-amounts.ts';
import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';

/** Where an amount stands. */
export type Place = Pick<WrittenAmount, 'start' | 'end'>;

/** What kind of thing is said of an amount, told by the words around it. */
export type Surroundings = {
  /** Without "unfortunately". */
  readonly sentence: string;
  /** The part of the sentence that the amount is in. */
  readonly clause: string;
  /** What stands before the amount and behind it in the sentence. */
  readonly before: string;
  readonly behind: string;
};

const CLAUSE_END =
  /[;:!?]|[—–]|\s-\s|,\s*(?:но|а|зато|однако|поэтому|but|however|so|yet|and)(?![\p{L}])|\s(?:но|but)\s/iu;
const ASIDE =
  /(?:,\s?)?(?<!\p{L})(?:к сожалению|увы|извините|простите|unfortunately|sadly|regrettably|sorry|i['’]?m (?:afraid|sorry)(?: that)?)(?!\p{L}),?/giu;

/** In front of a place, and behind it: no sentence that a person writes is longer, and a text without an end costs no more. */
const MOST_AROUND = 400;

/** Tells what is around a place in a text. */
export const surroundingsIn = (text: string): ((place: Place) => Surroundings) => {
  const sentences = sentencesOf(text);
  return ({ start, end }) => {
    const from = Math.max(start - MOST_AROUND, sentences.findLast((sentence) => sentence.start <= start)?.start ?? 0);
    const to = Math.min(end + MOST_AROUND, sentences.find((sentence) => sentence.end >= end)?.end ?? text.length);
    const plain = text.slice(from, to).replace(ASIDE, (aside) => ' '.repeat(aside.length));
    const before = plain.slice(0, start - from);
    const behind = plain.slice(end - from);
    const clause = `${before.split(CLAUSE_END).at(-1) ?? ''}${plain.slice(start - from, end - from)}${behind.split(CLAUSE_END)[0] ?? ''}`;
    return { sentence: plain, clause, before, behind };
  };
};

const DISCOUNT = wholeWords(
  'скид[ок]\\p{L}*|дисконт\\p{L}*|дешевле|кэшб[эе]к\\p{L}*|промокод\\p{L}*|акци\\p{L}*|распродаж\\p{L}*|discount\\p{L}*|off|cashback|cheaper|rebate|promo\\p{L}*|sale|less|минус|minus|выгод\\p{L}+',
);
const PAYMENT = wholeWords(
  'предоплат\\p{L}*|аванс\\p{L}*|депозит\\p{L}*|задат\\p{L}+|залог\\p{L}*|остат\\p{L}+|остальн\\p{L}+|доплат\\p{L}*|комисси\\p{L}*|наценк\\p{L}*|сбор\\p{L}*|ндс|налог\\p{L}*|штраф\\p{L}*|неустойк\\p{L}*|удерж\\p{L}+|возвра[тщ]\\p{L}*|верн[её]\\p{L}+|рассрочк\\p{L}*|deposit\\p{L}*|prepa\\p{L}+|advance|upfront|down payment|balance|remain\\p{L}*|commission|surcharge|service charge|vat|tax|penalt\\p{L}+|refund\\p{L}*|fee|fees|instal\\p{L}+',
);
const SURCHARGE = wholeWords(
  'комисси\\p{L}*|наценк\\p{L}*|надбавк\\p{L}*|сбор\\p{L}*|сверху|ндс|налог\\p{L}*|service charge|surcharge\\p{L}*|commission|vat|tax|mark-?up|on top|extra',
);
const SURCHARGE_NAMED = wholeWords(
  'наценк\\p{L}*|надбавк\\p{L}*|ндс|налог\\p{L}*|surcharge\\p{L}*|vat|tax|service charge',
);
const REST = wholeWords(
  'остат\\p{L}+|остал\\p{L}+|остан\\p{L}+|доплат\\p{L}*|втор\\p{L}+|rest|remain\\p{L}*|balance|second|left',
);

export const isDiscount = ({ clause, sentence }: Surroundings): boolean =>
  DISCOUNT.test(clause) || (DISCOUNT.test(sentence) && !PAYMENT.test(clause));
export const isPayment = ({ clause, sentence }: Surroundings): boolean =>
  PAYMENT.test(clause) || (PAYMENT.test(sentence) && !DISCOUNT.test(clause));
/** It is added to a price. */
export const isSurcharge = ({ sentence }: Surroundings): boolean => SURCHARGE.test(sentence);
export const isRest = ({ sentence }: Surroundings): boolean => REST.test(sentence);
const TOTAL_BEHIND =
  /(?<!\p{L})(?:итого|всего|вместе|сумм[аеуы]|общ(?:ая|ий|ее)|total\p{L}*|altogether|in all|com(?:es|e|ing) to|sum)(?!\p{L})[^.!?\d]{0,30}$|=\s?[$€£₽]?$/iu;
/** What follows is the sum of what was named. */
export const isTotal = (before: string): boolean => TOTAL_BEHIND.test(before);
/** It speaks of what is added to a price, such as a tax. */
export const namesSurcharge = (text: string): boolean => SURCHARGE_NAMED.test(text);
/** It speaks of a part of an amount, such as a deposit. */
export const namesPart = (text: string): boolean =>
  PAYMENT.test(text) || DISCOUNT.test(text) || /\d\s?%|процент|percent|эконом|save|saving/iu.test(text);

const DIFFERENCE = wholeWords(
  'дороже|дешевле|больше|меньше|разниц\\p{L}*|доплат\\p{L}*|(?:с)?эконом\\p{L}*|остат\\p{L}+|остал\\p{L}+|остан\\p{L}+|останется|запас\\p{L}*|выше|ниже|зач[её]т\\p{L}*|зачт\\p{L}+|трейд\\p{L}*|с уч[её]том|вычет\\p{L}*|минус|превыша\\p{L}+|не хвата\\p{L}+|сверх|difference|trade-?in|minus|after|deduct\\p{L}*|cheaper|more|extra|save|saves|saving|savings|left|remain\\p{L}*|balance|rest|over|short|missing|above|below|spare',
);
export const tellsDifference = ({ sentence }: Surroundings): boolean => DIFFERENCE.test(sentence);

const PER_UNIT =
  /(?<!\p{L})(?:с|на|за|в|по|per|a|an|each|every)\s(?:одного |одну |одно |каждого |каждую |каждое |кажд\p{L}{2} )?(?!руб|rub|евро|долл)\p{L}{2,}|(?<!\p{L})(?:each|apiece|ежемесячно|ежедневно|monthly|daily)(?!\p{L})/iu;
/** It is told of one of several, such as a guest, a portion or a month. */
export const isPerUnit = ({ clause }: Surroundings): boolean => PER_UNIT.test(clause);

const APPROXIMATE =
  /(?:~|≈|(?<!\p{L})(?:около|примерно|порядка|почти|чуть (?:больше|меньше|более|менее)|более|свыше|ориентировочно|приблизительно|about|around|roughly|approximately|nearly|almost|some|over|just (?:under|over)|a little (?:over|under)|circa))\s*$/iu;
export const isApproximate = (text: string, { start }: Place): boolean =>
  APPROXIMATE.test(text.slice(Math.max(0, start - 30), start));

const THRESHOLD =
  /(?<!\p{L})(?:от|до|свыше|более|больше|выше|меньше|менее|ниже|превыш\p{L}+|каждые|from|over|above|below|under|up to|at least|exceed\p{L}*|reach\p{L}*|per|(?:for )?every|less than|more than|minimum of)\s(?:суммы |an order of |[$€£₽])?$/iu;
/** An amount is where something begins or ends, such as free delivery. */
export const isThresholdAt = (text: string, { start }: Place): boolean =>
  THRESHOLD.test(text.slice(Math.max(0, start - 40), start));

const MULTIPLIED = /(?:[×xх*]|(?<!\p{L})(?:at|по|times|of))\s?[$€£₽]?$/iu;
const MULTIPLIED_BEHIND = /^\s?(?:[×xх*]|times)\s?\d/iu;
/** An amount is taken several times: "twelve months at £40". */
export const isMultiplicand = (text: string, { start, end }: Place): boolean =>
  MULTIPLIED.test(text.slice(Math.max(0, start - 10), start)) || MULTIPLIED_BEHIND.test(text.slice(end, end + 10));

const OWN_WORTH =
  /(?<!\p{L})(?:worth|valued at|value of|order of|bill of|goods of|на сумму|стоимостью|заказ\p{L}{0,2} (?:на|в)|ч[её]к\p{L}{0,2} (?:на|в)|товар\p{L}{0,2} на)\s(?:around |about |около )?[$€£₽]?$/iu;
/** An amount is what something of the customer's is worth. */
export const isOwnWorth = (text: string, { start }: Place): boolean =>
  OWN_WORTH.test(text.slice(Math.max(0, start - 40), start));

const BUDGET = wholeWords(
  "бюджет\\p{L}*|уложи\\p{L}*|укладыва\\p{L}*|впис\\p{L}+|рассчитыва\\p{L}*|располага\\p{L}*|(?:готов\\p{L}*|планиру\\p{L}*|хотите|хотели|можете) (?:бы )?(?:потратить|заплатить|выделить)|ваш\\p{L}* (?:лимит|сумм)\\p{L}*|budget\\p{L}*|to spend|your (?:limit|range)|you(?:['’]re| are) (?:looking|hoping|willing) to (?:spend|pay)|(?<!как )вы (?:писали|написали|указали|упомянули|назвали|говорили)|(?<!as )you(?:['’]ve| have)? (?:mentioned|wrote|named)",
);
const UP_TO =
  /(?<!\p{L})(?:до|не (?:дороже|больше|более|выше)|в пределах|в рамках|дешевле|up to|under|below|within|at most|no more than|not more than)\s*$/iu;
/** The amount is what the customer has to spend. */
export const isBudget = ({ sentence, before }: Surroundings): boolean => BUDGET.test(sentence) || UP_TO.test(before);

const DEMAND = wholeWords(
  'прода[йе]\\p{L}*|отда[йе]\\p{L}*|уступ\\p{L}+|сделай\\p{L}*|оформ\\p{L}+|закаж\\p{L}+|скид\\p{L}+|цен[аыуе]|ценой|стои[тл]\\p{L}*|стоимост\\p{L}+|обеща\\p{L}+|подтверд\\p{L}+|согласова\\p{L}+|скажи\\p{L}*|напиши\\p{L}*|ответь\\p{L}*|sell|let me have|give me|order me|make it|discount\\p{L}*|prices?|priced|costs?|deal|promis\\p{L}+|confirm\\p{L}*|agreed|approved|say|tell|reply|answer',
);
/** Of a customer's own amount: what they have to spend, and not what they would like a price to be. */
export const isOwnBudget = (place: Surroundings): boolean =>
  /бюджет|budget/iu.test(place.sentence) || !DEMAND.test(place.sentence);

const cannotRu =
  '(?:не\\s+(?:можем|могу|может|сможем|смогу|сможет|получится|получается|удастся|вправе|готовы?|будем|буду|в силах)|нельзя|невозможно|нет возможности)';
const CANNOT = wholeWords(
  `${cannotRu}|cannot|can['’]?t|can not|unable|not able|won['’]?t|will not|do not|don['’]?t|does not|doesn['’]?t|couldn['’]?t|not possible|impossible|not allowed|not authori[sz]ed|isn['’]?t|is not|are not|aren['’]?t|no such`,
);
const CANNOT_AT_END = new RegExp(`(?<!\\p{L})(?:${cannotRu}|нет)[\\s.,]*$`, 'iu');
const OFFER = wholeWords(
  'прода\\p{L}+|отда\\p{L}+|да(?:ть|дим)|предлож\\p{L}+|предлага\\p{L}+|сдела\\p{L}+|подтверд\\p{L}+|подтвержда\\p{L}+|сниз\\p{L}+|снижа\\p{L}+|предостав\\p{L}+|оформ\\p{L}+|уступ\\p{L}+|пообеща\\p{L}+|обеща\\p{L}+|гарантир\\p{L}+|назва\\p{L}+|примен\\p{L}+|забронир\\p{L}+|сда(?:ть|дим)|провести|посчита\\p{L}+|выстав\\p{L}+|sell|give|giving|offer|confirm|provide|promise|apply|lower|reduce|match|accept|go|make|order|place|let|grant|guarantee|book|rent|quote|honou?r|process|have|discount|price|available|possible|valid|correct|listed|true|do',
);
const DOES_NOT = wholeWords(
  'не\\s+(?:прода\\p{L}+|отда\\p{L}+|да[её]\\p{L}*|предлага\\p{L}+|дела\\p{L}+|предоставля\\p{L}+|предусмотрен\\p{L}*|действу\\p{L}+|подтвержда\\p{L}+|распространя\\p{L}+|бывает|существует|соответству\\p{L}+|указан\\p{L}*|значится|нашл\\p{L}*|наш[её]л|вижу|видим|подход\\p{L}+|хватит)|нет\\s+(?:так\\p{L}+\\s+)?(?:скид\\p{L}+|акци\\p{L}+|цен\\p{L}*|промокод\\p{L}*)|(?:скид|цен|акци|промокод)\\p{L}*[^,]{0,80} нет|недоступн\\p{L}*|отсутству\\p{L}+|неверн\\p{L}*|ошибочн\\p{L}*|ниже (?:нашей|наших|прайс\\p{L}*|цены|каталог\\p{L}*)|(?:below|less than) (?:our|the) (?:list |catalogue )?prices?|no (?:such )?[^,]{0,20}(?:discount|price|offer)s?',
);
const JUST_NOT = /(?<!\p{L})(?:не|not)\s+(?:за |по |for |at )?$/iu;
/** "I cannot refuse" is no refusal. */
const UNLESS = wholeWords(
  'отказ\\p{L}+|проблем\\p{L}*|вопрос\\p{L}*|возражен\\p{L}*|не согласиться|возраз\\p{L}+|спорить|противит\\p{L}+|устоять|не (?:предложить|дать|отдать|сделать|продать|уступить|подтвердить)|больше чем|меньше|refus\\p{L}+|say no|argue|deny|resist|object|disagree|only|help but|just',
);
const ASKS = wholeWords(
  "уточн(?:ю|им)|спрошу|спросим|узна(?:ю|ем)|запрошу|переда(?:м|дим|л|ла|ю|но)|рассмотр\\p{L}+|решит|решает|решить|подтвердит только|(?:сможем|возможн\\p{L}+|получится) ли|(?:i|we)(?:['’]ll| will| have|['’]ve) (?:ask\\p{L}*|check\\p{L}*|pass\\p{L}*|forward\\p{L}*)|let me (?:ask|check)|whether|a colleague (?:will|has to|must|can)",
);
const AGREED = wholeWords(
  'ваш|ваша|договорились|согласован\\p{L}*|подтвержд[её]н\\p{L}*|одобрен\\p{L}*|оформ\\p{L}+|yours|deal|confirmed|agreed|approved|granted',
);
/** What is said is that it cannot be had at that price, or that somebody has to be asked. */
export const isRefused = ({ sentence, clause, before }: Surroundings): boolean => {
  if (UNLESS.test(clause)) return false;
  return (
    (ASKS.test(sentence) && !AGREED.test(sentence)) ||
    JUST_NOT.test(before) ||
    DOES_NOT.test(clause) ||
    CANNOT_AT_END.test(clause) ||
    (CANNOT.test(clause) && OFFER.test(clause))
  );
};

const PRICE_WORD =
  'стоит|стоят|стоить|стоимость\\p{L}*|цен[аыуе]|ценой|обойд[её]тся|обойдутся|выйдет|итого|тариф\\p{L}*|прайс\\p{L}*|price[sd]?|costs?|total|fee|rate';
const STEP =
  '\\s*(?:[:—–=-]|is|are|was|of|from|at|just|only|about|around|will be|comes to|примерно|около|порядка|от|до|всего|лишь|только|будет|составит|составляет|в|за|по|для вас|вам|you|us|а теперь|now|сейчас)?';
const BEHIND_PRICE = new RegExp(
  `(?<!\\p{L})(?:(?:${PRICE_WORD})${STEP}${STEP}|(?:${PRICE_WORD})[^.!?\\d\\n]{0,50}\\s?[:—–=]|(?:отда\\p{L}+|прода\\p{L}+|уступ\\p{L}+|оформ\\p{L}+|ваш\\p{L}?|sell|yours|have it|take it)[^.!?\\d\\n]{0,40}\\s(?:за|for))\\s*$`,
  'iu',
);
/** What is counted is not named: nothing follows, or what follows tells of what the price is. */
const NOTHING_COUNTED =
  /^\s*(?:$|[.,;:!?)\]»"|\n/+=×]|[-–—]\s|(?:за|в|на|с|по|per|a|an|for|each|every|и|and|до|to|plus|плюс|или|or|including|включая)(?![\p{L}]))/iu;

/** In front of a number, and behind it. */
const NEAR = 100;

/** What is counted is not named, as of a price. */
export const countsNothing = (text: string, { end }: Place): boolean => NOTHING_COUNTED.test(text.slice(end, end + 20));
/** A number without a currency that can only be a price. */
export const isPriced = (text: string, place: Place): boolean =>
  countsNothing(text, place) && BEHIND_PRICE.test(text.slice(Math.max(0, place.start - NEAR), place.start));

const COUNTS_PEOPLE = wholeWords(
  'вмеща\\p{L}+|вместимост\\p{L}*|гост\\p{L}+|зрител\\p{L}*|участник\\p{L}*|подписчик\\p{L}*|жител\\p{L}*|тираж\\p{L}*|пробег\\p{L}*|мощност\\p{L}*|оборот\\p{L}*|насел\\p{L}+|holds|seats|capacity|guests|visitors|followers|subscribers|mileage|population|circulation',
);
/** "4K" in capitals is a resolution. */
const RESOLUTION = /^[2458][KК]$/u;
/** Thousands of what is not said are money, unless something else was being counted. */
export const isSum = (text: string, place: Place): boolean => {
  if (!countsNothing(text, place)) return false;
  const before = text
    .slice(Math.max(0, place.start - NEAR), place.start)
    .split(/[.!?]\s|\n/)
    .at(-1);
  if (RESOLUTION.test(text.slice(place.start, place.end))) return BEHIND_PRICE.test(before ?? '');
  return !COUNTS_PEOPLE.test(before ?? '');
};

const UNIT_RU =
  '(?:квадрат\\p{L}*|кв|метр\\p{L}{0,2}|м[23]?|день|дня|сутки|час|человека?|гост\\p{L}|персон\\p{L}|штук[уи]|шт|ночь|месяц|мес|год|недел[юи]|заняти[ея]|урок|сеанс|визит|раз|порци[юи]|кг|кило\\p{L}*|литр|км|этаж|упаковк[уи]|пар[уы]|комплект|набор|билет|место|вс[её]|двоих|троих|двух|тр[её]х|обоих)';
const UNIT_EN =
  '(?:head|person|day|hour|night|week|month|year|piece|pop|guest|class|session|lesson|unit|met(?:er|re)|kilo|kg|mile|km|seat|ticket|room|couple|child|adult|pair|box|bottle|m2|sq)';
const PER_UNIT_BEHIND = new RegExp(
  `^\\s?(?:\\/\\s?\\p{L}|(?:за|в|с|на)\\s(?:(?:одн|кажд|погонн)\\p{L}{1,3}\\s)?${UNIT_RU}(?!\\p{L})|(?:a|an|per|each|every|for the)\\s${UNIT_EN}(?!\\p{L})|(?:each|apiece|pp)(?!\\p{L}))`,
  'iu',
);
const LEAST_PER_UNIT = 10;
/** "50 a head", «по двести за квадрат»: what is so much of one thing is its price. */
export const isPerUnitPrice = (text: string, { start, end, values }: WrittenAmount): boolean =>
  (values[0] ?? 0) >= LEAST_PER_UNIT &&
  PER_UNIT_BEHIND.test(text.slice(end, end + 30)) &&
  !/(?:\d|:)\s?[-–—]?\s?$/.test(text.slice(Math.max(0, start - 3), start));

const TAGGED = /(?:[—–:=+]|\s-|(?<!\p{L})(?:за|от|по|всего|только|ровно|лишь|for|from|only|just))\s?$/iu;
const LEAST_TAGGED = 100;
/** A number that counts nothing behind a dash or "from": "Anna cuts from 3000". */
export const isTagged = (text: string, { start, end, values }: WrittenAmount): boolean =>
  (values[0] ?? 0) >= LEAST_TAGGED &&
  countsNothing(text, { start, end }) &&
  TAGGED.test(text.slice(Math.max(0, start - 10), start));

const ASKS_PRICE = wholeWords(
  'сколько|поч[её]м|цен\\p{L}{1,3}|прайс\\p{L}*|стоимость\\p{L}*|стоит|стоят|тариф\\p{L}*|how much|prices?|costs?|rates?|fees?|charge',
);
/** The customer wants to know what something costs. */
export const asksPrice = (text: string): boolean => ASKS_PRICE.test(text);

const BEHIND_DASH = /(?:[—–:]|\s-|(?<!\p{L})(?:за|for))\s?$/iu;
const LEAST_ANSWER = 10;
/** A number that can hardly be anything but the answer to a question for a price. */
export const isAnswer = (text: string, { start, end, kind, values }: WrittenAmount): boolean =>
  (kind === 'scaled' || (kind === 'bare' && (values[0] ?? 0) >= LEAST_ANSWER)) &&
  countsNothing(text, { start, end }) &&
  BEHIND_DASH.test(text.slice(Math.max(0, start - 5), start));
