import { type Found, wholeWords } from '../../text/word-pattern.ts';
import { declineBack, declineUnknown, givenNameOf, isGivenName } from './given-names.ts';
import { isOtherWord } from './proper-name.ts';

/** A run of words that can be a name. */
export type Run = Found<string> & { readonly isKnown: boolean; readonly isCapital: boolean };

/** How far before a name its introduction may begin. */
export const CUE_LENGTH = 80;

/** One of the words of a text. */
export type Place = { readonly words: readonly Found<string>[]; readonly at: number };

/** Returns the words of a text that may be parts of names. */
export const wordsOf = (text: string): readonly Found<string>[] =>
  [...text.matchAll(/\p{L}\p{M}*(?:[\p{L}\p{M}]|[-'’](?=\p{L}))*/gu)].map(({ 0: value, index }) => ({
    value,
    start: index,
    end: index + value.length,
  }));

/** Matches a title before a name. */
export const TITLE = /^(?:dr|mr|mrs|ms|miss|mx|prof|professor|sir|madam)$/iu;
export const PATRONYMIC = /^\p{L}{2,}(?:ович|евич|ьич|ич|овна|евна|ична|инична|оглы|кызы)$/iu;
const DECLINED_PATRONYMIC = /^\p{L}{2,}(?:ович|евич|ьич|ич)(?:а|у|ем)$|^\p{L}{2,}(?:овн|евн|ичн)(?:ы|е|у|ой)$/iu;
export const SURNAME =
  /^\p{L}{2,}(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|енко|ко|чук|щук|юк|ук|ян|дзе|швили|ых|ман|берг|штейн|ко|ец|ель|ик|ак)$/iu;
const INITIAL = /^\p{Lu}$/u;

/** Reads the name that begins at a word: a title, up to three words, an initial. */
export const readRun = (
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
    'моб|мобильный|mobile|cell|звоните|напишите|пишите|text|number|tel|mail|январ\\p{L}|феврал\\p{L}|апрел\\p{L}|июн\\p{L}|июл\\p{L}|август\\p{L}?|сентябр\\p{L}|октябр\\p{L}|ноябр\\p{L}|декабр\\p{L}|january|february|march|july|august|september|october|november|december|ооо|ип|ао|ltd|llc|inc|мама|папа|муж|жена|сын|дочь|доктор|мастер|менеджер|директор|чат|бот|новый|новая|постоянный|клиентка|покупатель|new|year|christmas|xmas|easter|halloween|nobody|anyone|anybody|someone|somebody|everyone|people|still|already|over|best|dear|greetings|welcome|nothing|spelled|spelt|whatsapp|ватсап|телеграм|viber|вайбер|максимум|минимум|итого|срочно|заранее|россия|russian|english|american|british',
  ).source,
  'iu',
);

/** Whether a word goes on with a name: a patronymic, a surname, an initial. */
const continues = (word: string, head: string): boolean => {
  if (INITIAL.test(word)) return true;
  if (NOT_A_NAME.test(word) || (isOtherWord(word) && !isGivenName(word))) return false;
  if (/^\p{Lu}(?:['’]\p{Lu})?\p{Ll}/u.test(word)) return true;
  const isRight = PATRONYMIC.test(word) || DECLINED_PATRONYMIC.test(word) || (SURNAME.test(word) && word.length > 4);
  return /^\p{Ll}/u.test(head) && isGivenName(head) && isRight;
};

const capitalize = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** An unknown name, whose ending tells the gender: «Рузанну» is a woman's, «Вахтангом» a man's. */
const guessNominative = ([first = '', ...others]: readonly string[]): string => {
  const given = declineUnknown(first);
  return [given, ...others.map((part) => declineBack(part, given))].join(' ');
};

const nominativeOf = (parts: readonly Found<string>[]): string => {
  if (parts.some(({ value }) => isGivenName(value))) return parts.map(({ value }) => capitalize(value)).join(' ');
  const given = parts.map(({ value }) => givenNameOf(value)).find((name) => name !== undefined);
  if (given === undefined) return guessNominative(parts.map(({ value }) => capitalize(value)));
  return parts.map(({ value }) => capitalize(givenNameOf(value) ?? declineBack(value, given))).join(' ');
};
