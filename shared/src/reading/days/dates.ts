import { sentencesOf } from '../../search/language/sentences.ts';
import { type Found, wholeWords } from '../../text/word-pattern.ts';
import { isQuestion } from '../asking.ts';
import { clauseBefore, isDenied, lastOf } from '../fact-owner.ts';
import { withDigits } from '../number-words.ts';
import { tellsPast } from '../past.ts';

const MONTH_RU =
  'январ[ьяе]|феврал[ьяе]|марта?е?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|августа?е?|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]';
const MONTH_RU_SHORT = 'янв|февр?|мар|апр|авг|сент?|окт|нояб?|дек';
const MONTH_EN =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const WEEKDAY_RU = 'понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье';
const WEEKDAY_EN = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const WEEKDAY_EN_SHORT = 'mon|tues?|wed|thurs?|fri|sat|sun';
const WEEKDAY_RU_SHORT = 'пн|вт|ср|чт|пт|сб|вск?';
/** Days with a name of their own. */
const HOLIDAY =
  "new\\s{1,9}year['’]?s?\\s{1,9}eve|new\\s{1,9}year['’]?s\\s{1,9}day|christmas\\s{1,9}(?:eve|day)|boxing\\s{1,9}day|halloween|valentine['’]?s(?:\\s{1,9}day)?|новогодн(?:юю|яя|ей)\\s{1,9}ночь|31-?(?:го|е)?\\s{1,9}на\\s{1,9}новый\\s{1,9}год|(?:международн\\p{L}{1,4}\\s{1,9})?женск(?:ий|ого)\\s{1,9}день|день\\s{1,9}святого\\s{1,9}валентина|хэллоуин";
const YEAR =
  '(?:,?\\s{1,20}(?:20\\d\\d(?:\\s{1,20}(?:года?|г\\.?))?|(?:следующего|будущего)\\s{1,20}года|(?:of\\s{1,20})?next\\s{1,20}year|этого\\s{1,20}года|this\\s{1,20}year))?';
const PART_RU = '(?:начал[еоу]|середин[еыу]|кон(?:це|ец|цу))';
const PART_EN = '(?:(?:the\\s{1,20})?(?:beginning|start|middle|end)\\s{1,20}of|early|mid|late)';
const D = '(?:0?[1-9]|[12]\\d|3[01])';
const D_RU = `${D}(?:-?(?:го|ого|е|ое))?`;
const D_EN = `${D}(?:st|nd|rd|th)?`;
/** «Пятого», "the fifth": the names of days that no month follows. */
const ORDINAL_RU =
  '(?:(?:двадцать|тридцать)[ -])?(?:перв|втор|четв[её]рт|пят|шест|седьм|восьм|девят|десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|двадцат|тридцат)(?:ого|ое)|(?:(?:двадцать|тридцать)[ -])?третье(?:го)?';
const ORDINAL_EN =
  '(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth';
/** Matches what may follow the number of a day whose month is not given. */
const DAY_ENDS =
  '(?=\\s{0,20}(?:$|[.,!?;:)]|числ|в\\s|во\\s|на\\s|с\\s|к\\s|и\\s|утр|вечер|дн[её]м|подойд|подход|можн|свобод|устро|at\\s|in the\\s|for\\s|works|would|is\\s|please|if\\s|suits|and\\s|around|after|before|then|instead))';

const patterns = (forms: readonly string[]): readonly RegExp[] => forms.map((form) => wholeWords(form, 'giu'));

/** Patterns for a day, the most exact first. */
const dayForms: readonly RegExp[] = patterns([
  '20\\d\\d-(?:0\\d|1[0-2])-[0-3]\\d',
  `${D}\\.[01]?\\d\\.(?:20)?\\d\\d`,
  `${D}/${D}/20\\d\\d`,
  `(?:(?:с\\s{1,20})?${D_RU}\\s{0,20}(?:[-–—]|по|и|или)\\s{0,20})?${D_RU}\\s{1,20}(?:${MONTH_RU}|(?:${MONTH_RU_SHORT})\\.?)${YEAR}`,
  `(?:${MONTH_EN})\\.?\\s{1,20}(?:the\\s{1,20})?${D_EN}(?:\\s{0,20}[-–—]\\s{0,20}${D})?${YEAR}`,
  `(?:${D_EN}\\s{0,20}(?:[-–—]|to|until|till|through|and|or)\\s{0,20}(?:the\\s{1,20})?)?${D_EN}\\s{1,20}(?:of\\s{1,20})?(?:${MONTH_EN})${YEAR}`,
  `(?<=(?:on|for|by|to)\\s)${D}/${D}`,
  `с\\s{1,20}${D}(?:-?го)?\\s{1,20}(?:по|до)\\s{1,20}${D}(?:-?(?:го|е))?(?!\\s{0,20}(?:час|утра|вечера|[:.]\\d))(?=\\s{0,20}(?:$|[.,!?;]|числ))`,
  HOLIDAY,
  `(?<=(?:${WEEKDAY_EN}|${WEEKDAY_EN_SHORT}),?\\s{1,9}(?:the\\s{1,9})?)${D}(?:st|nd|rd|th)`,
  `${D}(?:-?го)?\\s{1,20}числ[ауо]м?|${D}-?(?:го|е|ому|му|ое)(?!\\s{1,20}(?:этаж|клас|мест|раз|числ))`,
  `(?:на|с|к|до)\\s{1,20}(?:${ORDINAL_RU})${DAY_ENDS}|(?:${ORDINAL_RU})(?:\\s{1,20}числа|${DAY_ENDS})`,
  `(?:on\\s{1,20})?the\\s{1,20}${D}(?:st|nd|rd|th)${DAY_ENDS}`,
  `(?:on|for|by|to)\\s{1,20}the\\s{1,20}(?:${ORDINAL_EN})${DAY_ENDS}`,
  `(?:(?:на|к|в|во)\\s{1,20})?(?:следующ|ближайш|эт)(?:ей|ем|ую|ий|ее|от|у|о)\\s{1,20}(?:недел[еюи],?\\s{1,20}(?:в|во|на)\\s{1,20})?(?:${WEEKDAY_RU})`,
  `(?:в|во|на)\\s{1,20}(?:${WEEKDAY_RU})\\s{1,20}(?:на\\s{1,20})?следующей\\s{1,20}недел[еи]`,
  `(?:the\\s{1,20})?(?:next|following|coming|this)\\s{1,20}(?:${WEEKDAY_EN}|${WEEKDAY_EN_SHORT})`,
  `next\\s{1,20}week,?\\s{1,20}(?:on\\s{1,20})?(?:${WEEKDAY_EN})|(?:${WEEKDAY_EN})\\s{1,20}(?:of\\s{1,20})?next\\s{1,20}week`,
  'через\\s{1,20}(?:\\d{1,3}\\s{1,20}|пару\\s{1,20}|несколько\\s{1,20})?(?:день|дня|дней|дн(?:я|ей)|сутки|недел[юиь]|неделек|недельк[уи]|месяц(?:а|ев)?|полгода|год)',
  "in\\s{1,20}(?:\\d{1,3}|a|an|one|two|three|a couple of|a few)\\s{1,20}(?:days?|weeks?|fortnight|months?)(?:['’]\\s{1,20}time)?|a\\s{1,20}week\\s{1,20}from\\s{1,20}(?:now|today)",
  '(?:после)?завтрашн\\p{L}{1,30}|послезавтра|после\\s{1,20}завтра|завтра|(?:the\\s{1,20})?day\\s{1,20}after\\s{1,20}tomorrow|tomorrow|tom+or+ow|tmrw|tmr|tmw',
  `(?:в|во|на|к|ко)\\s{1,20}(?:эт[оу]т?\\s{1,20})?(?:${WEEKDAY_RU})`,
  `(?:в|во|на|к|ко|до|с)\\s{1,20}(?:(?:эт|следующ|ближайш)\\p{L}{1,3}\\s{1,20}|след\\.?\\s{1,20})?(?:${WEEKDAY_RU_SHORT})(?!\\.\\p{L})`,
  `(?:эт|следующ|ближайш)(?:[оу]т?|ую|ий|ее)\\s{1,20}(?:${WEEKDAY_RU_SHORT})`,
  '(?:с|со|начиная с)\\s{1,20}(?:понедельника|вторника|среды|четверга|пятницы|субботы|воскресенья)',
  'к[о]?\\s{1,20}(?:понедельнику|вторнику|среде|четвергу|пятнице|субботе|воскресенью)',
  `(?:on|by|for|to|from|starting)\\s{1,20}(?:${WEEKDAY_EN}|${WEEKDAY_EN_SHORT})`,
  `${WEEKDAY_RU}|${WEEKDAY_EN}`,
  'сегодняшн\\p{L}{1,30}|сегодня|сёдня|седня|today|tonight|2day',
  '(?:через|in)\\s{1,20}(?:\\d{1,2}\\s{1,20}|an?\\s{1,20}|пару\\s{1,20}|полтора\\s{1,20}|half\\s{1,20}an\\s{1,20})?(?:час(?:а|ов|ик|ика)?|полчаса|полчасика|минут(?:у|ы)?|hours?|minutes?|mins?)',
  '(?<=(?:на|к|с|дата:?|date:?|on)\\s)[0-3]?\\d\\.[01]\\d',
  `${D}\\.(?:0[1-9]|1[0-2])(?=\\s{0,20}(?:$|[,!?;]|в\\s|можно|свобод|есть|подойд|на\\s|at\\s))`,
]);
/** Nearest moments: they are of the customer's day only if the customer comes. */
const SOON = /^(?:через|in)\s.*(?:час|минут|hour|min)/iu;
const COMES = wholeWords(
  'под(?:ъ|ь)?е[дх]\\p{L}{1,30}|прие[дх]\\p{L}{1,30}|приду|прид[её]м|подойду|подойд[её]м|заеду|заед[её]м|зайду|зайд[её]м|загляну|забегу|буду|будем|заберу|come|be there|arriv\\p{L}{1,30}|stop by|drop by|pop in|pick up',
);
const MONTHS =
  /январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|january|february|march|april|(?<!\p{L})may|june|july|august|september|october|november|december/iu;
const isExact = (day: string): boolean => /\d/.test(day) || MONTHS.test(day);

/** Patterns for a time that is no single day. */
const periodForms: readonly RegExp[] = patterns([
  `(?:(?:в|к|на)\\s{1,20})?${PART_RU}\\s{1,20}(?:${MONTH_RU}|недел[иь]|месяца|года|лета|осени|зимы|весны)${YEAR}`,
  `(?:(?:at|by|in)\\s{1,20})?${PART_EN}[\\s-]{1,60}(?:${MONTH_EN}|(?:the|this|next)\\s{1,20}(?:week|month|year))${YEAR}`,
  `(?:в|к|на)\\s{1,20}(?:${MONTH_RU})${YEAR}`,
  `(?:in|by|for|this|next)\\s{1,20}(?:${MONTH_EN})${YEAR}`,
  '(?:этим\\s{1,20})?(?:летом|осенью|зимой|весной)',
  '(?:this|next|in(?:\\s{1,20}the)?)\\s{1,20}(?:summer|autumn|fall|winter|spring)',
  '(?:на|к|в)\\s{1,20}(?:следующ|ближайш|эт)(?:ей|ем|ую|ий|ее|ие|их|и)\\s{1,20}(?:недел[еюи]|месяц[еу]?|год[у]?|выходны[ехм])',
  '(?:на|к)\\s{1,20}выходны[ехм]|(?:this|next|on the|at the|over the)\\s{1,20}weekend',
  'next\\s{1,20}(?:week|month|year)',
]);

/** The date of a document ("счёт от 12.05.2026") or of the past is not the customer's own. */
const OF_A_PAPER =
  /(?:^|[\s(])(?:от|dated|вчера|was|были?|прошл\p{L}{1,30}|кажд\p{L}{1,30}|last|every|each|since|from|между|before|верси\p{L}|version|v|ver|пункт\p{L}?|п|раздел\p{L}?|размер\p{L}{0,30}|№|номер|no|ref|room|комнат\p{L}|кабинет\p{L}?|цен\p{L}{1,30})\.?\s{0,20}$/iu;
/** "From 5 to 7 May" begins with the day that is meant, and "from Friday" with the day that is left. */
const SPAN_BEGINS = /(?:^|\s)from\s{1,20}(?:the\s{1,20})?$/iu;
const INTERVAL = /^(?:через|in)\s/iu;
const AFTERWARDS = /^\s{0,20}(?:после|спустя|назад|ago|after\s{1,20}(?:the|my|your|i|we|it|that|a)\s)/iu;
/** "Saturday nights" are all of them. */
const HABITUAL = /^\s{1,9}(?:nights|mornings|evenings|afternoons)(?!\p{L})/iu;
/** "До завтра" is a goodbye. */
const FAREWELL = /(?:^|\s)(?:до|see (?:you|ya))\s{0,20}(?:(?:on|в|во)\s{1,20})?$/iu;
const NEAR_DAY = /^(?:завтра|послезавтра|tomorrow|on\s)/iu;
const OPENING_HOURS = wholeWords(
  'работаете|(?<!не\\s{1,9})работает(?: ли)?|открыт[аоы]?|закрыт[аоы]?|закрываетесь|закрывается|выходной|выходные дни|рабочий день|до скольки|с какого часа|вы будете|график\\p{L}{0,9}|режим\\p{L}{0,9}|open(?!\\s{1,9}for)|opening|(?:will|do)\\s{1,9}you\\s{1,9}(?:\\p{L}{1,20}\\s{1,9})?(?:close|work)|hours|closed|closes?|working day',
);
/** In a question, a near day is the one that is wanted only beside one of these. */
const BOOKS = wholeWords(
  'свобод\\p{L}{0,9}|занят\\p{L}{0,9}|запис\\p{L}{1,9}|запиш\\p{L}{1,9}|(?:за)?брон\\p{L}{0,12}|зарезерв\\p{L}{1,12}|перенес\\p{L}{1,9}|перенест\\p{L}{1,9}|получится|подойд[её]т|прие[дх]\\p{L}{1,9}|подъе\\p{L}{1,9}|прид\\p{L}{1,9}|прийти|подойти|зайти|заехать|попасть|успе(?:ете|ем|ю)|сможете|привез[её]те|доставите|сделаете|нужн[аоы]?|нужен|хо(?:чу|тим|тел\\p{L}{1,3})|есть\\s{1,9}(?:мест[оа]|окн[оа]|окошк\\p{L}{1,3}|врем\\p{L}{1,3}|запись)|можно(?=\\s{0,9}(?:$|[?,.]|на\\s|в\\s|во\\s|к\\s|завтра|сегодня|послезавтра))|free|availab\\p{L}{1,9}|book(?:ing)?|reserve|come|squeeze|fit\\s{1,9}(?:me|us)|slots?|appointment|schedul\\p{L}{1,9}|get\\s{1,9}in|drop\\s{1,9}(?:in|by|off)|pick\\s{1,9}up|need|want|would like|hire|rent|hold|measure|install|замер\\p{L}{0,5}|put\\s{1,9}(?:me|us)\\s{1,9}down|move|reschedul\\p{L}{1,9}',
);
/** These ask about the price or the rules of a day, also without a question mark. */
const ASKS_ABOUT = wholeWords(
  'сколько|поч[её]м|цен[аы]|стоит|стоимость|миним\\p{L}{1,9}|скидк\\p{L}{1,3}|во\\s{1,9}сколько|how\\s{1,9}(?:much|long|many)|price|minimum|discount|what\\s{1,9}time|when',
);
/** Days without a date of their own. */
const NEAR =
  /^(?!.{0,60}\d).{0,12}(?:завтра|сегодня|с[её]дня|tomorrow|tm|today|tonight|понедельник|вторник|сред|четверг|пятниц|суббот|воскресен|day|(?:^|\s)(?:пн|вт|ср|чт|пт|сб|вск?)$)/iu;

/** The day of a call is not the day of what they want. */
const CALL_THEN =
  /(?:^|[^\p{L}])(?:(?:пере|по)?звон\p{L}{1,30}|набер\p{L}{1,30}|call|ring|phone)(?:\s{1,20}(?!насч|поводу|about|regarding)\p{L}{1,30}){0,3}\s{0,20}(?:,\s{0,20})?$/iu;
const CANNOT =
  /(?:^|[^\p{L}])(?:не\s{1,20}(?:смо\p{L}{1,30}|могу|можем|получ\p{L}{1,30}|успе\p{L}{1,30}|приду|прид[её]м|приеду|прие\p{L}{1,30}|попада\p{L}{1,30})|can(?:no|['’])?t(?:\s{1,20}\p{L}{1,30})?|won['’]t(?:\s{1,20}\p{L}{1,30})?|unable(?:\s{1,20}to\s{1,20}\p{L}{1,30})?)\s{0,20}(?:(?:прийти|приехать|быть|make it|come)\s{0,20})?$/iu;
const CANNOT_THEN =
  /^\s{1,9}(?:я\s|мы\s)?(?:уже\s)?(?:не\s(?:смо|мог|можем|получ|успе|прид|прие|подход)|никак|i\s(?:can['’]?t|cannot|won['’]t)|doesn['’]?t\swork|is\snot\s)/iu;
const CORRECTED =
  /(?:^|[^\p{L}])(?:i\s{1,20}mean(?:t)?|вернее|точнее|то\s{1,20}есть|ой|sorry|actually|а\s{1,20}лучше|лучше|or\s{1,20}rather|поправка|correction|ошиб\p{L}{1,30})(?=[^\p{L}])/iu;
const MOVED = wholeWords(
  'помен\\p{L}{1,9}|замен\\p{L}{1,9}|смен[иья]\\p{L}{1,9}|swap(?:ped)?|перенес\\p{L}{0,30}|перенест\\p{L}{0,30}|перезапис\\p{L}{0,30}|передвин\\p{L}{0,30}|сдвин\\p{L}{0,30}|reschedul\\p{L}{1,30}|move|moved|change|switch|shift|postpone|push',
);

/** Finds a day in the future, in the customer's words: "15 марта", "next Friday", «на 27-е». */
export const findDate = (words: string): Found<string> | undefined => {
  const found = findTimes(words, dayForms, isDay);
  const corrected = lastOf(CORRECTED, words);
  const later = corrected < 0 ? [] : found.filter(({ start }) => start > corrected);
  if (later.length > 0) return later[0];
  const moved = MOVED.test(words) ? found.findLast(({ start }) => TO_DAY.test(wordsBefore(words, start))) : undefined;
  if (
    moved &&
    found.some(
      ({ start, end }) =>
        start < moved.start && (FROM_DAY.test(wordsBefore(words, start)) || MOVED.test(words.slice(end, moved.start))),
    )
  )
    return moved;
  const celebrated = celebratedDay(words, found);
  if (celebrated) return celebrated;
  const [first] = found;
  // «Перенесите с пятницы на понедельник» names the new day last.
  return first && MOVED.test(words) && !isExact(first.value)
    ? found.filter(({ value }) => !isExact(value)).toSorted((a, b) => b.end - a.end || a.start - b.start)[0]
    : first;
};

/** As much as the patterns for what precedes a day can match, because each of them is tried at each letter. */
const LOOK_BEHIND = 150;
const wordsBefore = (text: string, at: number): string => text.slice(Math.max(0, at - LOOK_BEHIND), at);

/** «С 20-го на 27-е»: the day that is left, and the new one. */
const FROM_DAY = /(?:^|[^\p{L}])(?:с|со|from)\s{1,9}(?:the\s{1,9})?$/iu;
const TO_DAY = /(?:^|[^\p{L}])(?:на|to|till|until)\s{1,9}(?:the\s{1,9})?$/iu;

const BORN = wholeWords(
  'день\\s{1,9}рожд\\p{L}{1,5}|рождения|др|днюха|юбилей|годовщин[аы]|именины|исполн\\p{L}{1,6}|birthday|bday|b-day|turns?|turning|anniversary|\\d{1,2}0th',
);
const CELEBRATED = wholeWords(
  'праздн\\p{L}{1,9}|отмеча\\p{L}{1,6}|отметить|отметим|справля\\p{L}{1,5}|собер[её]мся|собираемся|гуляем|celebrat\\p{L}{1,5}|party|dinner|do(?:ing)?\\s{1,9}it|throwing|gathering',
);

/** A birthday may be celebrated on another day: «др 10 декабря, праздновать будем 13-го». That day is the one wanted. */
const celebratedDay = (words: string, found: readonly Found<string>[]): Found<string> | undefined => {
  const inOrder = found.toSorted((a, b) => a.start - b.start);
  const told = (day: Found<string>): string => partAround(words, day);
  const born = inOrder.find((day) => BORN.test(told(day)) && !CELEBRATED.test(told(day)));
  const day = inOrder.find((one) => born && one.start >= born.end && CELEBRATED.test(told(one)));
  if (!born || !day) return undefined;
  const month = MONTH_OF.exec(born.value)?.[0];
  const needsMonth = /^\D{0,12}\d{1,2}\D{0,5}$/u.test(day.value) && !MONTHS.test(day.value);
  return needsMonth && month !== undefined ? { ...day, value: `${day.value} ${month}` } : day;
};
/** The part of the clause between conjunctions: "but we celebrate on the 5th". */
const partAround = (words: string, day: Found<string>): string => {
  const before = clauseBefore(words, day.start);
  const from = [...before.matchAll(/\s(?:but|and|но|а|и)\s/giu)].at(-1)?.index ?? 0;
  const behind = /^[^,;.!?\n]{0,60}/u.exec(words.slice(day.end))?.[0] ?? '';
  return before.slice(from) + words.slice(day.start, day.end) + (behind.split(/\s(?:but|and|но|а|и)\s/iu)[0] ?? '');
};
const MONTH_OF = wholeWords(`${MONTH_RU}|${MONTH_EN}`);

/** Finds a time in the future that is no single day, in the customer's words: "в конце мая", "next summer". */
export const findPeriod = (words: string): Found<string> | undefined => findTimes(words, periodForms, () => true)[0];

/** A time in the text. `asksAboutDay`: its sentence asks about a day, such as its price, and does not book it: «сколько в субботу?». */
type Match = { readonly text: string; readonly found: string; readonly index: number; readonly asksAboutDay: boolean };
type Fits = (match: Match) => boolean;

/** Finds the times that are said to come, those of the most exact form first. */
const findTimes = (words: string, forms: readonly RegExp[], fits: Fits): readonly Found<string>[] => {
  const { text, endInWords } = withDigits(words);
  const sentences = sentencesOf(text).map(({ value, start, end }) => {
    const isAsked = isQuestion(value);
    const isClosed = OPENING_HOURS.test(value);
    return { start, end, isClosed, isAsked, asksAboutDay: !BOOKS.test(value) && (isAsked || ASKS_ABOUT.test(value)) };
  });
  const isTold = ({ 0: found, index }: RegExpExecArray): boolean => {
    const before = wordsBefore(text, index);
    const sentence = sentences.find(({ start, end }) => start <= index && index < end);
    if (sentence?.isClosed && (sentence.isAsked || !isExact(found))) return false;
    if (isDenied(text, index) || HABITUAL.test(text.slice(index + found.length))) return false;
    if (OF_A_PAPER.test(before) && !(SPAN_BEGINS.test(before) && /\d/.test(found))) return false;
    if (NEAR_DAY.test(found) && FAREWELL.test(before)) return false;
    if (
      CANNOT.test(before) ||
      CANNOT_THEN.test(text.slice(index + found.length)) ||
      (INTERVAL.test(found) && AFTERWARDS.test(text.slice(index + found.length)))
    )
      return false;
    const asksAboutDay = sentence?.asksAboutDay ?? false;
    return (
      !tellsPast(clauseAround(text, { start: index, end: index + found.length })) &&
      fits({ text, found, index, asksAboutDay })
    );
  };
  return forms.flatMap((form) =>
    [...text.matchAll(form)].filter(isTold).map(({ 0: found, index }) => {
      const end = endInWords(index + found.length);
      return { value: words.slice(index, end).replace(/\s{1,20}/g, ' '), start: index, end };
    }),
  );
};

const isDay = ({ text, found, index, asksAboutDay }: Match): boolean => {
  if (SOON.test(found) && !COMES.test(text)) return false;
  // «На субботу» is said of a day that is wanted, «в субботу» also of a day in general.
  const isWanted = /^(?:на|к|ко|for)\s/iu.test(found);
  if (!isWanted && asksAboutDay && NEAR.test(found) && !MONTHS.test(found)) return false;
  return !CALL_THEN.test(clauseBefore(text, index));
};

const WISH = wholeWords(
  'хоч(?:у|ется)|хотим|хотел(?:а|и|ось)?\\s{1,9}бы|нуж(?:но|ен|на|ны)|надо|можно|планиру\\p{L}{1,3}|запи(?:шите|сать|саться)|давайте|собира(?:юсь|емся)|want|need|would like|can (?:i|we)|could (?:i|we)|planning',
  'giu',
);

/** Without punctuation, a wish begins a clause of its own: «я учил в школе и всё забыл хочу начать с первого декабря». */
const sinceWish = (clause: string): string => clause.slice([...clause.matchAll(WISH)].at(-1)?.index ?? 0);

/** The clause that the span stands in. */
const clauseAround = (text: string, { start, end }: { readonly start: number; readonly end: number }): string =>
  sinceWish(clauseBefore(text, start)) +
  text.slice(start, end) +
  (/^[^,;.!?\n]{0,60}/u.exec(text.slice(end))?.[0] ?? '');
