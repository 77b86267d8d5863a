import { wholeWords } from '../../text/word-pattern.ts';
import type { Place, Surroundings } from './surroundings.ts';

const DISCOUNT = wholeWords(
  'скид[ок]\\p{L}*|дисконт\\p{L}*|дешевле|кэшб[эе]к\\p{L}*|промокод\\p{L}*|акци\\p{L}*|распродаж\\p{L}*|discount\\p{L}*|off|cashback|cheaper|rebate|promo\\p{L}*|sale|less|минус|minus|выгод\\p{L}+',
);
const PAYMENT = wholeWords(
  'предоплат\\p{L}*|аванс\\p{L}*|депозит\\p{L}*|задат\\p{L}+|залог\\p{L}*|остат\\p{L}+|остальн\\p{L}+|доплат\\p{L}*|комисси\\p{L}*|наценк\\p{L}*|сбор\\p{L}*|ндс|налог\\p{L}*|штраф\\p{L}*|неустойк\\p{L}*|удерж\\p{L}+|возвра[тщ]\\p{L}*|верн[её]\\p{L}+|рассрочк\\p{L}*|deposit\\p{L}*|prepa\\p{L}+|advance|upfront|down payment|balance|remain\\p{L}*|commission|surcharge|service charge|vat|tax|penalt\\p{L}+|refund\\p{L}*|fee|fees|instal\\p{L}+',
);
const SURCHARGE = wholeWords(
  'комисси\\p{L}*|наценк\\p{L}*|надбавк\\p{L}*|сбор\\p{L}*|сверху|ндс|налог\\p{L}*|плюс|добавля\\p{L}+|добав[иь]\\p{L}+|прибав\\p{L}+|дороже|adds?|plus|dearer|service charge|surcharge\\p{L}*|commission|vat|tax|mark-?up|on top|extra',
);
const SURCHARGE_NAMED = wholeWords(
  'наценк\\p{L}*|надбавк\\p{L}*|ндс|налог\\p{L}*|surcharge\\p{L}*|vat|tax|service charge',
);
const REST = wholeWords(
  'остат\\p{L}+|остал\\p{L}+|остан\\p{L}+|доплат\\p{L}*|втор\\p{L}+|rest|remain\\p{L}*|balance|second|left',
);

/** Whether the words around an amount call it a discount. */
export const isDiscount = ({ clause, sentence }: Surroundings): boolean =>
  DISCOUNT.test(clause) || (DISCOUNT.test(sentence) && !PAYMENT.test(clause));
/** Whether the words around an amount call it a payment. */
export const isPayment = ({ clause, sentence }: Surroundings): boolean =>
  PAYMENT.test(clause) || (PAYMENT.test(sentence) && !DISCOUNT.test(clause));
/** Whether the amount is added to a price. */
export const isSurcharge = ({ sentence }: Surroundings): boolean => SURCHARGE.test(sentence);
/** Whether the words around an amount call it the remainder of another. */
export const isRest = ({ sentence }: Surroundings): boolean => REST.test(sentence);
const TOTAL_BEHIND =
  /(?<!\p{L})(?:итого|всего|вместе|сумм[аеуы]|общ(?:ая|ий|ее)|total\p{L}*|altogether|in all|com(?:es|e|ing) to|sum)(?!\p{L})[^.!?\d]{0,30}$|=\s?[$€£₽]?$/iu;
/** Whether what follows is the sum of the amounts named before. */
export const isTotal = (before: string): boolean => TOTAL_BEHIND.test(before);
/** Whether the text mentions something that is added to a price, such as a tax. */
export const namesSurcharge = (text: string): boolean => SURCHARGE_NAMED.test(text);
/** Whether the text mentions a part of an amount, such as a deposit. */
export const namesPart = (text: string): boolean =>
  PAYMENT.test(text) || DISCOUNT.test(text) || /\d\s?%|процент|percent|эконом|save|saving/iu.test(text);

const SHARING = wholeWords(
  '(?:раз)?дел(?:им|ите|ится|ить|ят|ённые)|разб(?:ить|ивается|ивка|ьём)|поровну|split\\p{L}*|divid\\p{L}+|shar(?:e|ed|ing)',
);
const DIFFERENCE = wholeWords(
  'дороже|дешевле|выгоднее|больше|меньше|разниц\\p{L}*|доплат\\p{L}*|(?:с)?эконом\\p{L}*|остат\\p{L}+|остал\\p{L}+|остан\\p{L}+|оста[её]тся|запас\\p{L}*|выше|ниже|зач[её]т\\p{L}*|зачт\\p{L}+|трейд\\p{L}*|с уч[её]том|вычет\\p{L}*|минус|превыша\\p{L}+|не хвата\\p{L}+|сверх|difference|trade-?in|minus|after|deduct\\p{L}*|cheaper|more|extra|save|saves|saving|savings|left|leaves|leaving|remain\\p{L}*|balance|rest|over|short|missing|above|below|spare',
);
/** Whether the amount is one of several equal shares. */
export const tellsSharing = ({ sentence }: Surroundings): boolean => SHARING.test(sentence);
/** Whether the sentence states a difference between amounts. */
export const tellsDifference = ({ sentence }: Surroundings): boolean => DIFFERENCE.test(sentence);

const PER_UNIT =
  /(?<!\p{L})(?:с|на|за|в|по|per|a|an|each|every)\s(?:одного |одну |одно |каждого |каждую |каждое |кажд\p{L}{2} )?(?!руб|rub|евро|долл)\p{L}{2,}|(?<!\p{L})(?:each|apiece|ежемесячно|ежедневно|monthly|daily)(?!\p{L})/iu;
/** Whether the amount is per unit, such as a guest, a serving or a month. */
export const isPerUnit = ({ clause }: Surroundings): boolean => PER_UNIT.test(clause);

const APPROXIMATE =
  /(?:~|≈|(?<!\p{L})(?:около|примерно|порядка|почти|чуть (?:больше|меньше|более|менее)|более|свыше|ориентировочно|приблизительно|about|around|roughly|approximately|nearly|almost|some|over|just (?:under|over)|a little (?:over|under)|circa))\s*$/iu;
/** Whether a word such as "about" precedes the amount. */
export const isApproximate = (text: string, { start }: Place): boolean =>
  APPROXIMATE.test(text.slice(Math.max(0, start - 30), start));

const THRESHOLD =
  /(?<!\p{L})(?:от|до|свыше|более|больше|выше|меньше|менее|ниже|превыш\p{L}+|каждые|from|over|above|below|under|up to|at least|exceed\p{L}*|reach\p{L}*|per|(?:for )?every|less than|more than|minimum of)\s(?:суммы |an order of |[$€£₽])?$/iu;
/** Whether the amount is a threshold of something, such as free delivery. */
export const isThresholdAt = (text: string, { start }: Place): boolean =>
  THRESHOLD.test(text.slice(Math.max(0, start - 40), start));

const MULTIPLIED = /(?:[×xх*]|(?<!\p{L})(?:at|по|times|of))\s?[$€£₽]?$/iu;
const MULTIPLIED_BEHIND = /^\s?(?:[×xх*]|times)\s?\d/iu;
/** Whether the amount is multiplied: "twelve months at £40". */
export const isMultiplicand = (text: string, { start, end }: Place): boolean =>
  MULTIPLIED.test(text.slice(Math.max(0, start - 10), start)) || MULTIPLIED_BEHIND.test(text.slice(end, end + 10));

const OWN_WORTH =
  /(?<!\p{L})(?:worth|valued at|value of|order of|bill of|goods of|на сумму|стоимостью|заказ\p{L}{0,2} (?:на|в)|ч[её]к\p{L}{0,2} (?:на|в)|товар\p{L}{0,2} на)\s(?:around |about |около )?[$€£₽]?$/iu;
/** Whether the amount is the value of something that the customer owns. */
export const isOwnWorth = (text: string, { start }: Place): boolean =>
  OWN_WORTH.test(text.slice(Math.max(0, start - 40), start));

const BUDGET = wholeWords(
  "бюджет\\p{L}*|уложи\\p{L}*|укладыва\\p{L}*|впис\\p{L}+|рассчитыва\\p{L}*|располага\\p{L}*|(?:готов\\p{L}*|планиру\\p{L}*|хотите|хотели|можете) (?:бы )?(?:потратить|заплатить|выделить)|ваш\\p{L}* (?:лимит|сумм)\\p{L}*|budget\\p{L}*|to spend|your (?:limit|range)|you(?:['’]re| are) (?:looking|hoping|willing) to (?:spend|pay)|(?<!как )вы (?:писали|написали|указали|упомянули|назвали|говорили)|(?<!as )you(?:['’]ve| have)? (?:mentioned|wrote|named)",
);
const UP_TO =
  /(?<!\p{L})(?:до|не (?:дороже|больше|более|выше)|в пределах|в рамках|дешевле|up to|under|below|within|at most|no more than|not more than)\s*$/iu;
/** Whether the amount is what the customer can spend. */
export const isBudget = ({ sentence, before }: Surroundings): boolean => BUDGET.test(sentence) || UP_TO.test(before);

const DEMAND = wholeWords(
  'прода[йе]\\p{L}*|отда[йе]\\p{L}*|уступ\\p{L}+|сделай\\p{L}*|оформ\\p{L}+|закаж\\p{L}+|скид\\p{L}+|цен[аыуе]|ценой|стои[тл]\\p{L}*|стоимост\\p{L}+|обеща\\p{L}+|подтверд\\p{L}+|согласова\\p{L}+|скажи\\p{L}*|напиши\\p{L}*|ответь\\p{L}*|sell|let me have|give me|order me|make it|discount\\p{L}*|prices?|priced|costs?|deal|promis\\p{L}+|confirm\\p{L}*|agreed|approved|say|tell|reply|answer',
);
/** Whether an amount that a customer names is their budget, rather than a price they would like to pay. */
export const isOwnBudget = (place: Surroundings): boolean =>
  /бюджет|budget/iu.test(place.sentence) || !DEMAND.test(place.sentence);
