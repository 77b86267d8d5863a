import { sentencesOf } from '../search/language/sentences.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';
import { isPast } from './fact-owner.ts';
import { tellsPast } from './past.ts';
import { readWords, type Word } from './words.ts';

/** Words for people as such; a number beside one of them is the whole company. */
const PEOPLE =
  /^(?:человек\p{L}{0,30}|чел|челов|гост(?:ь|я|ей|ям|ями|и)|персон\p{L}?|участник\p{L}{0,30}|душ|people|ppl|peeps|pers|persons?|guests?|pax|attendees|participants|heads|folks)$/u;
/** Words for some of the people; several groups of them are added up. */
const SOME =
  /^(?:взросл(?:ых|ые|ый|ого|ыми)|дет(?:ей|и|ьми|ишек|ок|ки)|ребен(?:ок|ка|ком)|ребят\p{L}{0,30}|малыш\p{L}{0,30}|школьник\p{L}{0,30}|учени(?:к|ка|ков|ц|ца|цы)|студент\p{L}{0,30}|выпускник\p{L}{0,30}|первоклассник\p{L}{0,30}|дошколя\p{L}{0,30}|подростк?\p{L}{0,30}|учител(?:ь|я|ей|ем|ями)|педагог\p{L}{0,30}|воспитател(?:ь|я|ей)|вожат\p{L}{0,30}|сопровождающ\p{L}{0,30}|родител(?:ь|я|ей|и|ями)|сотрудник\p{L}{0,30}|работник\p{L}{0,30}|коллег\p{L}{0,30}|мужчин\p{L}?|женщин\p{L}?|девуш(?:ек|ки|ка)|девоч(?:ек|ки|ка)|девчон(?:ок|ки)|мальчик\p{L}{0,30}|мальчиш\p{L}{0,30}|парн(?:ей|я|и)|друз(?:ей|ья|ьями)|друга|подруг(?:и|ами)?|пассажир\p{L}{0,30}|турист\p{L}{0,30}|пенсионер\p{L}{0,30}|спортсмен\p{L}{0,30}|игрок\p{L}{0,30}|бабуш(?:ек|ки)|дам|мам|пап|мужик(?:ов|а|и|ами)?|пацан(?:ов|а|ы|ами)?|баб|тет(?:ок|ки)|дяд(?:ек|ьки)|родственник\p{L}{0,30}|однокласс?ник\p{L}{0,30}|одногруппник\p{L}{0,30}|сокурсник\p{L}{0,30}|внук(?:ов|а|и)|внучат|ребятишек|ребятни|младен(?:ец|ца|цев|цы)|пенсионер\p{L}{0,30}|клиент(?:ов|а)|танцор\p{L}{0,30}|артист\p{L}{0,30}|волонтер\p{L}{0,30}|adults?|grown-?ups?|grownups?|kids?|child|children|toddlers?|infants?|babies|teens|teenagers|students?|pupils?|teachers?|friends?|mates|buddies|colleagues|coworkers|employees|staff|workers|men|women|ladies|guys|girls|boys|seniors|pensioners|parents|passengers|travell?ers|tourists|players|attendants|bridesmaids|delegates|relatives|cousins|nieces|nephews|grandkids|grandchildren|sons|daughters|youngsters|lads|lasses|blokes|gents|newborns?|toddler|infant|baby|volunteers|trainees|scouts|dancers)$/u;
/** One person in the company of the writer. */
const RELATIVE =
  /^(?:муж(?:ем|а)?|жен(?:а|ой|ы|у)|супруг(?:ом|ой|а)?|сын(?:ом|а)?|сыниш(?:ка|кой)|доч(?:ь|ка|кой|ерью|ери|ку)|мам(?:а|ой|ы)|пап(?:а|ой)|подруг(?:а|ой|у)|подружк(?:а|ой)|друг(?:ом)?|ребен(?:ок|ком)|малыш(?:ом)?|сестр(?:а|ой)|брат(?:ом)?|бабушк(?:а|ой)|дедушк(?:а|ой)|парен(?:ь|ем)|парнем|девушк(?:а|ой)|ребенк[ау]|малыш[ау]|племянни(?:к|ком|ца|цей)|внук(?:ом)?|внучк(?:а|ой)|тещ(?:а|ей)|свекров(?:ь|ью)|wife|husband|son|daughter|mother|mom|mum|father|dad|friend|boyfriend|girlfriend|fiance|fiancee|partner|sister|brother|baby|toddler|kid|child|grandma|grandpa|grandson|granddaughter|nephew|niece|cousin|him|her)$/u;
const SELF = /^(?:я|me|myself|i)$/u;
/** May stand between the members of a company. */
const LINK =
  /^(?:и|да|плюс|с|со|еще|мой|моя|моей|моим|моего|наш|наша|нашей|нашим|наши|наших|and|plus|with|my|our|the|his|another|also|a|an|one|[,+&])$/u;
const ADJECTIVE = /^(?:\p{L}{3,}(?:ых|их|ие|ые|ими|ыми)|young|small|little|more|other|hungry|big|grown|school|of)$/u;
const RANGE = /^(?:[-–—]|до|или|to|or)$/u;
const ROUGHLY =
  /^(?:уже|около|примерно|где|то|приблизительно|порядка|всего|будет|максимум|минимум|человек|about|around|roughly|maybe|approximately|just|like|some|[:~≈-])$/u;
/** A number before one of these counts something else. */
const OTHER_UNIT =
  /^(?:лет|летн\p{L}{0,30}|год\p{L}{0,30}|месяц\p{L}{0,30}|мес|недел\p{L}{0,30}|дн(?:я|ей)|день|ноч\p{L}{0,30}|час\p{L}{0,30}|ч|мин\p{L}{0,30}|утра|вечера|руб\p{L}{0,30}|р|тыс\p{L}{0,30}|к|k|шт\p{L}{0,30}|кг|г|м|м²|см|км|процент\p{L}{0,30}|этаж\p{L}{0,30}|years?|yrs?|yo|months?|weeks?|days?|nights?|hours?|h|hrs?|minutes?|mins?|am|pm|usd|eur|gbp|dollars?|bucks|pounds?|euros?|quid|grand|[%₽$€£:])$/u;
const MONTH =
  /^(?:январ|феврал|март|апрел|ма[йя]$|июн|июл|август|сентябр|октябр|ноябр|декабр|янв|фев|мар|апр|авг|сен|окт|ноя|дек|числ|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/u;

/** «Вдвоём». */
const together: Readonly<Record<string, number>> = {
  вдвоем: 2,
  втроем: 3,
  вчетвером: 4,
  впятером: 5,
  вшестером: 6,
  всемером: 7,
  ввосьмером: 8,
  вдевятером: 9,
  вдесятером: 10,
};
const COLLECTIVE =
  /^(?:двоих|двое|троих|трое|четверых|четверо|пятерых|пятеро|шестерых|шестеро|семерых|семеро|восьмерых|восьмеро|десятерых|десятеро)$/u;
/** What a number of people belongs to: "a party of nine", «компания из шести». */
const COMPANY =
  /^(?:party|group|family|team|crew|club|class|bunch|company|gang|total|компани(?:я|и|ей|ю)|групп(?:а|ы|ой|у)|семь(?:я|и|ей|ю)|коллектив\p{L}{0,30}|команд(?:а|ы|ой|у)|класс\p{L}{0,2}|бригад\p{L}|делегаци\p{L})$/u;
/** Matches a thing that is booked for a number of people: "a table for six". */
const BOOKED =
  /^(?:стол\p{L}{0,2}|столик\p{L}{0,2}|номер|домик|комнат\p{L}|ужин|обед|завтрак|банкет|бронь|мест[оа]?|зал|баня|баню|беседк\p{L}|экскурси\p{L}|лодк\p{L}|катер|шатер|table|dinner|lunch|brunch|breakfast|supper|room|booking|reservation|tour|tickets?|party|space|tent|boat|meal|event|seats?|seating|dessert|spot|cabin|house)$/u;

type Candidate = { readonly value: number; readonly start: number; readonly end: number; readonly rank: number };

/** The sum that the customer names. */
const TOTAL = 4;
const WHOLE = 3;
const SUM = 2;
const IMPLIED = 1;

const ASKS_CAPACITY = wholeWords(
  'сколько|вмеща\\p{L}{1,30}|вместит\\p{L}{0,30}|помест\\p{L}{1,30}|влез\\p{L}{1,30}|how many|capacity|maximum|максимум|минимум|minimum',
);
const ASKS_ABOUT_GROUPS = wholeWords(
  '(?:групп|класс)\\p{L}{0,30}\\s{1,20}(?:до|по|из)?\\s{0,20}\\d[^?]{0,60}у вас|у вас\\s{1,20}(?:в\\s{1,20})?(?:групп|класс)\\p{L}{0,30}|(?:your|the) (?:groups?|classes)',
);

/** Finds how many people come, in digits or words; for a range, the upper number. Capacities and past visits are ignored. */
export const findGuests = (written: string): Found<number> | undefined => {
  // One word for the readers, of the same length.
  const text = written.replace(/(?<=\bgrown)-(?<ups>ups?)\b/giu, '$<ups> ');
  const found = sentencesOf(text).flatMap(({ value, start }) => {
    const isTold = /(?<!\p{L})нас\s\d/iu.test(value);
    const isAsked = !isTold && value.includes('?') && (ASKS_CAPACITY.test(value) || ASKS_ABOUT_GROUPS.test(value));
    if (isAsked || /сколько\s{1,20}(?:человек|людей|гостей|детей)|how many/iu.test(value)) return [];
    if (isPast(value))
      return changedIn(value).map((one) => ({ ...one, start: start + one.start, end: start + one.end }));
    return candidatesIn(readWords(value)).map((one) => ({ ...one, start: start + one.start, end: start + one.end }));
  });
  const highest = Math.max(...found.map(({ rank }) => rank));
  const best = found.filter(({ rank, value }) => rank === highest && value >= 1 && value <= 20_000);
  const chosen = CORRECTION.test(text) ? best.at(-1) : best[0];
  return chosen && { value: chosen.value, start: chosen.start, end: chosen.end };
};
/** «Было 12 человек, а теперь 9»: of what was, only the change counts. */
const changedIn = (sentence: string): readonly Candidate[] => {
  const words = readWords(sentence);
  const at = words.findLastIndex(({ lower }) =>
    /^(?:теперь|сейчас|стало|осталось|итого|выходит|получается|now|like)$/u.test(lower),
  );
  if (at < 0) return [];
  const count = countAt(words, skip(words, at + 1, CHANGES, 4));
  if (count && standsAlone(words, count.next))
    return [{ value: count.value, rank: IMPLIED, ...span(words, at + 1, count.next) }];
  const from = words[at]?.end ?? 0;
  return candidatesIn(words.slice(at + 1)).filter(({ start }) => start >= from);
};
const CHANGES = /^(?:нас|будет|будем|только|всего|уже|it['’]s|we['’]re|there|are|is|only|just|it|we)$/u;

const CORRECTION = wholeWords(
  'теперь|вернее|точнее|ой|стойте|стоп|нет|ошиб\\p{L}{1,30}|поправка|now|sorry|actually|correction|i mean|make it|instead',
);

const candidatesIn = (words: readonly Word[]): readonly Candidate[] =>
  words.flatMap((_, at): Candidate[] => {
    if (isDeniedAt(words, at) || isForOthers(words, at)) return [];
    const found = ours(words, at) ?? companyOf(words, at) ?? chain(words, at) ?? booked(words, at) ?? alone(words, at);
    return found ? [found] : [];
  });

const isDeniedAt = (words: readonly Word[], at: number): boolean => {
  const before = words[at - 1]?.lower ?? '';
  const further = words[at - 2]?.lower ?? '';
  return /^(?:не|not)$/u.test(before) || (/^(?:на|для|for)$/u.test(before) && /^(?:не|not)$/u.test(further));
};

type Count = { readonly value: number; readonly next: number };

/** Reads a number of people, or the upper end of a range: «30-35», «20-ти», "ten or twelve". */
const countAt = (words: readonly Word[], at: number): Count | undefined => {
  const word = words[at];
  if (word?.kind !== 'number' || !Number.isInteger(word.value)) return undefined;
  const upper = RANGE.test(words[at + 1]?.lower ?? '') ? words[at + 2] : undefined;
  if (upper?.kind === 'number' && upper.value > word.value) return { value: upper.value, next: at + 3 };
  const ending = words[at + 1]?.lower === '-' ? words[at + 2]?.lower : words[at + 1]?.lower;
  if (/^(?:ти|х|ми|рых)$/u.test(ending ?? '')) {
    return { value: word.value, next: at + (words[at + 1]?.lower === '-' ? 3 : 2) };
  }
  return { value: word.value, next: at + 1 };
};

/** The words from one to the next, with what introduces them: «на 50 человек», "up to 20 guests". */
const span = (words: readonly Word[], from: number, next: number) => {
  let first = from;
  while (INTRODUCES.test(words[first - 1]?.lower ?? '')) first -= 1;
  return { start: words[first]?.start ?? 0, end: words[next - 1]?.end ?? 0 };
};
const INTRODUCES = /^(?:на|для|нас|будет|около|примерно|до|for|about|around|up|to)$/u;

const skip = (words: readonly Word[], from: number, pattern: RegExp, most = 3): number => {
  let at = from;
  while (at < from + most && pattern.test(words[at]?.lower ?? '')) at += 1;
  return at;
};

/** Whether nothing that is counted follows. */
const standsAlone = (words: readonly Word[], at: number): boolean => {
  const next = words[at];
  if (!next) return true;
  if (OTHER_UNIT.test(next.lower)) return false;
  if (next.kind === 'mark') return true;
  return /^(?:будет|будем|всего|на|в|во|с|со|к|уже|теперь|но|а|и|итого|точно|нам|пожалуйста|завтра|сегодня|послезавтра|есть|можно|plus|on|at|in|for|this|next|please|pls|tomorrow|today|tonight|and|now|total|in|but|with|from|by|then|around|would|if)$/u.test(
    next.lower,
  );
};

/** «Нас восемь», "there are seven of us", "we're 12". */
const ours = (words: readonly Word[], at: number): Candidate | undefined => {
  const word = words[at];
  if (!word) return undefined;
  const value = together[word.lower];
  if (value !== undefined) return { value, rank: WHOLE, start: word.start, end: word.end };
  if (word.kind === 'number' && /^of$/u.test(words[at + 1]?.lower ?? '') && words[at + 2]?.lower === 'us') {
    return withMore(words, at, { value: word.value, next: at + 3 });
  }
  // "A group of teens, 8 of them".
  if (word.kind === 'number' && words[at + 1]?.lower === 'of' && words[at + 2]?.lower === 'them') {
    const isOfPeople = words.slice(0, at).some(({ lower }) => SOME.test(lower) || PEOPLE.test(lower));
    return isOfPeople ? { value: word.value, rank: SUM, ...span(words, at, at + 3) } : undefined;
  }
  const sum = totalOf(words, at);
  if (sum) return sum;
  const begins =
    word.lower === 'нас' ||
    word.lower === 'us' ||
    /^(?:we['’]re|we['’]ll|we['’]d)$/u.test(word.lower) ||
    isWeAre(words, at);
  if (!begins) return undefined;
  const pair = pairOf(words, at);
  if (pair) return pair;
  let from = at + 1;
  if (/^(?:be|are|will|re)$/u.test(words[from]?.lower ?? '')) from += 1;
  if (words[from]?.lower === 'be') from += 1;
  if (words[from]?.lower === 'с' && words[from + 1]?.kind === 'word') from += 2;
  const count = countAt(words, skip(words, from, ROUGHLY, 4));
  if (!count || word.lower === 'us') return undefined;
  return standsAlone(words, count.next) ? withMore(words, at, count) : undefined;
};

/** «Нас двое и трое детей», "two of us plus our toddler". */
const withMore = (words: readonly Word[], at: number, { value, next }: Count): Candidate => {
  const more = joins(words, next + 1) ? groupAt(words, skip(words, next + 1, LINK)) : undefined;
  return more && !more.isWhole
    ? { value: value + more.value, rank: WHOLE, ...span(words, at, more.next) }
    : { value, rank: WHOLE, ...span(words, at, next) };
};

/** «Нас трое, ещё двое детей, итого пятеро», "that's 7 in total". */
const totalOf = (words: readonly Word[], at: number): Candidate | undefined => {
  const speaksOfPeople = words.some(
    ({ lower }) => PEOPLE.test(lower) || SOME.test(lower) || COLLECTIVE.test(lower) || /^(?:нас|us)$/u.test(lower),
  );
  if (!speaksOfPeople) return undefined;
  const count = /^(?:итого|total)$/u.test(words[at]?.lower ?? '')
    ? countAt(words, skip(words, at + 1, ROUGHLY))
    : undefined;
  const behind = words[at + 1]?.lower === 'in' && words[at + 2]?.lower === 'total' ? countAt(words, at) : undefined;
  const found = count ?? behind;
  const isAlone = behind ? true : found && standsAlone(words, found.next);
  return found && isAlone && found.value <= 2000
    ? { value: found.value, rank: TOTAL, ...span(words, at, found.next) }
    : undefined;
};

/** "Just us two". */
const pairOf = (words: readonly Word[], at: number): Candidate | undefined => {
  const count = words[at]?.lower === 'us' ? countAt(words, at + 1) : undefined;
  const isAfter = /^(?:just|only|of|for|[,:;.!—–-])$/u.test(words[at - 1]?.lower ?? ',');
  return count && isAfter && count.value <= 20 && standsAlone(words, count.next)
    ? { value: count.value, rank: WHOLE, ...span(words, at, count.next) }
    : undefined;
};
const isWeAre = (words: readonly Word[], at: number): boolean =>
  words[at]?.lower === 'we' && /^(?:are|will|would)$/u.test(words[at + 1]?.lower ?? '');

/** "A party of nine", «компания из шести», «группа 15 человек». */
const companyOf = (words: readonly Word[], at: number): Candidate | undefined => {
  if (!COMPANY.test(words[at]?.lower ?? '')) return undefined;
  const linked = /^(?:of|из|в|на)$/u.test(words[at + 1]?.lower ?? '');
  const count = countAt(words, skip(words, at + (linked ? 2 : 1), ROUGHLY));
  if (!count) return undefined;
  if (PEOPLE.test(words[count.next]?.lower ?? '') || SOME.test(words[count.next]?.lower ?? '')) return undefined;
  return linked && words[at + 1]?.lower !== 'на' && standsAlone(words, count.next)
    ? { value: count.value, rank: WHOLE, ...span(words, at, count.next) }
    : undefined;
};

type Group = Count & { readonly isWhole: boolean; readonly isCounted: boolean };

/** Reads one group: «двое взрослых», "80 ppl", «детей 11», "my wife". */
const groupAt = (words: readonly Word[], at: number): Group | undefined => {
  const count = countAt(words, at);
  if (count) {
    const noun = skip(words, count.next, ADJECTIVE, 1);
    for (const place of [count.next, noun]) {
      const word = words[place]?.lower ?? '';
      if (PEOPLE.test(word)) return { value: count.value, next: place + 1, isWhole: true, isCounted: true };
      if (SOME.test(word)) return { value: count.value, next: place + 1, isWhole: false, isCounted: true };
    }
    return undefined;
  }
  const word = words[at]?.lower ?? '';
  if (PEOPLE.test(word) || SOME.test(word)) {
    const behind = countAt(words, skip(words, at + 1, ROUGHLY));
    const isPlural = word !== 'чел' && !/^(?:человека|person|ребенка|child)$/u.test(word);
    const next = words[behind?.next ?? 0]?.lower ?? '';
    const counts = behind && isPlural && !OTHER_UNIT.test(next) && !MONTH.test(next) && !areAges(words, behind.next);
    const isOther = counts && (PEOPLE.test(next) || SOME.test(next) || words[behind.next]?.kind === 'word');
    if (counts && !(isOther && SOME.test(next)) && !/^(?:сто[ия]|за|по)/u.test(next)) {
      return { value: behind.value, next: behind.next, isWhole: PEOPLE.test(word), isCounted: true };
    }
  }
  return RELATIVE.test(word) ? { value: 1, next: at + 1, isWhole: false, isCounted: false } : undefined;
};

/** «Дети 7 и 9 лет», "kids 4, 6 and 9 years old". */
const areAges = (words: readonly Word[], from: number): boolean => {
  let at = from;
  while (/^(?:и|and|,|&|-)$/u.test(words[at]?.lower ?? '') && words[at + 1]?.kind === 'number') at += 2;
  return at > from && /^(?:лет|год\p{L}{0,2}|years?|yrs?|yo|месяц\p{L}{0,3}|months?)$/u.test(words[at]?.lower ?? '');
};

/** What is made for people, and the people who are hired, are not those who come. */
const MADE_FOR =
  /^(?:визит\p{L}{1,4}|бейдж\p{L}{0,3}|пропуск\p{L}{0,3}|спецов\p{L}{1,3}|спецодежд\p{L}|форм[аыу]|футбол\p{L}{1,3}|касок|каск[иу]|подар\p{L}{1,4}|сертификат\p{L}{0,2}|грамот\p{L}{0,2}|кружк[иу]|кружек|костюм\p{L}{0,3}|кепк?\p{L}{1,2}|медал\p{L}{1,3}|рюкзак\p{L}{0,2}|тетрад\p{L}{1,2}|наушник\p{L}{0,2}|шкафчик\p{L}{0,2}|парт|ежедневник\p{L}{0,3}|удостоверени\p{L}|лицензи\p{L}|cards?|badges?|uniforms?|shirts?|t-shirts?|helmets?|vests?|licen[cs]es?|mugs?|certificates?)$/u;
const HIRED = /^(?:бригад\p{L}|грузчик\p{L}{0,3}|рабочих|crew)$/u;
const NEEDS =
  /^(?:нуж(?:на|ны|ен|но)|ищу|ищем|треб\p{L}{1,6}|пришлите|дайте|закаж\p{L}{1,3}|need|needs|want|hire|send|looking)$/u;

const isForOthers = (words: readonly Word[], at: number): boolean => {
  const before = words.slice(Math.max(0, at - 4), at).map(({ lower }) => lower);
  if (before.some((word) => MADE_FOR.test(word))) return true;
  const hired = before.findLastIndex((word) => HIRED.test(word));
  return hired >= 0 && words.slice(0, at).some(({ lower }) => NEEDS.test(lower));
};

const COMES =
  /^(?:приду|приеду|приедем|придем|буду|будем|поедем|едем|хочу|хотим|заедем|идем|coming|come|visit|visiting|bring|bringing|book|stay|staying)$/u;

/** Adds up the members of a company: «двое взрослых и трое детей», "me, my wife and our three kids". */
const chain = (words: readonly Word[], at: number): Candidate | undefined => {
  const first = words[at]?.lower ?? '';
  const withSelf =
    SELF.test(first) || (/^(?:мы|we)$/u.test(first) && /^(?:с|со|with)$/u.test(words[at + 1]?.lower ?? ''));
  const implied = /^(?:с|со|with)$/u.test(first) && words.slice(0, at).some(({ lower }) => COMES.test(lower));
  if (withSelf && !linksOn(words, at + 1)) return undefined;
  // «Дети, внуки и три подруги» does not say how many either.
  if (linksOn(words, at - 1) && isUncounted(words[at - 2]?.lower ?? '') && words[at - 3]?.kind !== 'number')
    return undefined;
  let next = withSelf || implied ? skip(words, at + 1, LINK, 4) : at;
  let total = withSelf || implied ? 1 : 0;
  let counted = 0;
  let relatives = 0;
  let isWhole = false;
  for (;;) {
    const group = groupAt(words, next) ?? (withSelf ? bareCount(words, next) : undefined);
    if (!group) break;
    total = isWhole && !group.isWhole && !joins(words, next) ? total : total + group.value;
    isWhole ||= group.isWhole;
    counted += group.isCounted ? 1 : 0;
    relatives += group.isCounted ? 0 : 1;
    const end = group.next;
    const on = skip(words, end, LINK, 4);
    if (!groupAt(words, on)) {
      // "Me and my friends" does not say how many; «61 выпускник, родители не участвуют» does.
      if (withSelf && bareCount(words, on)) {
        next = on;
        continue;
      }
      if (on > end && !/^,$/u.test(words[on - 1]?.lower ?? '') && isUncounted(words[on]?.lower ?? '')) return undefined;
      next = end;
      break;
    }
    next = on;
  }
  const isAlone = counted === 0 && (!(withSelf || implied) || relatives === 0);
  // «Мы с женой купили участок» tells a story.
  if (isAlone || (counted === 0 && tellsPast(words.map(({ written }) => written).join(' ')))) return undefined;
  return { value: total, rank: isWhole ? WHOLE : SUM, ...span(words, at, next) };
};

/** "Me + 3": a number behind a plus needs no noun. */
const bareCount = (words: readonly Word[], at: number): Group | undefined => {
  const count = joins(words, at) ? countAt(words, at) : undefined;
  return count && standsAlone(words, count.next) ? { ...count, isWhole: false, isCounted: true } : undefined;
};

const linksOn = (words: readonly Word[], at: number): boolean => LINK.test(words[at]?.lower ?? '');
/** "20 people and 3 kids" adds up; "20 people, 3 kids" and "20 people, of them" may not. */
const joins = (words: readonly Word[], at: number): boolean =>
  /^(?:и|and|плюс|plus|\+|&)$/u.test(words[at - 1]?.lower ?? '');
const isUncounted = (word: string): boolean => SOME.test(word) && !RELATIVE.test(word);

/** "A table for six", «столик на двоих», "for two". */
const booked = (words: readonly Word[], at: number): Candidate | undefined => {
  if (!/^(?:на|для|for)$/u.test(words[at]?.lower ?? '')) return undefined;
  if (words[at + 1]?.lower === 'a' && words[at + 2]?.lower === 'couple' && standsAlone(words, at + 3)) {
    return { value: 2, rank: IMPLIED, ...span(words, at, at + 3) };
  }
  const single = /^(?:одного|одну|одной)$/u.test(words[at + 1]?.lower ?? '') && standsAlone(words, at + 2);
  const count = single ? { value: 1, next: at + 2 } : countAt(words, skip(words, at + 1, ROUGHLY));
  const collective = COLLECTIVE.test(words[at + 1]?.lower ?? '');
  if (!count || MONTH.test(words[count.next]?.lower ?? '')) return undefined;
  if (!standsAlone(words, count.next) && !(collective && words[count.next]?.kind === 'number')) return undefined;
  if (words[count.next]?.lower === '-') return undefined;
  const thing = words.slice(Math.max(0, at - 3), at).some(({ lower }) => BOOKED.test(lower));
  const isHour = words[at + 1]?.written.match(/^\d/u) !== null && count.value >= 17 && count.value <= 23;
  return collective || (thing && !isHour)
    ? { value: count.value, rank: IMPLIED, ...span(words, at, count.next) }
    : undefined;
};

/** «Приду одна», and people counted with nothing behind: «будет двое». */
const alone = (words: readonly Word[], at: number): Candidate | undefined => {
  const [first, second] = [words[at]?.lower ?? '', words[at + 1]?.lower ?? ''];
  const comes = /^(?:приду|приеду|буду|пойду|еду|поеду)$/u;
  if (
    (comes.test(first) && /^(?:один|одна)$/u.test(second)) ||
    (comes.test(second) && /^(?:один|одна)$/u.test(first))
  ) {
    return { value: 1, rank: IMPLIED, ...span(words, at, at + 2) };
  }
  const value = words[at]?.value ?? Number.NaN;
  if (isCorrection(words, at)) return { value, rank: IMPLIED, ...span(words, at, at + 1) };
  return COLLECTIVE.test(first) && standsAlone(words, at + 1)
    ? { value, rank: IMPLIED, ...span(words, at, at + 1) }
    : undefined;
};

/** "It's 30 now, not 25". */
const isCorrection = (words: readonly Word[], at: number): boolean =>
  words[at]?.kind === 'number' &&
  /^(?:now|уже|теперь)$/u.test(words[at + 1]?.lower ?? '') &&
  words[at + 2]?.lower === ',' &&
  /^(?:not|не|а)$/u.test(words[at + 3]?.lower ?? '') &&
  words.slice(at + 4, at + 6).some(({ kind }) => kind === 'number');
