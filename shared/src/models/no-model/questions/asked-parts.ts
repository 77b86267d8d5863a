import { hasPredicate, isQuestion, withoutFrame } from '../../../reading/asking.ts';
import { asksAboutBot } from '../../../reading/intent.ts';
import { readSmallTalk } from '../../../reading/small-talk.ts';
import { askedWords } from '../../../search/answers/answer-kind.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { type Clause, clausesOf, opensQuestion, withoutMarks } from './clauses.ts';
import type { MessageLine } from './message-lines.ts';
import { isModifier } from './modifiers.ts';
import { hasRole, namesThing, wordsOf } from './word-roles.ts';

/** What one sentence contributes: questions in the customer's words, or what they tell. */
export type Line =
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'asked'; readonly parts: readonly Part[]; readonly isItem: boolean };

/** One question. */
export type Part = {
  readonly text: string;
  /** The question that it shares its verb with, as a whole: a text may be about both things together. */
  readonly whole?: string;
};

/** Reads a sentence of a message; undefined if it neither asks nor tells anything about a thing. */
export const readLine = ({ text: sentence, isItem }: MessageLine): Line | undefined => {
  if (asksAboutBot(sentence)) return undefined;
  const bare = withoutFrame(sentence);
  const isAsked =
    isItem || isQuestion(sentence) || isTerse(bare) || clausesOf(bare).some(({ text }) => opensQuestion(text));
  if (!isAsked) return { kind: 'told', text: sentence };
  const parts = partsOf(bare).filter(({ text }) => readSmallTalk(text, false).rest !== '');
  return parts.length > 0 ? { kind: 'asked', parts, isItem } : undefined;
};

const MAX_TERSE_WORDS = 7;

/** "болгарка 230 цена", "залог": a few words with one that asks. */
const isTerse = (text: string): boolean =>
  text.split(/\s+/u).length <= MAX_TERSE_WORDS &&
  !TELLS.test(text) &&
  !/@|\d[\d\s()-]{5,30}\d/u.test(text) &&
  (askedWords(text) !== undefined || hasRole(text, 'attribute'));

const TELLS =
  /^\s*(?:я|мы|мне|нам|нас|меня|у меня|у нас|мой|моя|наш|наша|i|i'm|i've|we|we're|my|our|there(?:'d| would| will))(?!\p{L})/iu;
const CONDITION = /^\s*(?:если|if|in case)(?!\p{L})/iu;
/** Between two things, one is to be chosen. */
const CHOICE = wholeWords(
  'или|либо|чем|что (?:лучше|дешевле|дороже|быстрее|выгоднее)|разниц\\p{L}+|отлич\\p{L}+|между|or|than|versus|vs|difference|between|cheaper|better',
);
/** What follows belongs to the same thing: "a course with theory and driving". */
const OF_SEVERAL = wholeWords('с|со|из|для|между|with|for|of|between');
const POINTS_BACK = wholeWords(
  'он|она|оно|они|это|этого|этой|этому|этот|эту|его|е[её]|их|им|ней|н[её]м|него|неё|нее|них|it|its|they|them|their|that|this|those|these',
);

/** Whether it refers to what was said before. */
export const pointsBack = (text: string): boolean => POINTS_BACK.test(text) && !BRINGS_UP.test(text);
/** Names a thing of its own, wherever that may be: "is there parking". */
const BRINGS_UP = /^(?:есть|(?:is|are) there|do you have)(?!\p{L})/iu;

/** Whether a clause asks by itself, rather than only naming or telling something. */
export const asksItself = (text: string): boolean => {
  const plain = withoutMarks(text);
  if (askedWords(plain) !== undefined || hasRole(plain, 'attribute')) return true;
  return (
    !TELLS.test(plain) && (isQuestion(plain) || hasPredicate(plain) || /^(?:\p{L}+\s+){1,3}ли(?!\p{L})/iu.test(plain))
  );
};

const partsOf = (sentence: string): readonly Part[] => {
  const clauses = clausesOf(sentence).filter(
    ({ text }) => wordsOf(text).some(({ role }) => role !== 'filler') || asksItself(text),
  );
  const asking = clauses.filter(({ text }) => asksItself(text));
  if (asking.length === 0) return [{ text: sentence }];
  const isChoice = CHOICE.test(sentence);
  const parts: Part[] = [];
  let pending: Clause[] = [];
  let isWhole = true;
  for (const clause of clauses) {
    const { text } = clause;
    if (CONDITION.test(text) || (!asksItself(text) && parts.length === 0)) {
      pending.push(clause);
      continue;
    }
    if (asksItself(text)) {
      const begun = beginPart(pending, clause, sentence);
      parts.push(...begun.parts);
      isWhole &&= begun.isWhole;
      pending = [];
      continue;
    }
    const last = parts.at(-1);
    const asked = last && askedWords(last.text);
    const isOther =
      asked !== undefined &&
      !isChoice &&
      !OF_SEVERAL.test(last?.text ?? '') &&
      namesThing(last?.text ?? '') &&
      isName(text);
    if (isOther) {
      const whole = last?.whole ?? sentence;
      parts[parts.length - 1] = { text: last?.text ?? '', whole };
      parts.push({ text: `${asked} ${text}`, whole });
    } else if (last) parts[parts.length - 1] = { ...last, text: `${last.text} ${text}` };
  }
  const last = parts.at(-1);
  if (last && pending.length > 0)
    parts[parts.length - 1] = { ...last, text: [last.text, ...pending.map(({ text }) => text)].join(' ') };
  const [only] = parts;
  return parts.length === 1 && only && isWhole ? [{ ...only, text: sentence }] : parts;
};

const MAX_NAME_WORDS = 4;

const isName = (text: string): boolean =>
  namesThing(text) &&
  text.split(/\s+/u).length <= MAX_NAME_WORDS &&
  !TELLS.test(text) &&
  !isModifier(text) &&
  !isPreposed(text);
const isPreposed = (text: string): boolean =>
  /^(?:с|со|для|в|во|на|без|до|от|к|по|у|при|with|without|for|in|on|at|to|from|of|by)\s/iu.test(text);

/** The names and conditions before a question belong to it, unless it names its own subject: "Forget the tent, how much is the loft?" */
const beginPart = (
  pending: readonly Clause[],
  { text, isRunOn }: Clause,
  sentence: string,
): { readonly parts: readonly Part[]; readonly isWhole: boolean } => {
  const needs = !namesThing(text) || pointsBack(text) || (isRunOn && pending.every((one) => isName(one.text)));
  const kept = pending.filter((one) => needs || CONDITION.test(one.text) || isModifier(one.text));
  const full = [...kept.map((one) => one.text), text].join(' ');
  const asked = askedWords(text);
  const names = pending.map((one) => one.text);
  // «спальник, коврик цена»
  if (!needs && asked !== undefined && endsWith(text, asked) && names.length > 0 && names.every(isName)) {
    const parts = [...names.map((name) => ({ text: `${name} ${asked}`, whole: sentence })), { text, whole: sentence }];
    return { parts, isWhole: true };
  }
  return { parts: [{ text: full }], isWhole: kept.length === pending.length };
};

const endsWith = (text: string, asked: string): boolean => withoutMarks(text).endsWith(asked);
