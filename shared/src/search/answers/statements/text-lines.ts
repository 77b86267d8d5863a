import type { Span } from '../../language/split-sentences.ts';

/** A line of a text with its place. */
export type Line = Span & { readonly text: string };

/**
 * Dots or underscores that lead from a name to its value: "Topsoil ........ 46". They are aligned, so that a long name leaves room for one
 * dot only.
 */
const LEADER = /[ \t]{0,80}(?:\.{4,200}|…{2,100}|_{4,200}|(?<=[ \t])\.{1,3}(?=[ \t]))[ \t]{0,80}/gu;

/** Whether the line has dots between a name and its value. */
export const hasLeader = (line: string): boolean => /[^\s.…_].{0,300}?(?:\.{4}|…{2}|_{4})/u.test(line);

/** Puts a dash for the dots. */
export const withoutLeaders = (line: string): string => line.replace(LEADER, ' — ').replace(/ — $/, '');

const MAX_UNFINISHED = 100;

/** Whether a line is no sentence, but a heading or an entry of a list: it is short and has no mark at its end. */
export const isUnfinished = ({ text }: Line): boolean => {
  const line = text.trim();
  return line.length <= MAX_UNFINISHED && !/[.!?;,:…]["»”)*_]{0,3}$/u.test(line);
};

/** Lines of a text that was broken to fit a page are about this long. */
const LEAST_WIDTH = 50;
const GREATEST_WIDTH = 100;

/**
 * Joins lines that continue each other because the text was broken to fit a width. A line is a paragraph of its own if the first word of the
 * next one would have fitted, or if lines are too short or too long to have been broken.
 */
export const paragraphsOf = (lines: readonly Line[]): readonly Span[] => {
  const width = Math.max(...lines.map(({ text }) => text.trimEnd().length));
  const isBroken = width >= LEAST_WIDTH && width <= GREATEST_WIDTH;
  const paragraphs: Span[] = [];
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    const last = paragraphs.at(-1);
    const [word = ''] = /^\S+/u.exec(line.text.trimStart()) ?? [];
    const isContinued = before && isBroken && before.text.trimEnd().length + 1 + word.length > width;
    if (last && isContinued) paragraphs[paragraphs.length - 1] = { start: last.start, end: line.end };
    else paragraphs.push({ start: line.start, end: line.end });
  }
  return paragraphs;
};
