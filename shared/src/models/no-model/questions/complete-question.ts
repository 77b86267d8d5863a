import { asksForPrice } from '../../../reading/intent.ts';
import { askedWords } from '../../../search/answers/answer-kind.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { withoutCorrection } from '../correction.ts';
import { asksItself, isPreposed, type Part, pointsBack } from './asked-parts.ts';
import { isModifier, withoutParty, withoutReplaced } from './modifiers.ts';
import { withSubject } from './swap-subject.ts';
import { asksKind, hasRole, namesThing, subjectIn, wordsOf } from './word-roles.ts';

/** What a conversation is about: the last question in full, and the words for its subject. Both are empty at first. */
export type Topic = { readonly question: string; readonly subject: string };

/** A question that can be understood without the conversation. */
export type Question = {
  /** Ways to search for it, the most likely first. */
  readonly queries: readonly string[];
  /**
   * Which of the ways that find an answer counts: the first, the one that finds most of the question's words (of two with as many the
   * surer), or the surest.
   */
  readonly counts: 'first' | 'most' | 'surest';
  /** The question with its numbers, which the queries lack: "for 20 guests". */
  readonly asked: string;
  /** The words that an answer found in another way than the first must contain at least one of. */
  readonly own: string;
};

const GOES_ON =
  /^\s*(?:(?:а|и|ну|and|or|или|then|тогда)\s+)*(?:если|what about|how about|что насчет|что насч[её]т|как насч[её]т|i mean(?:t)?|имею в виду|имел[аи]? в виду|в смысле|точнее|вернее|а|и|ну|and|тогда)(?!\p{L})(?!\s+(?:вы|ты|you)(?!\p{L}))[\s,]*/iu;
/** Asks about the business itself, whatever the subject was. */
const ABOUT_US = wholeWords('вы|вас|вам|ваш\\p{L}*|you|u|your|yours');
/** Questions that need nothing of what was said before. */
const BRINGS_UP =
  /^(?:есть|можно|где|куда|когда|как|какие|is there|are there|do you|can|could|may|where|when|what|which|is|are)(?!\p{L})|(?<!\p{L})(?:есть|ли)(?!\p{L})/iu;
const COUNTS = /^(?:сколько|how many)(?!\p{L})/iu;
const MAX_FOLLOW_UP_WORDS = 6;
/** A question that a conjunction connects with the one before may be longer. */
const MAX_CONNECTED_WORDS = 9;

/** Where a question stands: behind the conversation's topic, which the same message may have named. */
export type Place = { readonly topic: Topic; readonly isSameMessage: boolean };

type Asking = Place & { readonly text: string; readonly fragment: string; readonly plain: Question };

/** "How much is it?" needs the previous subject, "And the loft?" the previous question, and "And on Saturday?" both. */
export const completed = ({ text, whole }: Part, { topic, isSameMessage }: Place): Question => {
  const plain: Question = {
    queries: [withoutParty(text), ...(whole === undefined ? [] : [withoutParty(whole)])],
    counts: whole === undefined ? 'first' : 'most',
    asked: text,
    own: subjectIn(text),
  };
  if (topic.question === '' || whole !== undefined) return plain;
  const fragment = fragmentOf(text);
  const asking = { text, fragment, plain, topic, isSameMessage };
  if (CONDITION.test(text) && wordsOf(fragment).length <= MAX_CONDITION_WORDS) return conditional(asking);
  if (!asksItself(fragment)) return continued(asking);
  return namesThing(fragment) ? related(asking) : dependent(asking);
};

/** What remains of a follow-up without the words that only connect it: "the same for the loft?", «ой, мне шатёр надо». */
const fragmentOf = (text: string): string => {
  const same = SAME.exec(text)?.[1] ?? text;
  const told = withoutCorrection(same);
  const meant = told !== same && !asksItself(told) ? told.replace(NEEDS, '') : same;
  return meant.replace(GOES_ON, '').trim() || text;
};

/** "Same for …", «то же самое для …», "does that go for …": the last question about another thing. */
const SAME =
  /^\s*(?:(?:а|и|and|or|but)\s+)?(?:(?:is|are|would|does|do|will)\s+)?(?:(?:it|that|this|they|those)\s+)?(?:be\s+)?(?:(?:the\s+)?same(?:\s+(?:goes|thing|price|rules?|deal|terms|applies))?(?:\s+(?:for|with|on|in|at|as))|(?:go|apply|hold|count|work|include)(?:es|s)?\s+(?:for|to|with)|то же(?:\s+самое)?(?:\s+и)?(?=\s+(?:для|с|со|на|в|у|про|по))|так же(?:\s+и)?(?=\s+(?:для|с|со|на|в|у|про|по))|(?:это|оно|так)(?:\s+(?:и|тоже|же))*(?=\s+(?:для|на|у)))\s+(.{2,80})$/iu;
/** «Мне шатёр надо» */
const NEEDS = /(?<!\p{L})(?:мне|нам|надо|нужн[оаы]?|нужен|хочу|хотим|i need|we need|i want|we want)(?!\p{L})\s*/giu;

const CONDITION = /^\s*(?:(?:а|и|ну|но|and|but|or|или|what|how about)\s+)*(?:если|if)(?!\p{L})/iu;
const MAX_CONDITION_WORDS = 14;

/** "And if it rains?" asks what was asked before, or what happens then. */
const conditional = ({ text, fragment, topic, plain }: Asking): Question =>
  plain.asked.includes('?') && asksKind(fragment) !== undefined && namesThing(fragment)
    ? plain
    : {
        queries: [`${withoutReplaced(topic.question, fragment)} ${fragment}`, text].map(withoutParty),
        counts: 'surest',
        asked: fragment,
        own: '',
      };

/** "And on Saturday?" changes the circumstances of the last question, "And the loft?" its subject. */
const continued = ({ text, fragment, topic, plain }: Asking): Question => {
  if (isModifier(fragment)) return one(`${withoutReplaced(topic.question, fragment)} ${fragment}`);
  const isShort = wordsOf(fragment).length <= MAX_FOLLOW_UP_WORDS;
  const swapped = isShort ? withSubject(topic.question, fragment) : undefined;
  if (SAME.test(text) && namesThing(topic.question)) {
    return { ...one(swapped ?? `${topic.question} ${fragment}`), own: subjectIn(fragment) };
  }
  if (swapped !== undefined) {
    const { queries, ...rest } = another(text, fragment, topic);
    return { ...rest, counts: 'most', queries: [withoutParty(swapped), ...queries], asked: swapped };
  }
  return isShort && (fragment !== text || !namesThing(topic.question)) ? another(text, fragment, topic) : plain;
};

/** A question that names no thing is about the thing before. */
const dependent = ({ text, fragment, topic, isSameMessage, plain }: Asking): Question => {
  const isAboutUs = ABOUT_US.test(fragment) && !hasRole(fragment, 'attribute') && askedWords(fragment) === undefined;
  if (isAboutUs) return plain;
  const asked = withoutLead(text);
  const ofSubject = `${topic.subject === '' ? withoutReplaced(topic.question, fragment) : topic.subject} ${asked}`;
  // "Is there parking? How much?": a question with yes or no as its answer goes on.
  const goesOn =
    isSameMessage && askedWords(topic.question) === undefined && wordsOf(topic.question).length <= MAX_FOLLOW_UP_WORDS;
  const queries = [
    ...(goesOn ? [`${topic.question} ${asked}`] : []),
    ofSubject,
    ...(isWhole(text, fragment) ? [text] : []),
  ];
  return { ...plain, queries, own: '' };
};

/** A question about a thing of its own may still be about the thing before. */
const related = ({ text, fragment, topic, isSameMessage, plain }: Asking): Question => {
  const most = fragment === text && !pointsBack(fragment) ? MAX_FOLLOW_UP_WORDS : MAX_CONNECTED_WORDS;
  if (topic.subject === '' || wordsOf(fragment).length > most) return plain;
  const ofSubject = `${topic.subject} ${withoutLead(text)}`;
  if (pointsBack(fragment)) return { ...plain, queries: [ofSubject, text], own: '' };
  if (ABOUT_US.test(fragment)) return plain;
  // «Поход, цена и сколько ведущих»: a number of things may be that of the subject.
  if (isSameMessage)
    return COUNTS.test(fragment) && !asksForPrice(fragment)
      ? { ...plain, queries: [ofSubject, text], counts: 'most' }
      : plain;
  if (isPreposed(fragment)) return { ...plain, queries: [ofSubject, text], counts: 'most' };
  if (BRINGS_UP.test(fragment) && !hasRole(fragment, 'generic')) return plain;
  // "And how long does it take to make?" may be about the thing before, "how much is the loft?" is not: the surer way shows.
  if (asksForPrice(fragment)) return plain;
  return { ...plain, queries: [...plain.queries, ofSubject], counts: 'surest' };
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

/** "How much is the tent? And the loft?": the same question about another thing, or about the same thing in another way. */
const another = (text: string, fragment: string, topic: Topic): Question => {
  const asked = askedWords(topic.question, detectLanguage(text));
  const alone = withoutParty(asked === undefined ? text : `${asked} ${fragment}`);
  const together = `${topic.question} ${fragment}`;
  const both = isPreposed(fragment) ? [together, alone] : [alone, together];
  return {
    queries: topic.subject === '' ? [alone] : both,
    counts: 'most',
    asked: alone,
    own: subjectIn(fragment),
  };
};

const MAX_CONTINUATION_WORDS = 5;

/** "And in September", «а на двоих»: circumstances that can only continue a question. */
export const isContinuation = (text: string): boolean => {
  const fragment = text.replace(GOES_ON, '').trim();
  const words = wordsOf(fragment).length;
  return (
    fragment !== text.trim() &&
    words > 0 &&
    words <= MAX_CONTINUATION_WORDS &&
    isModifier(fragment) &&
    !namesThing(fragment)
  );
};

/** What the conversation is about after a question, or after something that was told. */
export const topicAfter = (question: string, before: Topic): Topic => {
  const subject = subjectIn(question);
  return { question, subject: subject === '' ? before.subject : subject };
};
