import { sentencesOf } from '../../../search/language/sentences.ts';

const NUMBERED = /(^|\s)(\d{1,2})\s?[).:-]\s?(?=\p{L})/gu;
const ORDINAL =
  /(?<!\p{L})(?:во-?\s?первых|во-?\s?вторых|в-?\s?третьих|в-?\s?четв[её]ртых|в-?\s?пятых|firstly|secondly|thirdly|fourthly|lastly)(?!\p{L})[,:\s]*/giu;
const BULLET = /^\s*(?:[-–—*•·]|\p{L}\))\s*/u;

/** A sentence of a message, or an item of a list in it. */
export type MessageLine = { readonly text: string; readonly isItem: boolean };

/** Returns the sentences of a message, each item of a list as one of its own, without numbers and bullets. */
export const linesOf = (text: string): readonly MessageLine[] =>
  withItems(text)
    .split('\n')
    .flatMap((line) => {
      const isItem = BULLET.test(line);
      return sentencesOf(line.replace(BULLET, '')).flatMap(({ value }) =>
        /[\p{L}\p{N}]/u.test(value) ? [{ text: value.trim(), isItem }] : [],
      );
    });

/** "1) … 2) …": numbers that count from one are those of a list, wherever its items begin. */
const withItems = (written: string): string => {
  const text = written.replace(ORDINAL, '\n- ');
  const found = [...text.matchAll(NUMBERED)];
  const isList = found.length > 1 && found.every(({ 2: number }, at) => Number(number) === at + 1);
  return isList ? text.replace(NUMBERED, '\n- ') : text;
};
