import { sentencesOf } from '../../search/language/sentences.ts';
import { wholeWords } from '../../text/word-pattern.ts';
import { asksInside } from '../asking.ts';
import type { DeedKind } from './deed-kinds.ts';
import { englishDeed } from './english-deeds.ts';
import { namesMoment, withoutMoments } from './is-specific.ts';
import { asksAvailability } from './read-availability.ts';
import { russianDeed } from './russian-deeds.ts';
import { clausesOf } from './split-clauses.ts';

/**
 * Reads what the customer wants done, which only a person or a tool can do. "Можно ли перенести запись?" and "How do I
 * book?" ask about the rules instead, which the knowledge base may tell.
 */
export const readDeed = (text: string): DeedKind | undefined => {
  if (STATUS.some((pattern) => pattern.test(text)) || (ORDERED.test(text) && WAITED_FOR.test(text))) return 'status';
  if (LOST.test(text) && !asksInside(text)) return 'other';
  const isSpecific = text.length <= SHORT && namesMoment(text);
  if (isSpecific && INSTEAD.test(text)) return 'move';
  if (LATE.test(text) && !asksInside(text)) return 'late';
  if (CALL.test(text) && !NOT_CALL.test(text)) return 'call';
  const sentences = sentencesOf(text).map(({ value }) => ({
    ...{
      value,
      clauses: clausesOf(value),
      isSpecific: isSpecific || namesMoment(value),
      isShort: text.length <= SHORT,
    },
  }));
  for (const { clauses, ...context } of sentences) {
    const deed = russianDeed(clauses, context) ?? englishDeed(clauses, context);
    if (deed) return deed;
  }
  if (sentences.some((one) => one.value.length <= SHORT && asksAvailability(one.value, one.isSpecific))) return 'find';
  if (WISH_FOR.test(text) && !asksInside(text)) return 'appoint';
  return ACCEPTS.test(text) || TAKES_SOME.test(text) ? 'order' : undefined;
};

/** In a longer text, a day that one sentence names does not belong to the others. */
const SHORT = 160;

/** What a message tells besides its words. */
export type ToldDetails = {
  readonly hasDate: boolean;
  readonly hasGuests: boolean;
  readonly hasContact: boolean;
  readonly hasName: boolean;
  /** "We need a plumber". */
  readonly hasNeed: boolean;
  readonly asks: boolean;
  /** Something is said besides details and pleasantries. */
  readonly hasMatter: boolean;
};

/**
 * Reads a request without a verb: "столик на двоих завтра в 19", "oil change saturday 8am", "корпоратив, 50 человек, 18
 * декабря".
 */
export const readBriefRequest = (text: string, told: ToldDetails): DeedKind | undefined => {
  if (!isBriefRequest(text, told)) return undefined;
  if (GOODS.test(text)) return 'order';
  return told.hasGuests || OCCASION.test(text) ? 'book' : 'appoint';
};

/** "Хочу 51 розу", "two bikes please": something is wanted or counted besides days and times. */
const isWanted = (text: string): boolean => WANTED.test(text) || COUNTED.test(withoutMoments(text));

const isBriefRequest = (text: string, told: ToldDetails): boolean => {
  if (told.asks || !told.hasMatter || ASKS_ABOUT.test(text)) return false;
  const when = told.hasDate || namesMoment(text);
  const what = told.hasNeed || THING.test(text) || isWanted(text);
  const who = told.hasGuests || told.hasContact || told.hasName;
  return (when && (what || who)) || (told.hasGuests && (told.hasContact || told.hasName));
};

const MINE_RU = 'мо(?:й|его|ему|им|[её]м|я|ей|ю|и|их|ими)|наш(?:его|ему|им|ем|а|ей|у|и|их|ими)?';
const THING_RU = '(?:заказ|посылк|доставк|заявк|запис|возврат|курьер|плат[её]ж)\\p{L}*';
const THING_EN =
  '(?:order|parcel|package|delivery|booking|reservation|refund|courier|shipment|repair|car|phone|laptop|item|ticket|appointment)';
const OWN_RU =
  '(?:машин|водител|курьер|мастер|бригад|замерщик|сборщик|грузчик|доставк|посылк|груз|товар|мебел|вещ|документ|сч[её]т|договор)\\p{L}*';
/** «Заказывала 20 октября … когда привезут?», "I ordered a wardrobe … when will it arrive?" */
const ORDERED = wholeWords(
  "(?:заказал[аи]?|заказывал[аи]?|оплатил[аи]?|купил[аи]?|оформил[аи]?|сдал[аи]?|сдавал[аи]?|отдал[аи]?|отправил[аи]?)|(?:(?:i|we)\\s+(?:have\\s+|already\\s+)?|(?:i|we)['’]ve\\s+)(?:ordered|bought|paid|purchased|placed an order|sent (?:in|you)|dropped off|handed in)",
);
const WAITED_FOR = wholeWords(
  'когда\\s+(?:\\p{L}+\\s+){0,2}(?:привез\\p{L}+|прид[её]т|приедет|приед\\p{L}+|доставят|доставите|будет|отправ\\p{L}+|ждать|забрать|готов\\p{L}*)|где\\s+(?:он|она|оно|они|мо\\p{L}+|наш\\p{L}*|сейчас)|(?:when|how (?:soon|long until))\\s+(?:\\p{L}+\\s+)?(?:will|does|do|is|are|can|should)\\s+(?:it|they|he|she|i|we|you|my|our|the)(?!\\s+(?:open|close))|where\\s+(?:is|are)\\s+(?:it|they)|(?:any )?(?:update|news)',
);
const STATUS: readonly RegExp[] = [
  wholeWords(
    `(?:где|когда|что (?:там )?с|статус|како(?:й|в) статус|приш[её]л|готов\\p{L}*|отправ\\p{L}+|прид[её]т|приедет|привезут|доставят)\\s+(?:\\p{L}+\\s+){0,2}(?:${MINE_RU})\\s+${THING_RU}|(?:${MINE_RU})\\s+${THING_RU}\\s+(?:\\p{L}+\\s+){0,2}(?:где|когда|готов\\p{L}*|отправ\\p{L}+|прид[её]т|приедет)|(?:где|что с|статус)\\s+заказ(?:а|ом)?|заказ(?:а|у|ом|е)?\\s*(?:(?:№|#|номер)\\s*\\d+|\\d{4,}(?=\\s*(?:$|[?.!,])))|трек-?\\s?номер|номер отслеживания`,
  ),
  wholeWords(
    `(?:что\\s+(?:там\\s+)?с\\s+(?:${MINE_RU})|(?:${MINE_RU})\\s+\\p{L}+\\s+(?:уже\\s+)?готов[аоы]?|(?:уже\\s+)?готов[аоы]?\\s+(?:ли\\s+|уже\\s+)?(?:${MINE_RU}))`,
  ),
  /^\s*(?:а\s+)?\p{L}+\s+(?:уже\s+)?готов[аоы]?\s*\?/iu,
  // «Машина наша где?», «когда курьер приедет», "where's the driver".
  wholeWords(
    `(?:${OWN_RU})\\s+(?:${MINE_RU}|ваш\\p{L}{0,2})\\s+(?:\\p{L}+\\s+){0,2}(?:где|когда|скоро|едет|готов\\p{L}*)|(?:где|когда)\\s+(?:же\\s+|там\\s+|уже\\s+)*(?:${MINE_RU})\\s+\\p{L}+\\s*(?=[?!.,]|$)|(?:где|когда)\\s+(?:же\\s+|там\\s+|уже\\s+)*(?:курьер|водител|замерщик|сборщик|мастер|бригад|грузчик|сантехник|электрик|монтажник|установщик|водила|доставщик)\\p{L}{0,2}(?:\\s+(?:уже\\s+)?(?:прие\\p{L}+|буд\\p{L}+|прид\\p{L}+))?\\s*(?=[?!.]|$)|(?:${MINE_RU})\\s+${THING_RU}\\s+(?:№\\s*)?\\d{1,8}\\s+(?:уже\\s+)?(?:готов|где|когда)\\p{L}*`,
  ),
  wholeWords(
    "where(?:['’]s| is| are)\\s+(?:the|your|my|our)\\s+(?:driver|courier|van|delivery|technician|plumber|fitter|guy|guys|crew|order|stuff)|(?:driver|courier|van|delivery|technician|fitter|crew)\\s+(?:is\\s+|was\\s+)?(?:late|not here|nowhere)",
  ),
  // What was promised, or ordered before, and is waited for.
  wholeWords(
    'обеща(?:ли|л|ла|но|нн\\p{L}+)\\s+(?:\\p{L}+\\s+){0,3}(?:с|к|до|в|во|на|вчера|сегодня|завтра|через|утром|вечером|днем|днём|\\d+)|должн[ыао]\\s+(?:был[иао]?\\s+)?(?:\\p{L}+\\s+){0,2}(?:прие|прий|прив|доста|позвон|перезвон|приш|отв)\\p{L}+',
  ),
  wholeWords(
    "(?:you|they|he|she|it|who)\\s+(?:(?:were|was|are|is)\\s+(?:supposed|meant|due|scheduled)|should(?: have|['’]ve))\\s+(?:to\\s+)?(?:be|been|come|call|arrive|deliver|called|arrived|delivered|show|fix)|(?:i|we)\\s+was\\s+(?:told|promised)|you promised|(?:was|were) (?:told|promised) (?:it|that|they|you|he|she)",
  ),
  wholeWords(
    `(?:where|when|what|status|track|has|is)(?:['’]?s)?\\s+(?:\\p{L}+\\s+){0,4}(?:my|our)\\s+${THING_EN}(?!\\p{L})(?!\\s+(?:cover|allow|need))|has (?:my|our) \\p{L}+ (?:been )?(?:shipped|arrived|left|come|sent|dispatched)|order status|status of (?:my|our|the) ${THING_EN}|tracking (?:number|code|link)|(?:order|booking)\\s*(?:no\\.?|number|#)\\s*\\S*\\d`,
  ),
];
/** Matches customers who say that they are late or cannot come, which the person they had an appointment with has to know. */
const LATE = wholeWords(
  "не\\s+(?:смогу|сможем|могу|можем|получ(?:ается|ится)|успеваю|успеваем|успею)\\s+(?:сегодня\\s+|завтра\\s+|к вам\\s+|уже\\s+)*(?:прийти|приехать|быть|подъехать|вовремя)|не\\s+(?:приду|прид[её]м|приеду|приедем)|опазд(?:ываю|ываем)|опозда(?:ю|ем)|задерж(?:усь|имся|иваюсь|иваемся)|(?:can(?:no|['’])?t|can not|won['’]?t be able to)\\s+(?:come|make it|attend|be there)|(?:running|be|gonna be)\\s+(?:\\d+\\s*(?:min\\p{L}*|mins?)\\s+|a (?:bit|little) )?late(?!\\s+fee)",
);
const CALL = wholeWords(
  '(?:пере|по)звоните|(?:пере|по)звони|перезвонить(?:\\s+мне)|наберите|набери|созвон(?:имся|иться)|жд(?:у|[её]м)\\s+(?:вашего\\s+|обратного\\s+|от\\s+вас\\s+)?звонка|пусть\\s+(?:\\p{L}+(?:-\\p{L}+)?\\s+){0,2}(?:позвонит|перезвонит|набер[её]т)|(?:пере|по)звон(?:ит|ите)\\s+(?:мне|нам)|(?:call|phone|ring)\\s+(?:me|us|back)|(?:a|have\\s+\\p{L}+)\\s+call\\s+(?:me|us)|give (?:me|us) (?:a|an) (?:call|ring|buzz|bell)|call\\s?back',
);
const NOT_CALL = wholeWords(
  "не\\s+(?:надо\\s+|нужно\\s+|стоит\\s+)?(?:пере|по)?звон\\p{L}+|(?:don['’]?t|do not|no need to|not)\\s+(?:call|phone|ring)",
);
/** "Беру", "I'll take it", «да, давайте». */
const ACCEPTS =
  /(?:^|[,.!]\s*)(?:(?:я|мы|всё|ок|хорошо|да|отлично|тогда)[\s,]{1,5}){0,5}(?:бер(?:у|[её]м)|согласен|согласна|согласны|давай(?:те)?(?:\s+(?:тогда\s+)?(?:на|в)\s+\p{L}+)?)(?=\s*(?:$|[.!,]))|(?:тогда|ок|окей|давайте|хорошо|да)[\s,]+(?:пишите|запис\p{L}+)(?!\p{L})|(?<!\p{L})(?:(?:i|we)(?:['’]ll|\s+will)\s+take|count (?:me|us) in|let['’]?s (?:do it|go ahead|do \p{L}+))(?!\p{L})/iu;

/** «Тогда 12 таких», "ok, two of those please", «давайте 20 штук». */
const TAKES_SOME =
  /^\s*(?:(?:ну|ок|окей|хорошо|отлично|ладно|да|супер|и|ok|okay|great|good|cool|perfect|alright|yes|so|and|thanks|спасибо)[\s,.!]{1,5}){0,4}(?:тогда|давайте|давай|можно|нам|мне|then|make it|give (?:me|us)|(?:can|could) (?:i|we) (?:have|get))?\s{0,3}(?:\d{1,4}|пар[ау]|два|две|три|четыре|пять|шесть|десять|two|three|four|five|six|ten|a couple)\s{1,3}(?:таких|таки[ем]|этих|тех|штук\p{L}?|шт|упаков\p{L}+|короб\p{L}+|of (?:those|these|them|that)|pcs|pieces|packs?|boxes)(?!\p{L})[^?]*$/iu;

const WANTED = wholeWords(
  "хочу|хотим|хотел[аи]?\\s+бы|хотелось бы|надо|нужн[оаы]?|нужен|пожалуйста|плиз|нам бы|мне бы|i want|we want|(?:i|we)(?:['’]d| would) like|need|looking for|please|pls",
);
const COUNTED = wholeWords(
  '(?:\\d{1,3}|один|одну|одна|два|две|три|четыре|пять|шесть|пар[ау]|дюжин[ау]|one|two|three|four|five|six|a dozen|a couple of|a pair of)\\s+\\p{L}{3,}',
);
/** "Хочу на приём к Петрову", "I'd like a quote". */
const WISH_FOR = wholeWords(
  "(?:хочу|хотим|хотел[аи]?\\s+бы|хотелось\\s+бы|можно\\s+мне)\\s+(?:\\p{L}+\\s+)?(?:на|к)\\s+(?!выходн|тему|будущее|вам\\s+вопрос)\\p{L}{4,}|(?:i|we)(?:['’]d| would)\\s+like\\s+(?:to\\s+(?:get|have|request)\\s+)?(?:an?|my|our)\\s+(?:\\p{L}+\\s+)?(?:quote|estimate|appointment|booking|reservation|refund|call-?back|invoice|receipt|consultation|deposit back|money back)|(?:want|need)\\s+(?:an?\\s+(?:quote|estimate|appointment|refund|invoice|receipt)|my\\s+(?:\\p{L}+\\s+)?back)",
);
/** Lost property. */
const LOST = wholeWords(
  '(?:забыл[аи]?|оставил[аи]?|потерял[аи]?)\\s+(?:\\p{L}+\\s+){0,3}(?:у вас|в (?:номере|зале|салоне|раздевалке|машине|кафе|кабинете))|(?:у вас|в (?:номере|зале|салоне|раздевалке|машине|кафе|кабинете))\\s+(?:\\p{L}+\\s+){0,2}(?:забыл[аи]?|оставил[аи]?|потерял[аи]?)|(?:forgot|left|lost)\\s+(?:my|our|a)\\s+(?:\\p{L}+\\s+){1,3}(?:at|in|there|with you|behind|on)',
);
const INSTEAD = wholeWords(
  "(?:can|could|how about|make it|let'?s do|prefer)\\s+(?:\\p{L}+\\s+){0,3}instead|лучше (?:на|в)|вместо",
);

/** A question without a question mark, or a price. */
const ASKS_ABOUT = wholeWords(
  'цен\\p{L}{1,2}|минимальн\\p{L}+|максимальн\\p{L}+|депозит\\p{L}?|предоплат\\p{L}|залог\\p{L}?|условия|наценк\\p{L}|доплат\\p{L}|бесплатн\\p{L}+|стоимост\\p{L}|поч[её]м|сколько|сто(?:ит|ят)|прайс\\p{L}*|тариф\\p{L}*|меню|график|режим|часы|скидк\\p{L}*|есть|бывает|\\p{L}{3,}ете|\\p{L}{3,}ите|открыт\\p{L}*|закрыт\\p{L}*|которого|какой|какая|какие|какое|как|где|когда|кто|ли|можно|погод\\p{L}|курс\\p{L}?|price|prices|cost|costs|how|what|where|when|who|which|open|closed|hours|menu|rate|rates|fee|discount|weather|do you|is there|are there|can|could',
);
/** Things that are booked or come by appointment, and occasions. */
const THING = wholeWords(
  'стол|столик\\p{L}*|зал\\p{L}{0,2}|номер(?:а|ов)?|комнат\\p{L}+|домик\\p{L}*|стрижк\\p{L}+|маникюр\\p{L}?|педикюр\\p{L}?|окрашивани\\p{L}|при[её]м\\p{L}?|запис[ьи]|бронь|брони|заказ|консультаци\\p{L}+|осмотр\\p{L}?|чистк\\p{L}+|массаж\\p{L}?|диагностик\\p{L}|ремонт\\p{L}?|замен\\p{L}|шиномонтаж\\p{L}?|урок\\p{L}?|занят\\p{L}+|экскурси\\p{L}+|тур\\p{L}?|трансфер\\p{L}?|такси|банкет\\p{L}*|фуршет\\p{L}*|свадьб\\p{L}+|юбиле\\p{L}+|корпоратив\\p{L}*|выпускн\\p{L}+|утренник\\p{L}*|праздник\\p{L}*|день рождени\\p{L}|др|днюх\\p{L}|вечеринк\\p{L}+|мероприяти\\p{L}+|торт\\p{L}{0,2}|букет\\p{L}{0,2}|доставк\\p{L}|самовывоз\\p{L}?|мастер\\p{L}?|сантехник\\p{L}?|электрик\\p{L}?|уборк\\p{L}|клининг\\p{L}?|шт|штук\\p{L}?|кг|пар[аы]?|table|room|rooms|appointment|haircut|cut|manicure|massage|check-?up|cleaning|repair|service|oil change|lesson|class|session|consultation|tour|transfer|taxi|pick-?up|delivery|party|wedding|birthday|anniversary|banquet|reception|dinner|lunch|brunch|cake|bouquet|plumber|electrician|cleaner|technician|booking|reservation|order|kg|pcs|nights?',
);
const GOODS = wholeWords(
  'шт|штук\\p{L}?|кг|килограмм\\p{L}*|торт\\p{L}{0,2}|букет\\p{L}{0,2}|доставк\\p{L}|самовывоз\\p{L}?|заказ|order|kg|pcs|cake|bouquet|delivery',
);
const OCCASION = wholeWords(
  'стол|столик\\p{L}*|зал\\p{L}{0,2}|номер(?:а|ов)?|комнат\\p{L}+|домик\\p{L}*|банкет\\p{L}*|фуршет\\p{L}*|свадьб\\p{L}+|юбиле\\p{L}+|корпоратив\\p{L}*|выпускн\\p{L}+|утренник\\p{L}*|праздник\\p{L}*|день рождени\\p{L}|др|днюх\\p{L}|вечеринк\\p{L}+|мероприяти\\p{L}+|table|rooms?|party|wedding|birthday|anniversary|banquet|reception|dinner|lunch|brunch|nights?',
);
