import { blankOut, type Found, wholeWords } from '../text/word-pattern.ts';
import { endsWithAnother, ownerOf } from './fact-owner.ts';
import { declineBack, givenNameOf, isGivenName, isPlainlyGivenName } from './given-names.ts';
import { isPlaceOrBrand } from './places.ts';
import { isOtherWord } from './proper-name.ts';

/** What must be a name behind a cue: any word, a capitalized word, or a known given name. */
type Demand = 'any' | 'capital' | 'known';
type Cue = {
  /** Matches the end of what precedes the name. */
  readonly before: RegExp;
  /** Must match what follows it. */
  readonly after?: RegExp;
  readonly demand: Demand;
  readonly confidence: number;
  /** The name may be declined: «на имя Сергея». */
  readonly isDeclined?: boolean;
};

const SAID_SO = 0.95;
const BY_THE_WAY = 0.85;
const ALONE = 0.75;

/** Matches a correction: "Меня зовут не Анна, а Ольга". */
const CORRECTED = String.raw`(?:(?:не|not)\s{1,20}\p{L}{1,30},?\s{1,20}(?:а|but)\s{1,20})?`;
/** What must follow a name that is mentioned in passing: the end, punctuation, or the company. */
const CLOSED =
  /^\s{0,20}(?:$|[,.!;:\n(—–-]|(?:из|от|с|и|я|мама|папа|по|насч[её]т|снова|опять|ещ[её]|here|from|and|again|with|calling|speaking)(?!\p{L}))/u;
const LINE_END = /^[^\S\n]{0,60}(?:$|[\n,.!;])/u;
const BEGINS = String.raw`(?:^|[.!?,;\n—–:(-]|(?<!\p{L})(?:день|вечер|утро|привет|здравствуйте|а|да|нет|hi|hello|hey|there|morning|afternoon|evening|yes|sorry|ok))\s{0,20}`;
const AGAIN = String.raw`(?:(?:снова|опять|ещ[её]\s{1,20}раз|again)\s{1,20})?`;

const cue = (before: string, demand: Demand, confidence: number, rest: Partial<Cue> = {}): Cue => ({
  before: new RegExp(`(?<![\\p{L}\\p{N}])(?:${before})$`, 'iu'),
  demand,
  confidence,
  ...rest,
});
const opening = (before: string, demand: Demand, rest: Partial<Cue> = {}): Cue => ({
  before: new RegExp(`${BEGINS}(?:${before})$`, 'iu'),
  demand,
  confidence: BY_THE_WAY,
  after: CLOSED,
  ...rest,
});

/** Introductions, the most reliable first. */
const cues: readonly Cue[] = [
  cue(String.raw`(?:меня\s{1,20})?зовут(?:\s{1,20}меня)?[\s:—–-]{1,60}${CORRECTED}`, 'capital', SAID_SO),
  cue(String.raw`меня\s{1,20}зовут[\s:—–-]{1,60}${CORRECTED}`, 'any', BY_THE_WAY),
  cue(String.raw`зовут(?:\s{1,20}меня)?[\s:—–-]{1,60}`, 'known', BY_THE_WAY),
  cue(String.raw`меня\s{1,20}`, 'known', SAID_SO, { after: /^\s{1,20}зовут(?!\p{L})/iu }),
  cue('', 'known', SAID_SO, { after: /^\s{1,20}меня\s{1,20}зовут(?!\p{L})/iu }),
  cue(
    String.raw`(?:мо[её]\s{1,20}имя|(?<!на\s)имя|фио|ф\.\s?и\.\s?о\.)(?:\s{0,20}[:—–-]\s{0,20}|\s{1,20})`,
    'capital',
    SAID_SO,
  ),
  cue(
    String.raw`(?:my\s{1,20}name(?:\s{1,20}is|['’]?s)|name(?:\s{1,20}is|\s{0,20}:))\s{0,20}${CORRECTED}`,
    'capital',
    SAID_SO,
  ),
  cue(String.raw`my\s{1,20}name(?:\s{1,20}is|['’]?s)\s{1,20}${CORRECTED}`, 'any', BY_THE_WAY),
  cue(
    String.raw`(?:с\s{1,20}уважением|best\s{1,20}regards|kind\s{1,20}regards|warm\s{1,20}regards|regards|sincerely|cheers|best\s{1,20}wishes|all\s{1,20}the\s{1,20}best|many\s{1,20}thanks|thanks|thank\s{1,20}you|yours|br|signed)[,!.]?\s{1,20}`,
    'capital',
    BY_THE_WAY,
    { after: LINE_END },
  ),
  cue(
    String.raw`(?:на\s{1,20}связи|(?:вас\s{1,20})?беспокоит|(?:зовите|называйте)(?:\s{1,20}меня)?(?:\s{1,20}просто)?|контактное\s{1,20}лицо[\s:—–-]{0,60})\s{1,20}`,
    'capital',
    BY_THE_WAY,
  ),
  cue(
    String.raw`(?:говорит|пишет(?:\s{1,20}вам)?|звонит|(?:можно|зовите|меня)(?:\s{1,20}просто))\s{1,20}`,
    'known',
    BY_THE_WAY,
    {
      after: CLOSED,
    },
  ),
  cue(String.raw`(?:моя\s{1,20})?фамилия\s{1,20}`, 'capital', BY_THE_WAY),
  cue(String.raw`на\s{1,20}(?:имя|фамилию)\s{1,20}`, 'capital', BY_THE_WAY, { isDeclined: true }),
  cue(String.raw`(?:заявка|заказ|запись|сообщение|письмо|бронь|вопрос|привет)\s{1,20}от\s{1,20}`, 'known', BY_THE_WAY, {
    isDeclined: true,
  }),
  cue(
    String.raw`(?:reservation|booking|table|appointment|room|order|book(?:ed)?|reserved?|put\s{1,20}(?:it|me|us)|it['’]?s)\s{1,20}(?:(?:is\s{1,20})?under\s{1,20}(?:the\s{1,20})?(?:name\s{1,20})?(?:of\s{1,20})?|(?:is\s{1,20})?in\s{1,20}the\s{1,20}name\s{1,20}of\s{1,20}|name\s{1,20}(?:is\s{1,20})?|for\s{1,20})`,
    'capital',
    BY_THE_WAY,
    { after: CLOSED },
  ),
  cue(
    String.raw`(?:attn\.?:?|attention:?|contact\s{1,20}person:?|contact\s{0,20}:|ask\s{1,20}for\s{1,20}me,?|call\s{1,20}me|just\s{1,20}call\s{1,20}me)\s{1,20}`,
    'capital',
    BY_THE_WAY,
    {
      after: CLOSED,
    },
  ),
  opening(String.raw`(?:это|я)[\s—–-]{1,60}${AGAIN}(?:(?:мама|папа|бабушка)\s{1,20})?`, 'capital'),
  opening(String.raw`(?:это|я)[\s—–-]{1,60}${AGAIN}(?:(?:мама|папа|бабушка)\s{1,20})?`, 'known'),
  opening(String.raw`(?:i(?:['’]?m|\s{1,20}am)|this\s{1,20}is|it['’]?s|it\s{1,20}is)\s{1,20}${AGAIN}`, 'capital'),
  opening(String.raw`(?:i(?:['’]?m|\s{1,20}am)|this\s{1,20}is|it['’]?s|it\s{1,20}is)\s{1,20}${AGAIN}`, 'known'),
  opening('', 'known', { after: /^\s{1,20}(?:here|speaking|again)(?!\p{L})/u }),
  opening('', 'known', { after: /^\s{1,20}я(?=\s{0,20}(?:$|[,.!]))/u }),
  opening(
    String.raw`спасибо\s{1,20}|благодарю\s{1,20}|жду(?:\s{1,20}\p{L}{1,30})?\s{1,20}|заранее\s{1,20}|thanks\s{1,20}|cheers\s{1,20}`,
    'known',
    {
      after: /^\W{0,20}$/u,
    },
  ),
  cue(String.raw`\p{L}{1,30}\s{1,20}(?:спасибо|жду|заранее|thanks|cheers)\s{1,20}`, 'known', BY_THE_WAY, {
    after: /^[.!\s]{0,60}$/u,
  }),
];

/** "Это Пётр?", "This is Anna, right?" and "Это Иван, который делал торт?" ask about somebody. */
const ASKED_ABOUT =
  /^\s{0,20}(?:\?|(?:,\s{0,20})?(?:котор\p{L}{1,30}|кто|верно|правильно|да|who|which|right|correct)(?!\p{L}))/u;

type FoundName = Found<string> & { readonly confidence: number };
/** A run of words that can be a name. */
type Run = Found<string> & { readonly isKnown: boolean; readonly isCapital: boolean };

/** How far before a name its introduction may begin. */
const CUE_LENGTH = 80;

/**
 * Finds the name by which the writer introduces themselves or signs. Names that are asked about, denied or somebody
 * else's are ignored. `contacts` are the phone numbers and addresses that were blanked out of the text.
 */
export const findPersonName = (written: string, contacts: readonly Found<string>[] = []): FoundName | undefined => {
  const text = withoutSpeech(written);
  const words = wordsOf(text);
  return introducedIn(text, words) ?? signedIn(text, { words, contacts });
};

/** Removes quoted speech: "он сказал: «меня зовут Иван»". A short quotation may be a name and is kept. */
const withoutSpeech = (text: string): string =>
  blankOut(
    text,
    [...text.matchAll(/[«"“„][^«»"“”„\n]{3,400}[»"”“]/gu)]
      .filter(([value]) => /\s/u.test(value))
      .map(({ 0: value, index }) => ({ value, start: index, end: index + value.length })),
  );

const wordsOf = (text: string): readonly Found<string>[] =>
  [...text.matchAll(/\p{L}\p{M}*(?:[\p{L}\p{M}]|[-'’](?=\p{L}))*/gu)].map(({ 0: value, index }) => ({
    value,
    start: index,
    end: index + value.length,
  }));

const introducedIn = (text: string, words: readonly Found<string>[]): FoundName | undefined => {
  let best: FoundName | undefined;
  let rank = cues.length;
  for (const [at, word] of words.entries()) {
    const before = text.slice(Math.max(0, word.start - CUE_LENGTH), word.start);
    const runs = runsAt(text, { words, at });
    const place = cues.findIndex((one, index) => index < rank && fits(one, { text, before, runs }));
    const one = cues[place];
    const found = one && runFor(one, runs);
    if (!one || !found || ASKED_ABOUT.test(text.slice(found.end))) continue;
    const introduction = one.before.exec(before)?.[0].length ?? 0;
    if (ownerOf(text, { start: word.start - introduction, end: word.start }) === 'another') continue;
    const { value, start, end } = found;
    [best, rank] = [{ value, start, end, confidence: one.confidence }, place];
  }
  return best;
};

type Place = { readonly words: readonly Found<string>[]; readonly at: number };
/** What begins at a word, as it is written and as a declined name. */
type Runs = { readonly plain: Run | undefined; readonly declined: Run | undefined };

const runsAt = (text: string, place: Place): Runs => ({
  plain: readRun(text, { ...place, isDeclined: false }),
  declined: readRun(text, { ...place, isDeclined: true }),
});

const runFor = ({ isDeclined = false }: Cue, { plain, declined }: Runs): Run | undefined =>
  isDeclined ? declined : plain;

type Seen = { readonly text: string; readonly before: string; readonly runs: Runs };

const fits = (cue: Cue, { text, before, runs }: Seen): boolean => {
  const run = runFor(cue, runs);
  if (!run || (cue.demand === 'known' && !run.isKnown) || (cue.demand === 'capital' && !run.isCapital)) return false;
  return cue.before.test(before) && (cue.after === undefined || cue.after.test(text.slice(run.end)));
};

const TITLE = /^(?:dr|mr|mrs|ms|miss|mx|prof|professor|sir|madam)$/iu;
const PATRONYMIC = /^\p{L}{2,}(?:ович|евич|ьич|ич|овна|евна|ична|инична|оглы|кызы)$/iu;
const DECLINED_PATRONYMIC = /^\p{L}{2,}(?:ович|евич|ьич|ич)(?:а|у|ем)$|^\p{L}{2,}(?:овн|евн|ичн)(?:ы|е|у|ой)$/iu;
const SURNAME =
  /^\p{L}{2,}(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|енко|ко|чук|щук|юк|ук|ян|дзе|швили|ых|ман|берг|штейн|ко|ец|ель|ик|ак)$/iu;
const INITIAL = /^\p{Lu}$/u;

/** Reads the name that begins at a word: a title, up to three words, an initial. */
const readRun = (
  text: string,
  { words, at, isDeclined }: Place & { readonly isDeclined: boolean },
): Run | undefined => {
  const first = words[at];
  if (!first) return undefined;
  const titled = TITLE.test(first.value) && isJoined(text, words, at, true) ? 1 : 0;
  const head = words[at + titled];
  if (!head || !isNameWord(head.value)) return undefined;
  const parts = [head];
  for (let next = at + titled + 1; parts.length < 3; next++) {
    const word = words[next];
    if (!word || !isJoined(text, words, next - 1, false) || !continues(word.value, head.value)) break;
    parts.push(word);
    if (INITIAL.test(word.value)) break;
  }
  const last = parts.at(-1) ?? head;
  const end = INITIAL.test(last.value) && text.charAt(last.end) === '.' ? last.end + 1 : last.end;
  const known = parts.some(({ value }) => isGivenName(value) || PATRONYMIC.test(value));
  const value = isDeclined ? nominativeOf(parts) : parts.map((part) => capitalize(part.value)).join(' ');
  const title = titled === 1 ? `${text.slice(first.start, head.start).trim()} ` : '';
  return {
    value: `${title}${value}${end > last.end ? '.' : ''}`,
    start: first.start,
    end,
    isKnown: known || (isDeclined && givenNameOf(head.value) !== undefined),
    isCapital: /^\p{Lu}/u.test(head.value),
  };
};

/** Whether only one space, or the dot of a title, stands between a word and the next. */
const isJoined = (text: string, words: readonly Found<string>[], at: number, mayHaveDot: boolean): boolean => {
  const between = text.slice(words[at]?.end ?? 0, words[at + 1]?.start ?? 0);
  return between === ' ' || (mayHaveDot && between === '. ');
};

const isNameWord = (word: string): boolean =>
  word.length >= 2 && !NOT_A_NAME.test(word) && (isGivenName(word) ? !isVerbHere(word) : !isOtherWord(word));
/** "Will" and "May" begin questions. */
const isVerbHere = (word: string): boolean => /^(?:will|may|mark|can)$/u.test(word);
const NOT_A_NAME = new RegExp(
  wholeWords(
    'моб|мобильный|mobile|cell|звоните|напишите|пишите|text|number|tel|mail|январ\\p{L}|феврал\\p{L}|апрел\\p{L}|июн\\p{L}|июл\\p{L}|август\\p{L}?|сентябр\\p{L}|октябр\\p{L}|ноябр\\p{L}|декабр\\p{L}|january|february|march|july|august|september|october|november|december|ооо|ип|ао|ltd|llc|inc|мама|папа|муж|жена|сын|дочь|доктор|мастер|менеджер|директор|чат|бот|новый|новая|постоянный|клиентка|покупатель|whatsapp|ватсап|телеграм|viber|вайбер|максимум|минимум|итого|срочно|заранее|россия|russian|english|american|british',
  ).source,
  'iu',
);

/** Whether a word goes on with a name: a patronymic, a surname, an initial. */
const continues = (word: string, head: string): boolean => {
  if (INITIAL.test(word)) return true;
  if (NOT_A_NAME.test(word) || (isOtherWord(word) && !isGivenName(word))) return false;
  if (/^\p{Lu}\p{Ll}/u.test(word)) return true;
  const isRight = PATRONYMIC.test(word) || DECLINED_PATRONYMIC.test(word) || (SURNAME.test(word) && word.length > 4);
  return /^\p{Ll}/u.test(head) && isGivenName(head) && isRight;
};

const capitalize = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const nominativeOf = (parts: readonly Found<string>[]): string => {
  const given = parts.map(({ value }) => givenNameOf(value)).find((name) => name !== undefined);
  if (given === undefined || parts.some(({ value }) => isGivenName(value))) {
    return parts.map(({ value }) => capitalize(value)).join(' ');
  }
  return parts.map(({ value }) => capitalize(givenNameOf(value) ?? declineBack(value, given))).join(' ');
};

const SEGMENT_BEGINS = /(?:^|[.,;!?\n—–:•/]|\s-)[^\S\n]{0,60}$/u;
const SEGMENT_ENDS = /^[^\S\n]{0,60}(?:$|[.,;!\n—–/]|\s-\s|(?:мама|папа|бабушка)\s{1,20}\p{Lu}|(?:из|from)(?!\p{L}))/u;
/** What may precede a name in its segment: who the writer is. */
const ROLE = wholeWords(
  'председатель|секретарь|директор|заведующ\\p{L}{1,30}|администратор|воспитатель\\p{L}{0,30}|учитель\\p{L}{0,30}|бухгалтер|завхоз|староста|организатор|руководитель|менеджер|мама|папа|невеста|жених|manager|owner|director|secretary|teacher|organi[sz]er',
);
/** A name at the beginning that is followed by one of these addresses the business. */
const ADDRESSED =
  /^[,!.]?\s{0,20}(?:здравствуйте|добр|привет|спасибо|подскаж|скаж|вы\s|а\s{1,20}вы|у\s{1,20}вас|можно|hi|hello|good|thanks|can\s|could\s|do\s|are\s|you\s)/iu;
const GREETED =
  /(?:здравствуйте|привет|день|вечер|утро|hi|hello|hey|morning|afternoon|evening|спасибо|thanks)[,!]?\s{0,20}$/iu;

type Signed = { readonly words: readonly Found<string>[]; readonly contacts: readonly Found<string>[] };

/** Finds a name that stands alone between punctuation marks or beside a phone number, as in a signature. */
const signedIn = (text: string, { words, contacts }: Signed): FoundName | undefined => {
  const split = markContacts(text, contacts);
  const found = words.flatMap((_, at): FoundName[] => {
    const run = readRun(text, { words, at, isDeclined: false });
    if (!run || !isSigned(split, run)) return [];
    const isPlain = isPlainlySigned(run, words[at]?.value ?? '');
    const beside = contacts.some((contact) => isBeside(text, contact, run));
    if (!isPlain && !((beside || endsMessage(split, run)) && run.isCapital)) return [];
    return [{ value: run.value, start: run.start, end: run.end, confidence: isPlain ? BY_THE_WAY : ALONE }];
  });
  return found.findLast(({ confidence }) => confidence === BY_THE_WAY) ?? found.at(-1);
};

const PAST_COMMA = /[\p{L}\d]\s{0,9}[,\n]\s{0,9}$/u;
const PAST_SENTENCE = /[\p{L}\d]\s{0,9}[.!…]\s{0,9}$/u;
const PROPER = /^\p{Lu}\p{Ll}{2,14}(?:\s(?<surname>\p{Lu}\p{Ll}{2,14}))?$/u;

/** An unknown name is a signature at the very end of a message: «нас четверо, Аида». Sentences begin with a capital too. */
const endsMessage = (text: string, { value, start, end }: Run): boolean => {
  const match = PROPER.exec(value);
  if (!match || !/^[\s.!,]*$/u.test(text.slice(end)) || value.split(' ').some(isPlaceOrBrand)) return false;
  const before = text.slice(Math.max(0, start - CUE_LENGTH), start);
  return PAST_COMMA.test(before) || (match.groups?.surname !== undefined && PAST_SENTENCE.test(before));
};

const isPlainlySigned = ({ value, isCapital, isKnown }: Run, first: string): boolean => {
  if (!isKnown) return TITLE.test(first);
  if (!isCapital) return isPlainlyGivenName(first);
  return (
    isGivenName(first) || PATRONYMIC.test(value.split(' ').at(-1) ?? '') || SURNAME.test(first) || /^[A-Z]/u.test(first)
  );
};

/** A blanked-out contact ends a segment as a comma does. */
const markContacts = (text: string, contacts: readonly Found<string>[]): string =>
  contacts.reduce((rest, { start, end }) => rest.slice(0, start) + ','.repeat(end - start) + rest.slice(end), text);

const isSigned = (text: string, { start, end }: Run): boolean => {
  const before = text.slice(Math.max(0, start - CUE_LENGTH), start);
  const after = text.slice(end);
  const role = lastRole(before);
  const opensAt = role === undefined ? before : before.slice(0, role);
  if (!SEGMENT_BEGINS.test(opensAt) || !SEGMENT_ENDS.test(after)) return false;
  if (endsWithAnother(opensAt.replace(/[\s,—–-]{1,60}$/u, '')) || /(?:^|[^\p{L}])(?:не|not)\s{0,20}$/iu.test(before))
    return false;
  if (start === 0 && ADDRESSED.test(after)) return false;
  return !(GREETED.test(before) && /\p{L}/u.test(after));
};

const lastRole = (before: string): number | undefined => {
  const match = /(?<role>\p{L}{1,30})\s{1,20}$/u.exec(before);
  return match?.groups?.role && ROLE.test(match.groups.role) ? match.index : undefined;
};

const isBeside = (text: string, { start, end }: Found<string>, run: Run): boolean => {
  const between = run.end <= start ? text.slice(run.end, start) : text.slice(end, run.start);
  return /^[\s,.;:()—–-]{0,60}$/u.test(between);
};
