import { stemsOfWords, synonymsOf } from '../../../search/answers/lexicon/find-synonyms.ts';
import { editDistance } from '../../../search/terms/edit-distance.ts';
import { withoutMarks } from './clauses.ts';

/** The names that a customer has chosen; none if any of those offered will do. */
export type Choice = { readonly names: readonly string[] };

/** What was offered: the names, and the question that they were offered for. */
export type Offer = { readonly names: readonly string[]; readonly question: string };

const MAX_WORDS = 8;

/**
 * Reads the answer to "Do you mean … or …?": a name or words of it, also misspelled or synonyms, a number in the order of the names, or that it
 * does not matter. Undefined if the text says anything else, so that it is a message of its own.
 */
export const readChoice = (text: string, { names, question }: Offer): Choice | undefined => {
  const said = wordsIn(text);
  const exact = names.find((name) => wordsIn(name).join(' ') === said.join(' '));
  if (exact !== undefined) return { names: [exact] };
  if (said.length === 0 || said.length > MAX_WORDS) return undefined;
  const held = names.map(wordsIn);
  const asked = wordsIn(question);
  const telling = said.filter((word) => !FILLERS.has(word) && !ANY.has(word));
  const isOf = (word: string, others: readonly string[]): boolean => others.some((other) => isSameWord(word, other));
  const matched = telling.map((word) => held.map((others) => isOf(word, others)));
  const strange = telling.filter((word, at) => !matched[at]?.includes(true) && !isOf(word, asked));
  const place = strange.length === 1 ? placeIn(strange[0] ?? '', names.length) : undefined;
  const byPlace = place === undefined ? undefined : names[place];
  if (byPlace !== undefined) return { names: [byPlace] };
  if (strange.length > 0) return undefined;
  const counts = names.map((_, at) => matched.filter((one) => one[at]).length);
  const most = Math.max(...counts);
  const chosen = names.filter((_, at) => counts[at] === most);
  return { names: chosen.length === names.length ? [] : chosen };
};

/** The question completed with the names chosen: "how much is the hall Small hall?" */
export const completedWith = ({ question }: Offer, { names }: Choice): string =>
  `${[withoutMarks(question), ...names.map(inOneClause)].join(' ').trim()}?`;

/** A name with a comma or a conjunction would be read as several questions. */
const inOneClause = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N}\s%+./-]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => !/^(?:и|а|and|also|плюс|[-+./])$/iu.test(word))
    .join(' ')
    .trim();

const wordsIn = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const FILLERS = list(
  [
    'и а но ну вот да ага угу эм э так же бы ж то тот та те этот эта это эти ту того такой такая такое который которая которые там тут',
    'мне нам меня нас я мы у есть хочу хотим хотел хотела хотели нужен нужна нужно нужны надо интересует интересуют интересно нравится',
    'давай давайте скажите подскажите пожалуйста плиз пж про о об обо для в во на с со к ко по из за насчет именно только просто',
    'вариант варианта варианты пункт номер штука позиция наверное наверно скорее думаю вроде видимо конечно лучше пусть будет',
    'ой упс извините простите точнее вернее oops sorry actually',
    'имею имел имела имели виду спрашиваю спрашивал спрашивала говорю речь идет ок окей хорошо ладно',
    'the a an one ones option number item please pls plz i id im ll d s m we us me my you mean meant want wanted need would like was is are it its that this',
    'about for in of on to at with let lets take think guess probably maybe yes yeah yep sure ok okay hm um just only rather prefer interested choose pick go',
  ].join(' '),
);

/** Words by which a customer leaves the choice open. */
const ANY = list(
  [
    'все всё всех оба обе обоих обеих любой любая любое любые либо каждый каждая разницы разница без какая неважно важно не знаю равно сразу',
    'both all any either each whichever whatever every anything dont don t know not matter doesnt doesn no idea',
  ].join(' '),
);

const PLACES: readonly RegExp[] = [
  /^(?:1|перв(?:ый|ая|ое|ую|ого|ой|ом|ые)|first|1st|один|одна)$/u,
  /^(?:2|втор(?:ой|ая|ое|ую|ого|ом|ые)|second|2nd|два|две|two)$/u,
  /^(?:3|трет(?:ий|ья|ье|ью|ьего|ьей|ьем)|third|3rd|три|three)$/u,
  /^(?:4|четверт(?:ый|ая|ое|ую|ого|ой|ом)|fourth|4th|четыре|four)$/u,
  /^(?:5|пят(?:ый|ая|ое|ую|ого|ой|ом)|fifth|5th|пять|five)$/u,
  /^(?:6|шест(?:ой|ая|ое|ую|ого|ом)|sixth|6th|шесть|six)$/u,
  /^(?:7|седьм(?:ой|ая|ое|ую|ого|ом)|seventh|7th|семь|seven)$/u,
  /^(?:8|восьм(?:ой|ая|ое|ую|ого|ом)|eighth|8th|восемь|eight)$/u,
  /^(?:9|девят(?:ый|ая|ое|ую|ого|ой|ом)|ninth|9th|девять|nine)$/u,
  /^(?:10|десят(?:ый|ая|ое|ую|ого|ой|ом)|tenth|10th|десять|ten)$/u,
];
const LAST = /^(?:последн(?:ий|яя|ее|юю|его|ей|ем)|last)$/u;

const placeIn = (word: string, count: number): number | undefined => {
  const place = LAST.test(word) ? count - 1 : PLACES.findIndex((pattern) => pattern.test(word));
  return place >= 0 && place < count ? place : undefined;
};

/** The first letters of a word stand for it from this length on. */
const MIN_BEGINNING = 3;
/** A word of this length may have one mistake, and of twice that two. */
const MIN_MISSPELLED = 4;

const isSameWord = (word: string, other: string): boolean => {
  if (word === other) return true;
  if (/\d/u.test(word)) return false;
  if (word.length >= MIN_BEGINNING && other.startsWith(word)) return true;
  if (isMisspelled(word, other)) return true;
  const [stems, others] = [stemsOfWords(word), stemsOfWords(other)];
  return stems.some((stem) => others.some((one) => isMisspelled(stem, one) || synonymsOf(stem).includes(one)));
};

const isMisspelled = (word: string, other: string): boolean => {
  const most = Math.min(2, Math.floor(word.length / MIN_MISSPELLED));
  return editDistance(word, other, most) <= most;
};
