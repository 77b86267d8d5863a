import type { AnswerTurn } from './answer-set.ts';
import { holdsWords } from './holds-words.ts';

/** What the customer got for one message. */
export type Heard = {
  /** Empty when nobody said anything. */
  readonly reply: string;
  /** Whether the reply cites the knowledge. */
  readonly quotes: boolean;
  /** Whether a person has the conversation, or something of it to do. */
  readonly withPerson: boolean;
  /** Whether a person was called because of this message. */
  readonly called: boolean;
};

/**
 * `part`: some of what must be said, or all of it beside something of another subject; `needless`: put off or passed on
 * for nothing; `wrong`: a quote without anything that must be said, something of another subject instead, or a quote
 * where none belongs; `missed`: what a person should do was not passed on; `silent`: no reply.
 */
export const verdicts = ['right', 'part', 'needless', 'wrong', 'missed', 'silent'] as const;
/** How good a reply is. */
export type Verdict = (typeof verdicts)[number];

type Expected = {
  readonly expect: AnswerTurn['expect'];
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
};

/** Judges a reply by what was expected of it. */
export const judgeTurn = (expected: Expected, heard: Heard): Verdict =>
  heard.reply.trim() === '' ? 'silent' : judges[expected.expect](expected, heard);

type Judge = (expected: Expected, heard: Heard) => Verdict;

const judgeAnswer: Judge = (expected, heard) => {
  const held = expected.must.filter((words) => holdsWords(heard.reply, words)).length;
  const isOther = saysOther(expected, heard);
  if (held === expected.must.length && !isOther) return 'right';
  if (held > 0) return 'part';
  return isOther || heard.quotes ? 'wrong' : 'needless';
};

const judgeHandOver: Judge = (expected, heard) => {
  if (saysOther(expected, heard)) return 'wrong';
  if (heard.withPerson) return 'right';
  return heard.quotes ? 'wrong' : 'missed';
};

/** Nothing of the business is asked: nobody is called, and nothing is quoted. */
const judgeAside: Judge = (expected, heard) => {
  if (heard.quotes || saysOther(expected, heard)) return 'wrong';
  return heard.called ? 'needless' : 'right';
};

const judgeAny: Judge = (expected, heard) => {
  const lacksAll = expected.must.length > 0 && !expected.must.some((words) => holdsWords(heard.reply, words));
  return saysOther(expected, heard) || (heard.quotes && lacksAll) ? 'wrong' : 'right';
};

const judges: Readonly<Record<AnswerTurn['expect'], Judge>> = {
  answer: judgeAnswer,
  'hand-over': judgeHandOver,
  decline: judgeAside,
  chat: judgeAside,
  any: judgeAny,
};

const saysOther = ({ mustNot }: Expected, { reply }: Heard): boolean =>
  mustNot.some((words) => holdsWords(reply, words));
