import { type Found, wholeWords } from '../text/word-pattern.ts';

/**
 * Whose a fact is, judged by the words before it in its clause: `own` (the writer's), `another` (somebody else's,
 * former or denied), or `unsaid` (not stated).
 */
export type Owner = 'own' | 'unsaid' | 'another';

const OWN = wholeWords(
  "я|мы|меня|нас|мне|нам|мо(?:й|я|[её]|и|ю)|наш(?:а|е|у|и)?|от имени|представля(?:ю|ем)|представител\\p{L}+|пишу|i|i['’]?m|we|we['’]?re|me|us|my|mine|our|ours|represent|representing|on behalf|this is",
);
const RELATIVE = 'муж|жен[аыуеой]|сын|доч|брат|сестр|мам|пап|отц|матер|тещ|свекров|друг|друз|подруг|знаком|сосед';
const PERSON = `${RELATIVE}|коллег|начальник|директор|босс|партн[её]р|клиент|заказчик|конкурент|менеджер|бухгалтер(?!и)|секретар|реб[её]н`;
const OTHERS = wholeWords(
  `вы|вас|вам|вами|ваш\\p{L}*|ты|тебя|тво\\p{L}+|он|она|они|его|е[её]|их|ему|ей|им|(?:${PERSON})\\p{L}*|you|your|yours|he|she|they|him|his|her|hers|their|theirs|(?:wife|husband|son|daughter|brother|sister|mother|mom|father|dad|friend|neighbou?r|colleague|boss|partner|client|customer|competitor|manager|assistant)(?:['’]?s)?`,
);
const PAST = wholeWords(
  'раньше|ранее|когда-то|бывш\\p{L}+|прежн\\p{L}+|стар(?:ый|ая|ого|ой|ым|ую)|прошл\\p{L}+|used to|formerly|former|previous|previously|ex|old|last',
);
/** Marks what is compared, talked about, or denied immediately before the fact. */
const SPOKEN_ABOUT = /(?:^|[^\p{L}])(?:у|вместо|чем|как|с|со|про|о|об|than|like|with|unlike)\s*[«"“„'(]*$/iu;
const DENIED =
  /(?:^|[^\p{L}])(?:не|ни|not|never|no longer|\p{L}+n['’]t)(?:\s+(?:на|в|к|с|из|по|от|for|from|on|at|in|to|the|a|my|мой|моя|мо[её]|для|(?:за|по)?звон\p{L}+|пиш\p{L}+|пис\p{L}+|номер|почт\p{L}+|телефон|call|write|text|number|phone|e-?mail|address|budget|бюджет|work)){0,3}[\s:]*[«"“„'(]*$/iu;

/** A comma, a dash, or the end of a sentence begins a new clause; a colon does not. */
const CLAUSE_BREAK = /[,;.!?…\n—–]\s|\n/gu;

/** Only this many characters before a fact are read for whose it is. */
const MAX_CLAUSE = 300;

/** Returns the words that precede the fact in its clause. */
export const clauseBefore = (text: string, start: number): string => {
  const before = text.slice(Math.max(0, start - MAX_CLAUSE), start);
  const last = [...before.matchAll(CLAUSE_BREAK)].at(-1);
  return last ? before.slice(last.index + last[0].length) : before;
};

/** Whether the words before a fact in its clause deny it. */
export const isDenied = (text: string, start: number): boolean => DENIED.test(clauseBefore(text, start));

/** Whether the sentence is about an earlier time: "в прошлый раз было 50 гостей". */
export const isPast = (sentence: string): boolean =>
  /(?<!\p{L})(?:было|были|был|раньше|в прошл\p{L}+|there were|we had|used to|last (?:time|year|month|week))(?!\p{L})/iu.test(
    sentence,
  );

/** «Вас беспокоит» says nothing about whose the fact behind it is. */
const ADDRESSES = wholeWords(
  '(?:вас|тебя)\\s{1,9}беспок\\p{L}{1,9}|(?:вам|тебе)\\s{1,9}(?:пиш|звон)\\p{L}{1,9}|к\\s{1,9}вам\\s{1,9}обраща\\p{L}{1,9}',
  'giu',
);

/** Decides whose the fact is. `start` is where its statement begins, including its introduction ("I work at"). */
export const ownerOf = (text: string, { start, end }: Pick<Found<unknown>, 'start' | 'end'>): Owner => {
  const clause = clauseBefore(text, start).replace(ADDRESSES, (address) => ' '.repeat(address.length));
  if (DENIED.test(clause) || PAST.test(clause) || SPOKEN_ABOUT.test(clause)) return 'another';
  const own = lastOf(OWN, `${clause}${text.slice(start, end)}`);
  const others = lastOf(OTHERS, clause);
  if (others > own) return 'another';
  return own >= 0 ? 'own' : 'unsaid';
};

const ENDS_WITH_ANOTHER = new RegExp(
  `(?<!\\p{L})(?:(?:${PERSON})\\p{L}*|wife|husband|son|daughter|brother|sister|mother|mom|mum|father|dad|friend|neighbou?r|colleague|boss|partner|client|customer|manager|assistant|driver|teacher|trainer|мастер\\p{L}*|врач\\p{L}*|доктор\\p{L}*|тренер\\p{L}*|водител\\p{L}*)$`,
  'iu',
);

/** Whether the text ends by naming another person, whose name may follow: "my mum,". */
export const endsWithAnother = (text: string): boolean => ENDS_WITH_ANOTHER.test(text);

const CONTACT_RU = '(?:номер|телефон|почт|адрес|мейл|имейл)\\p{L}*';
const CONTACT_EN = '(?:numbers?|phones?|e-?mails?|mail|address(?:es)?|cell|mobile)';
const RELATIVE_EN =
  '(?:wife|husband|son|daughter|brother|sister|mother|mom|father|dad|friend|colleague|boss|partner|manager|assistant)';
/**
 * A phone number or address is somebody else's only if its own noun says so: "пришлите ваше предложение на" is followed
 * by the writer's own.
 */
const CONTACT_OF_ANOTHER: readonly RegExp[] = [
  wholeWords(`(?:ваш|твой|его|е[её]|их|чуж|не\\s+мо|стар|прежн|неверн)\\p{L}*\\s+(?:\\p{L}+\\s+)?${CONTACT_RU}`),
  wholeWords(`(?:your|his|her|their|wrong|old|former|previous|not\\s+my)\\s+(?:\\p{L}+\\s+)?${CONTACT_EN}`),
  wholeWords(`${CONTACT_RU}\\s+(?:моего|моей|нашего|нашей|моих)\\s+(?:${PERSON})\\p{L}*`),
  wholeWords(`(?:my|our)\\s+${RELATIVE_EN}['’]?s?\\s+(?:\\p{L}+\\s+)?${CONTACT_EN}`),
  new RegExp(
    `(?<!\\p{L})(?:(?:пере|по)?звон|набер|набр|напиш|пи[сш])\\p{L}{0,9}\\s{1,9}(?:\\p{L}{1,20}\\s{1,9}){0,2}(?:${RELATIVE})\\p{L}{0,9}(?:\\s{1,9}\\p{L}{2,20}){0,2}[\\s,:—–-]{1,9}$`,
    'iu',
  ),
  new RegExp(
    `(?<!\\p{L})(?:call|text|ring|phone|e-?mail|write to)\\s{1,9}(?:my|our)\\s{1,9}${RELATIVE_EN}(?:\\s{1,9}\\p{L}{2,20}){0,2}[\\s,:—–-]{1,9}$`,
    'iu',
  ),
  /(?<!\p{L})(?:писал|написал|отправ(?:ил|лял)|выслал|wrote|sent|written|e-?mailed)\p{L}*\s+(?:\p{L}+\s+){0,3}$/iu,
  /(?<!\p{L})(?:звонили|писали)\s+(?:мне\s+|нам\s+)?(?:с|со)\s+(?:\p{L}+\s+)?$/iu,
  /(?<!\p{L})(?:вам|вас)\s+(?:\p{L}+\s+){1,3}(?:на|по)\s+(?:\p{L}+\s+)?$/iu,
  /(?<!\p{L})(?:ваш|your|было|был|was|старый|old)\s*:?\s*$/iu,
];
/** "I was given this number:" is followed by the contact of somebody whom the writer does not know. */
const PASSED_ON =
  /(?<!\p{L})(?:(?:мне|нам)\s{1,9}(?:скинул|дал|прислал|передал|оставил|посоветовал|сбросил)[аи]?|(?:наш[её]?л[аи]?|нашел)\s{1,9}(?:у\s{1,9}вас\s{1,9})?(?:номер|контакт|телефон)|(?:i|we)\s{1,9}(?:was|were|got|found)\s{1,9}(?:given\s{1,9})?(?:this|a|the|your)\s{1,9}(?:number|contact|e-?mail))(?!\p{L})[^.!?]{0,80}$/iu;
/** Whether what stands at `start` was given to the writer by somebody else. */
export const isPassedOn = (text: string, start: number): boolean =>
  PASSED_ON.test(text.slice(Math.max(0, start - 120), start));

const YOURS_BEHIND = wholeWords(
  `(?:это\\s+)?(?:ваш\\p{L}*|your)\\s+(?:${CONTACT_RU}|${CONTACT_EN})|это\\s+ваш(?=\\s?\\?|$)`,
);

/** Whether the writer can be reached at this phone number or address. */
export const isOwnContact = (text: string, { start, end }: Found<string>): boolean => {
  const clause = clauseBefore(text, start);
  if (isPassedOn(text, start)) return false;
  if (DENIED.test(clause) || CONTACT_OF_ANOTHER.some((form) => form.test(clause))) return false;
  const behind = /^[^.!?\n]{0,60}/u.exec(text.slice(end))?.[0] ?? '';
  return YOURS_BEHIND.exec(behind)?.index !== 1;
};

const CORRECTED = wholeWords(
  'ой|упс|нет|не\\s{1,9}тот|не\\s{1,9}та|ошиб\\p{L}{1,9}|перепут\\p{L}{1,9}|опечат\\p{L}{1,9}|точнее|вернее|правильн\\p{L}{1,3}|поправка|исправ\\p{L}{1,9}|то\\s{1,9}есть|oops|sorry|wrong|correction|i\\s{1,9}mean|typo|actually|scratch\\s{1,9}that|should\\s{1,9}be',
);

/** Of several phone numbers or addresses, the first one holds unless it is corrected by the last. */
export const chooseContact = (text: string, found: readonly Found<string>[]): Found<string> | undefined => {
  const [first, last] = [found[0], found.toSorted((a, b) => a.start - b.start).at(-1)];
  if (!first || !last || last.start < first.end) return first;
  return CORRECTED.test(text.slice(first.end, last.start)) ? last : first;
};

/** Returns the index of the last match, or -1. */
export const lastOf = (pattern: RegExp, text: string): number =>
  [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].at(-1)?.index ?? -1;
