import { asksForPrice } from '../../../reading/intent.ts';
import { askedWords } from '../../../search/answers/answer-kind.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { asksItself, type Part, pointsBack } from './asked-parts.ts';
import { isModifier, withoutParty, withoutReplaced } from './modifiers.ts';
import { hasRole, namesThing, subjectIn, wordsOf } from './word-roles.ts';

/** What a conversation is about: the last question in full, and the words for its subject. Both are empty at first. */
export type Topic = { readonly question: string; readonly subject: string };

/** A question that can be understood without the conversation. */
export type Question = {
  /** Ways to search for it, the most likely first. */
  readonly queries: readonly string[];
  /** Which of the ways that find an answer counts: the first, or the one that finds most of the question's words. */
  readonly counts: 'first' | 'most';
  /** The question with its numbers, which the queries lack: "for 20 guests". */
  readonly asked: string;
  /** The words that an answer found in another way than the first must contain at least one of. */
  readonly own: string;
};

const GOES_ON =
  /^\s*(?:(?:а|и|ну|and|or|или|then|тогда)\s+)*(?:если|what about|how about|что насчет|что насч[её]т|как насч[её]т|а|и|ну|and|тогда)(?!\p{L})(?!\s+(?:вы|ты|you)(?!\p{L}))[\s,]*/iu;
/** Asks about the business itself, whatever the subject was. */
const ABOUT_US = wholeWords('вы|вас|вам|ваш\\p{L}*|you|u|your|yours');
/** Questions that need nothing of what was said before. */
const BRINGS_UP =
  /^(?:есть|можно|где|куда|когда|как|какие|is there|are there|do you|can|could|may|where|when|what|which|is|are)(?!\p{L})|(?<!\p{L})(?:есть|ли)(?!\p{L})/iu;
const MAX_FOLLOW_UP_WORDS = 6;

/** "How much is it?" needs the previous subject, "And the loft?" the previous question, and "And on Saturday?" both. */
export const completed = ({ text, whole }: Part, topic: Topic): Question => {
  const fragment = text.replace(GOES_ON, '').trim() || text;
  const plain: Question = {
    queries: [withoutParty(text), ...(whole === undefined ? [] : [withoutParty(whole)])],
    counts: whole === undefined ? 'first' : 'most',
    asked: text,
    own: subjectIn(text),
  };
  if (topic.question === '' || whole !== undefined) return plain;
  const asks = asksItself(fragment);
  if (asks && ABOUT_US.test(fragment) && !hasRole(fragment, 'attribute') && askedWords(fragment) === undefined)
    return plain;
  if (!asks && isModifier(fragment)) return one(`${withoutReplaced(topic.question, fragment)} ${fragment}`);
  if (!namesThing(fragment)) {
    const dependent = `${nameOf(topic, fragment)} ${withoutLead(text)}`;
    return { ...plain, queries: isWhole(text, fragment) ? [dependent, text] : [dependent], own: '' };
  }
  const isShort = wordsOf(fragment).length <= MAX_FOLLOW_UP_WORDS;
  if (!asks)
    return isShort && (fragment !== text || !namesThing(topic.question)) ? another(text, fragment, topic) : plain;
  if (topic.subject === '' || !isShort || ABOUT_US.test(fragment)) return plain;
  const dependent = `${topic.subject} ${withoutLead(text)}`;
  if (pointsBack(fragment)) return { ...plain, queries: [dependent, text], own: '' };
  if (askedWords(fragment) !== undefined || (BRINGS_UP.test(fragment) && !hasRole(fragment, 'generic'))) return plain;
  return { ...plain, queries: [...plain.queries, dependent] };
};

const one = (query: string): Question => ({
  queries: [withoutParty(query.trim())],
  counts: 'first',
  asked: query.trim(),
  own: '',
});

const LEAST_WHOLE = 3;

/** "What is the deposit?" may ask about all things at once; "the deposit?" and "how much?" do not. */
const isWhole = (text: string, fragment: string): boolean =>
  text === fragment && wordsOf(text).length >= LEAST_WHOLE && hasRole(text, 'attribute') && !asksForPrice(text);

const withoutLead = (text: string): string => text.replace(/^\s*(?:а|и|and)\s+/iu, '');

/** The subject, or where it has no name the whole question before. */
const nameOf = ({ question, subject }: Topic, fragment: string): string =>
  subject === '' ? withoutReplaced(question, fragment) : subject;

/** "How much is the tent? And the loft?": the same question about another thing, or about the same thing in another way. */
const another = (text: string, fragment: string, topic: Topic): Question => {
  const asked = askedWords(topic.question, detectLanguage(text));
  const alone = withoutParty(asked === undefined ? text : `${asked} ${fragment}`);
  const together = `${topic.question} ${fragment}`;
  return {
    queries: [alone, ...(topic.subject === '' ? [] : [together])],
    counts: 'most',
    asked: alone,
    own: subjectIn(fragment),
  };
};

/** What the conversation is about after a question, or after something that was told. */
export const topicAfter = (question: string, before: Topic): Topic => {
  const subject = subjectIn(question);
  return { question, subject: subject === '' ? before.subject : subject };
};
