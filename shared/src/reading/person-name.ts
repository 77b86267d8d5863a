import { blankOut, type Found, wholeWords } from '../text/word-pattern.ts';
import { ownerOf } from './fact-owner.ts';
import { endName } from './proper-name.ts';

const CAPITAL = String.raw`\p{Lu}\p{Ll}+(?:[-'’]\p{Lu}?\p{Ll}+)?`;
const FULL = `${CAPITAL}(?: ${CAPITAL}){0,2}`;
const SMALL = String.raw`\p{Ll}{2,20}(?![\p{L}\p{N}])`;
const EDGE = String.raw`(?<![\p{L}\p{N}])`;
/** Matches a correction: "Меня зовут не Анна, а Ольга". */
const CORRECTED = String.raw`(?:(?:не|not)\s+\p{L}+,?\s+(?:а|but)\s+)?`;
/** What must follow a name that is mentioned in passing: the end, punctuation, or the company. */
const CLOSED = String.raw`(?=\s*(?:$|[,.!;:\n)—–-]|из\s|от\s|с\s|и\s|here|from|and|again))`;

type NameForm = { readonly form: RegExp; readonly confidence: number };
const nameForm = (source: string, confidence: number): NameForm => ({ form: new RegExp(source, 'gu'), confidence });

const SAID_SO = 0.95;
const BY_THE_WAY = 0.85;
const ALONE = 0.75;

/** Patterns for introductions, the most reliable first. The first pattern of each language also accepts lower case. */
const nameForms: readonly NameForm[] = [
  nameForm(`${EDGE}(?:[Мм]еня\\s+)?[Зз]овут(?:\\s+меня)?[\\s:—–-]+${CORRECTED}(?<name>${FULL})`, SAID_SO),
  nameForm(`${EDGE}[Мм]еня\\s+зовут[\\s:—–-]+${CORRECTED}(?<name>${SMALL})`, BY_THE_WAY),
  nameForm(`${EDGE}(?:[Мм]о[её]\\s+имя|[Ии]мя)(?:\\s*[:—–-]\\s*|\\s+)(?<name>${FULL})`, SAID_SO),
  nameForm(`${EDGE}(?:[Mm]y\\s+name(?:\\s+is|['’]s)|[Nn]ame\\s*:)\\s*${CORRECTED}(?<name>${FULL})`, SAID_SO),
  nameForm(`${EDGE}[Mm]y\\s+name(?:\\s+is|['’]s)\\s+${CORRECTED}(?<name>${SMALL})`, BY_THE_WAY),
  nameForm(
    `${EDGE}(?:[Сс] уважением|[Bb]est regards|[Kk]ind regards|[Rr]egards|[Ss]incerely),?\\s+(?<name>${FULL})`,
    BY_THE_WAY,
  ),
  nameForm(`${EDGE}(?:[Нн]а\\s+связи|[Вв]ас\\s+беспокоит)\\s+(?<name>${FULL})`, BY_THE_WAY),
  nameForm(
    `(?:(?:^|[.!,;\\n—–-])[^\\S\\n]*|(?<=день|вечер|утро|[Пп]ривет|[Зз]дравствуйте)\\s+)(?:[Ээ]то|[Яя])[\\s—–-]+(?<name>${FULL})${CLOSED}`,
    BY_THE_WAY,
  ),
  nameForm(
    `(?:(?:^|[.!,;\\n—–-])[^\\S\\n]*|(?<=[Hh]i|[Hh]ello|[Hh]ey|there|morning|afternoon|evening)\\s+)(?:[Ii](?:['’]m| am)|[Tt]his is)\\s+(?<name>${FULL})${CLOSED}`,
    BY_THE_WAY,
  ),
];

/** "Это Пётр?", "This is Anna, right?" and "Это Иван, который делал торт?" ask about somebody. */
const ASKED_ABOUT = /^\s*(?:\?|(?:,\s*)?(?:котор\p{L}+|кто|верно|правильно|да|who|which|right|correct)(?!\p{L}))/u;

/** Removes quoted speech: "он сказал: «меня зовут Иван»". A short quotation may be a name and is kept. */
const withoutSpeech = (text: string): string =>
  blankOut(
    text,
    [...text.matchAll(/[«"“„][^«»"“”„\n]{3,400}[»"”“]/gu)]
      .filter(([value]) => /\s/u.test(value))
      .map(({ 0: value, index }) => ({ value, start: index, end: index + value.length })),
  );

type FoundName = Found<string> & { readonly confidence: number };

/**
 * Finds the name by which the writer introduces themselves. Names that are asked about, denied or somebody else's are
 * ignored.
 */
export const findPersonName = (written: string): FoundName | undefined => {
  const text = withoutSpeech(written);
  for (const { form, confidence } of nameForms) {
    for (const match of text.matchAll(form)) {
      const told = match.groups?.name ?? '';
      const name = endName(told);
      if (name === '') continue;
      const start = match.index + match[0].length - told.length;
      const end = start + name.length;
      if (ASKED_ABOUT.test(text.slice(end)) || ownerOf(text, { start: match.index, end: start }) === 'another')
        continue;
      return { value: name.slice(0, 1).toUpperCase() + name.slice(1), start, end, confidence };
    }
  }
  return undefined;
};

const BARE = new RegExp(`^[\\s,.;:—–-]*(?<name>${FULL})[\\s,.;:!—–-]*$`, 'u');
const NO_BARE_NAME = wholeWords('моб|мобильный|mobile|cell|звоните|напишите|пишите|text|number|tel|mail');

/** In "Анна, 8 916 …" everything on one side of the phone number or address is a name. */
export const findBareName = (text: string, contact: Found<string> | undefined): FoundName | undefined => {
  if (!contact) return undefined;
  for (const [from, to] of [
    [0, contact.start],
    [contact.end, text.length],
  ] as const) {
    const side = text.slice(from, to);
    const name = BARE.exec(side)?.groups?.name;
    if (!name || endName(name) !== name || NO_BARE_NAME.test(name)) continue;
    const start = from + side.indexOf(name);
    return { value: name, start, end: start + name.length, confidence: ALONE };
  }
  return undefined;
};
