import { hasPredicate, isQuestion, withoutFrame } from '../../../reading/asking.ts';
import { asksAboutBot, asksForPrice } from '../../../reading/intent.ts';
import { readSmallTalk } from '../../../reading/small-talk.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { type Clause, clausesOf, namesAspect, opensQuestion, withoutMarks } from './clauses.ts';
import type { MessageLine } from './message-lines.ts';
import { isModifier } from './modifiers.ts';
import { asksKind, hasRole, namesThing, wordsOf } from './word-roles.ts';

/** A sentence that asks, or an item of a list. */
export type AskedLine = { readonly kind: 'asked'; readonly parts: readonly Part[]; readonly isItem: boolean };

/** What one sentence contributes: questions in the customer's words, or what they tell. */
export type Line = AskedLine | { readonly kind: 'told'; readonly text: string };

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
  const isAsked = isItem || isQuestion(sentence) || isTerse(bare) || asksInClauses(bare);
  if (!isAsked) return { kind: 'told', text: sentence };
  const parts = partsOf(bare).filter(({ text }) => readSmallTalk(text, false).rest !== '');
  return parts.length > 0 ? { kind: 'asked', parts, isItem } : undefined;
};

/** Without a question mark, a clause that can only be a question shows that something is asked, or two that name what is asked. */
const asksInClauses = (text: string): boolean => {
  const clauses = clausesOf(text).map((clause) => clause.text);
  const naming = clauses.filter((clause) => namesAspect(clause) || OF_THE_BUSINESS.test(clause));
  return naming.length > 1 || clauses.some(opensQuestion);
};

const MAX_TERSE_WORDS = 7;

/** "болгарка 230 цена", "залог": a few words with one that asks. */
const isTerse = (text: string): boolean =>
  text.split(/\s+/u).length <= MAX_TERSE_WORDS &&
  !TELLS.test(text) &&
  !/@|\d[\d\s()-]{5,30}\d/u.test(text) &&
  (asksKind(text) !== undefined || namesAspect(text));

const TELLS =
  /^\s*(?:я|мы|мне|нам|нас|меня|у меня|у нас|мой|моя|наш|наша|i|i'm|i've|we|we're|my|our|there(?:'d| would| will))(?!\p{L})/iu;
const CONDITION = /^\s*(?:(?:а|и|ну|and|but|so) )?(?:если|if|in case)(?!\p{L})/iu;
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

/** What a business has one of, so that naming it asks for it. */
const OF_THE_BUSINESS = wholeWords(
  'адрес|график\\p{L}*|режим работы|часы работы|контакты|сайт|самовывоз|wi-?fi|вай-?фай|address|(?:opening|working|business|\\p{L}+day) hours|website|location|phone number',
);

/** Whether a clause asks by itself, rather than only naming or telling something. */
export const asksItself = (text: string): boolean => {
  const plain = withoutMarks(text);
  if (OF_THE_BUSINESS.test(plain)) return true;
  if (asksKind(plain) !== undefined || hasRole(plain, 'attribute')) return true;
  return (
    !TELLS.test(plain) && (isQuestion(plain) || hasPredicate(plain) || /^(?:\p{L}+\s+){1,3}ли(?!\p{L})/iu.test(plain))
  );
};

const partsOf = (sentence: string): readonly Part[] => {
  const clauses = clausesOf(sentence).filter(({ text }) => !isAnnouncement(text));
  if (!clauses.some(({ text }) => asksItself(text))) return [{ text: clauses.length > 0 ? sentence : '' }];
  const parts: Part[] = [];
  let pending: Clause[] = [];
  let isWhole = clauses.length > 0 && sentence.startsWith(clauses[0]?.text ?? '');
  for (const clause of clauses) {
    const { text } = clause;
    if (CONDITION.test(text) || (!asksItself(text) && parts.length === 0)) pending.push(clause);
    else if (asksItself(text)) {
      const begun = beginPart(pending, clause, sentence);
      parts.push(...begun.parts);
      isWhole &&= begun.isWhole;
      pending = [];
    } else parts.push(...continuePart(parts.pop() ?? { text: '' }, text, sentence));
  }
  const last = parts.pop() ?? { text: '' };
  parts.push({ ...last, text: [last.text, ...pending.map(({ text }) => text)].join(' ') });
  const [only] = parts;
  return parts.length === 1 && only && isWhole ? [{ ...only, text: sentence }] : parts;
};

/** «Три вопроса сразу:» announces questions. */
const isAnnouncement = (text: string): boolean =>
  !asksItself(text) && wordsOf(text).every(({ role }) => role === 'filler' || role === 'number' || role === 'generic');

/** A name behind a question asks the same about another thing; anything else belongs to the question. */
const continuePart = (last: Part, text: string, sentence: string): readonly Part[] => {
  const asked = asksKind(last.text) ?? (asksForPrice(last.text) ? PRICE[detectLanguage(last.text) ?? 'en'] : undefined);
  const isApart = isParallel(last.text, text) || (isName(text) && !OF_SEVERAL.test(last.text));
  if (asked === undefined || !isApart || !namesThing(last.text) || CHOICE.test(sentence)) {
    return [{ ...last, text: `${last.text} ${text}` }];
  }
  const whole = last.whole ?? sentence;
  return [
    { text: last.text, whole },
    { text: `${asked} ${text}`, whole },
  ];
};

const PRICE = { ru: 'сколько стоит', en: 'how much is' } as const;

/** "For the suite …, and for a double": the same preposition before another thing. */
const isParallel = (before: string, text: string): boolean => {
  const [, preposition] = /^(\p{L}+)\s/u.exec(text) ?? [];
  return (
    preposition !== undefined &&
    isPreposed(text) &&
    namesThing(text) &&
    !isModifier(text) &&
    wholeWords(preposition).test(before)
  );
};

const MAX_NAME_WORDS = 4;

/** Whether it only names a thing in a few words. */
export const isName = (text: string): boolean =>
  namesThing(text) &&
  text.split(/\s+/u).length <= MAX_NAME_WORDS &&
  !TELLS.test(text) &&
  !isModifier(text) &&
  !isPreposed(text);
/** Whether it begins with a preposition. */
export const isPreposed = (text: string): boolean =>
  /^(?:вместе с|вместе со|с|со|для|в|во|на|без|до|от|к|по|у|при|together with|along with|with|without|for|in|on|at|to|from|of|by)\s/iu.test(
    text,
  );

/** The names and conditions before a question belong to it, unless it names its own subject: "Forget the tent, how much is the loft?" */
const beginPart = (
  pending: readonly Clause[],
  { text, isRunOn }: Clause,
  sentence: string,
): { readonly parts: readonly Part[]; readonly isWhole: boolean } => {
  const needs = !namesThing(text) || pointsBack(text) || (isRunOn && pending.every((one) => isName(one.text)));
  const kept = pending.filter((one) => needs || CONDITION.test(one.text) || isModifier(one.text));
  const full = [...kept.map((one) => one.text), text].join(' ');
  const asked = asksKind(text);
  const names = pending.map((one) => one.text);
  // «спальник, коврик цена»
  if (!needs && asked !== undefined && endsWith(text, asked) && names.length > 0 && names.every(isName)) {
    const parts = [...names.map((name) => ({ text: `${name} ${asked}`, whole: sentence })), { text, whole: sentence }];
    return { parts, isWhole: true };
  }
  return { parts: [{ text: full }], isWhole: kept.length === pending.length };
};

const endsWith = (text: string, asked: string): boolean => withoutMarks(text).endsWith(asked);
