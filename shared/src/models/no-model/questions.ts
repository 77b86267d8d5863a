import { hasPredicate, isFrameAlone, isQuestion, withoutFrame } from '../../reading/asking.ts';
import { asksAboutBot } from '../../reading/intent.ts';
import { spellInDigits } from '../../reading/number-words.ts';
import { readSmallTalk } from '../../reading/small-talk.ts';
import { understand } from '../../reading/understand.ts';
import { askedWords, namesSubject } from '../../search/answers/answer-kind.ts';
import { repairQuestionWords } from '../../search/language/question-words.ts';
import { sentencesOf } from '../../search/language/sentences.ts';
import { cutText } from '../../text/cut-text.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import { wholeWords } from '../../text/word-pattern.ts';
import type { Turn } from './turn.ts';

const MAX_QUESTIONS = 3;
const MAX_LENGTH = 1000;
/** Number of the customer's messages in which the subject may have been named. */
const MAX_CONTEXT = 6;

const OPENERS_RU =
  'есть ли|можно ли|нуж(?:ен|на|но|ны) ли|входит ли|сколько|скольк\\p{L}+|где|когда|как(?:ой|ая|ое|ие|ую|им|их)?|что|во сколько|до скольки|\\p{L}+(?:ете|ите|ют|ят|ет|ит) ли';
const OPENERS_EN =
  'how|what|when|where|which|who|why|whether|is|are|do|does|did|can|could|will|would|may|should|is there|are there';
/** Where a second question begins within a sentence: after a conjunction, or after a comma if that is unambiguous. */
const NEXT_QUESTION = new RegExp(
  `(?<!\\s)(?:(?:\\s*,)?\\s+(?:и|а также|а ещ[её]|а|и ещ[её]|and also|and|also)\\s+(?=(?:${OPENERS_RU}|${OPENERS_EN})\\s)|\\s*,\\s*(?=(?:сколько|как(?:ой|ая|ое|ие|ую)|где|(?:во|до) скольк\\p{L}+|\\p{L}+ ли|how (?:much|many|long)|which|where)\\s))`,
  'giu',
);
/** Refers to what was said before. */
const POINTS_BACK = wholeWords('он|она|оно|они|это|его|её|ее|их|там|it|its|they|them|their');
/** Names a subject of its own, wherever that may be: "есть ли там парковка". */
const BRINGS_UP = /^(?:есть(?:\s+ли)?|is there|are there|do you have)(?!\p{L})/iu;
const GOES_ON =
  /^\s*(?:а|и|ну а|а если|and|and what about|what about|how about)(?!\p{L})(?!\s+(?:вы|ты|you)(?!\p{L}))/iu;
const MAX_FOLLOW_UP_WORDS = 5;

type Asking = Pick<Turn, 'text' | 'understood' | 'earlier'>;

/**
 * Returns the questions to search for, each in a form that can be understood without the conversation. If the message asks something, what
 * the customer says about themselves is left out, because no knowledge base contains it.
 */
export const questionsOf = ({ text, understood, earlier }: Asking): readonly string[] =>
  questionsBehind(contextOf(earlier), { text, understood });

/** The last question in full, which "А на субботу?" continues, or "А лофт?" together with its subject. */
const contextOf = (earlier: readonly string[]): string =>
  earlier.slice(-MAX_CONTEXT).reduce((before, text) => {
    const understood = understand(text);
    const { asksSomething, asksPrice, need, asksForPerson, smallTalk } = understood;
    const isMatter = (asksSomething || asksPrice || need !== undefined) && !asksForPerson && !asksAboutBot(text);
    if (!isMatter || (smallTalk === 'confused' && before !== '')) return before;
    return questionsBehind(before, { text, understood }).at(-1) ?? before;
  }, '');

const questionsBehind = (context: string, { text, understood }: Omit<Asking, 'earlier'>): readonly string[] => {
  if (isFrameAlone(text)) return context === '' ? [] : [context];
  const told = repairQuestionWords(understood.withoutDetails || text);
  const parts = askingParts(text);
  const questions = joinFragments(parts.length > 0 ? parts : [told]);
  const whole = questions.map((question, at) =>
    completed(question, { told: at === 0 ? told : '', before: questions[at - 1] ?? context }),
  );
  const kept = [...whole.slice(0, MAX_QUESTIONS - 1), whole.slice(MAX_QUESTIONS - 1).join(' ')];
  return [...new Set(kept.map((question) => cutText(question.trim(), MAX_LENGTH, '')))].filter((one) => one !== '');
};

/** The sentences that ask something, without introductory phrases, and cut where a second question begins. */
const askingParts = (text: string): readonly string[] =>
  sentencesOf(text)
    .map(({ value }) => value)
    .filter((sentence) => isQuestion(sentence) && !asksAboutBot(sentence))
    .flatMap((sentence) => asksIn(withoutFrame(sentence).split(NEXT_QUESTION)))
    .map((part) => repairQuestionWords(part.trim()))
    .filter((part) => readSmallTalk(part, false).rest !== '');

/** "Забудьте про прокат, сколько стоит доставка?" asks only about delivery; "Лофт, сколько стоит?" about the loft. */
const asksIn = (parts: readonly string[]): readonly string[] =>
  parts.filter((part, at) => {
    const next = parts[at + 1];
    return next === undefined || !namesSubject(next) || isCondition(part) || asksItself(part);
  });
const isCondition = (part: string): boolean => /^\s*(?:если|когда|if|when|in case)(?!\p{L})/iu.test(part);
const asksItself = (part: string): boolean => isQuestion(part) || hasPredicate(part) || askedWords(part) !== undefined;

/** "Is there parking? Is it free?" is one question: a part that names no subject belongs to the previous one. */
const joinFragments = (parts: readonly string[]): readonly string[] => {
  const questions: string[] = [];
  for (const part of parts) {
    const last = questions.at(-1);
    const belongs =
      last !== undefined &&
      (!namesSubject(part) || !namesSubject(last) || (POINTS_BACK.test(part) && !BRINGS_UP.test(part)));
    if (belongs) questions[questions.length - 1] = `${last} ${part}`;
    else questions.push(part);
  }
  return questions;
};

type Context = { readonly told: string; readonly before: string };

/** "How much is it?" needs the previous subject, "And the loft?" the previous question, and "And on Saturday?" both. */
const completed = (question: string, { told, before }: Context): string => {
  if (!namesMore(question)) return namesMore(told) ? told : `${before} ${question}`.trim();
  if (!goesOn(question, before)) return withoutParty(question);
  const fragment = question.replace(GOES_ON, '').trim();
  if (isModifier(fragment)) return `${before} ${fragment}`;
  const asked = askedWords(before, detectLanguage(question));
  return withoutParty(asked === undefined ? question : `${asked} ${fragment}`);
};

/** "How much per person?" asks about the same subject. */
const UNIT = wholeWords(
  '(?:per|an?|each)\\s+(?:person|guest|head|hour|day|week|month|piece)|(?:за|в|на|с)\\s+(?:один\\s+|одного\\s+|одну\\s+)?(?:человека|гостя|персону|час|день|сутки|месяц|неделю|штуку)',
  'giu',
);

const namesMore = (question: string): boolean => namesSubject(question.replace(UNIT, ' '));

/** A few words after a question of ours or theirs that ask nothing by themselves. */
const goesOn = (question: string, before: string): boolean => {
  const plain = question.replace(GOES_ON, '');
  if (before === '' || askedWords(question) !== undefined || hasPredicate(plain)) return false;
  return (
    question.split(/\s+/).length <= MAX_FOLLOW_UP_WORDS &&
    (plain !== question || !namesSubject(before) || isModifier(question))
  );
};

/** When, where, and for how many people: more of the same question. "For the loft" names a new subject. */
const MODIFIES =
  /^(?:(?:на|в|во|без|до|после|по|от|к|с|со|у|при)\s|(?:для|за)\s+(?=\d|[^\s]*(?:день|дня|дней|час|недел|месяц|челов|гост|двоих|троих))|(?:per|on|in|at|by|with|without|after|before|till|until)\s|for\s+(?=\d|(?:(?:a|an|one|two|three|the)\s*)?(?:day|week|hour|month|night|weekend|mon|tues|wednes|thurs|fri|satur|sun|tomorrow|today)))/iu;
const WEEKDAY_ALONE =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?\s*\?*$|^(?:tomorrow|today|завтра|сегодня|послезавтра)\s*\?*$/iu;
const isModifier = (fragment: string): boolean =>
  MODIFIES.test(spellInDigits(fragment)) || WEEKDAY_ALONE.test(fragment);

const PARTY = wholeWords(
  '(?:на|для|for)\\s+(?:около\\s+|примерно\\s+|about\\s+|around\\s+|a\\s+)?\\d{1,5}\\s+(?:человек\\p{L}*|чел\\.?|гост\\p{L}+|персон\\p{L}*|people|guests?|persons?|pax)',
);
const HEADS = wholeWords('\\d{1,5}\\s+(?:человек\\p{L}*|чел|гост\\p{L}+|персон\\p{L}*|people|guests?|persons?|pax)');

/** The number of guests is about the customer and does not occur in a price list. */
const withoutParty = (asked: string): string => {
  const spelt = spellInDigits(asked).replace(/\s+/g, ' ');
  if (!HEADS.test(spelt)) return asked;
  const rest = spelt
    .replace(PARTY, '')
    .replace(/ (?=[?,.])/g, '')
    .trim();
  return namesSubject(rest) ? rest : spelt;
};
