import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';
import { isQuestion } from './asking.ts';

/**
 * A request that only a person can fulfill: `act` asks for an action ("забронируйте", "cancel my order"), `deal`
 * expresses a wish to buy ("хочу заказать", "I'll take it"), and `status` asks about something of their own ("где мой
 * заказ?").
 */
export type Wish = 'act' | 'deal' | 'status';

const BEFORE = '(?:^|[,.!:;]\\s*|(?:пожалуйста|тогда|давайте|прошу|и|а|ну|please|kindly|then|and|so|ok|okay)[\\s,]+)';
const ACT = new RegExp(
  `${BEFORE}(?:мне\\s+|нам\\s+|меня\\s+|нас\\s+)?(?:(?:за)?бронируй(?:те)?|зарезервируй(?:те)?|оформ(?:ите|ляйте|и)|закаж(?:ите|и)|запиш(?:ите|и)(?=\\s+(?:меня|нас|на|его|е[её]|(?:\\p{L}+\\s+){1,2}на)(?![\\p{L}]))|выпиши(?:те)?|(?:вы|при|пере)шли(?:те)?|отправь(?:те)?|доставь(?:те)?|привези(?:те)?|удали(?:те)?|сотри(?:те)?|отмени(?:те)?|перенеси(?:те)?|измени(?:те)?|поменяй(?:те)?|замени(?:те)?|рассчитай(?:те)?|посчитай(?:те)?|подготовь(?:те)?|составь(?:те)?|отложи(?:те)?|добавь(?:те)?|исправь(?:те)?|проверь(?:те)?|продли(?:те)?|подтверди(?:те)?|выстави(?:те)?|организуй(?:те)?)(?![\\p{L}])|${BEFORE}(?:book|reserve|order|send|cancel|change|move|reschedule|delete|remove|erase|update|refund|deliver|ship|sign|put|hold|prepare|arrange|confirm|invoice|replace|exchange)\\s+(?:me|us|my|our|it|this|that|the|a|an|one|two|three|some|another|\\d+)(?!\\p{L})`,
  'iu',
);
/** Whoever they had an appointment with has to know. */
const NOT_COMING = wholeWords(
  "не\\s+(?:смогу|сможем|могу|можем|получ(?:ается|ится))\\s+(?:сегодня\\s+|завтра\\s+)?(?:прийти|приехать|быть|подъехать)|опазд(?:ываю|ываем)|опозда(?:ю|ем)|задерж(?:усь|имся)|(?:can(?:no|['’])?t|can not|won['’]?t be able to)\\s+(?:come|make it|attend|be there)|running late",
);
const MINE_RU = 'мо(?:й|его|ему|им|[её]м|я|ей|ю|и|их|ими)|наш(?:его|ему|им|ем|а|ей|у|и|их|ими)?';
const THING_RU = '(?:заказ|посылк|доставк|заявк|запис|возврат|курьер|плат[её]ж)\\p{L}*';
const THING_EN = '(?:order|parcel|package|delivery|booking|reservation|refund|courier|shipment)';
const STATUS: readonly RegExp[] = [
  wholeWords(
    `(?:где|когда|что (?:там )?с|статус|како(?:й|в) статус|приш[её]л|готов\\p{L}*|отправ\\p{L}+|прид[её]т|приедет|привезут|доставят)\\s+(?:\\p{L}+\\s+){0,2}(?:${MINE_RU})\\s+${THING_RU}|(?:${MINE_RU})\\s+${THING_RU}\\s+(?:\\p{L}+\\s+){0,2}(?:где|когда|готов\\p{L}*|отправ\\p{L}+|прид[её]т|приедет)|(?:где|что с|статус)\\s+заказ(?:а|ом)?|заказ(?:а|у|ом|е)?\\s*(?:(?:№|#|номер)\\s*\\d+|\\d{4,}(?=\\s*(?:$|[?.!,])))|трек-?\\s?номер|номер отслеживания`,
  ),
  wholeWords(
    `(?:where|when|what|status|track|has|is)(?:['’]?s)?\\s+(?:\\p{L}+\\s+){0,4}(?:my|our)\\s+${THING_EN}|order status|status of (?:my|our|the) ${THING_EN}|tracking (?:number|code|link)|(?:order|booking)\\s*(?:no\\.?|number|#)\\s*\\S*\\d`,
  ),
];
const DEAL: readonly RegExp[] = [
  wholeWords(
    '(?:хо(?:чу|тим|тел(?:и|а)?)(?:\\s+бы)?|готов[аы]?|буд(?:у|ем)|давайте|планиру(?:ю|ем))\\s+(?:\\p{L}+\\s+){0,2}(?:заказать|заказывать|забронировать|бронировать|купить|оформить|оформлять|записаться|взять|брать|приобрести|арендовать|снять|отменить|перенести|вернуть|обменять|поменять|оплатить)',
  ),
  /(?:^|[,.!]\s*)(?:(?:я|мы|всё|ок|хорошо|да|отлично)[\s,]{1,5}){0,5}(?:бер(?:у|[её]м)|покупаю|покупаем|заказыва(?:ю|ем)|брониру(?:ю|ем)|записываюсь|оформля(?:ю|ем)|согласен|согласна|согласны|давай(?:те)?)(?=\s*(?:$|[.!,]))/iu,
  wholeWords(
    "(?:i|we)(?:['’]?d| would)?\\s+(?:want|like|love|need|wish|wanna|am ready|are ready)\\s+(?:to\\s+)?(?:order|book|buy|purchase|reserve|rent|hire|cancel|return|exchange|reschedule|sign up|pay)|i(?:['’]?ll| will)\\s+(?:take (?:it|this|that|one|two|the)|buy|order|book)|let['’]?s (?:do it|go ahead|book|order)|sign (?:me|us) up|count (?:me|us) in",
  ),
];

/**
 * Reads the wish, if there is one. "Можно забронировать?" is a question instead, which the knowledge base may answer.
 */
export const readWish = (text: string): Wish | undefined => {
  if (STATUS.some((pattern) => pattern.test(text))) return 'status';
  const told = sentencesOf(text).filter(({ value }) => !isQuestion(value));
  if (told.some(({ value }) => ACT.test(value) || NOT_COMING.test(value))) return 'act';
  return told.some(({ value }) => DEAL.some((pattern) => pattern.test(value))) ? 'deal' : undefined;
};
