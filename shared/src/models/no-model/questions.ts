import { askedWords, namesSubject } from '../../search/answers/answer-kind.ts';
import { cutText } from '../../text/cut-text.ts';
import type { Turn } from './turn.ts';
import { sentencesOf } from './understanding/sentences.ts';
import { wholeWords } from './understanding/word-pattern.ts';

const MAX_QUESTIONS = 3;
const MAX_LENGTH = 1000;

const OPENERS_RU =
  'есть ли|можно ли|нуж(?:ен|на|но|ны) ли|входит ли|сколько|скольк\\p{L}+|где|когда|как(?:ой|ая|ое|ие|ую|им|их)?|что|во сколько|до скольки|\\p{L}+(?:ете|ите|ют|ят|ет|ит) ли';
const OPENERS_EN =
  'how|what|when|where|which|who|why|is|are|do|does|did|can|could|will|would|may|should|is there|are there';
/** Where a second question begins within a sentence: behind a conjunction, or a comma where that leaves no doubt. */
const NEXT_QUESTION = new RegExp(
  `(?:\\s*,)?\\s+(?:и|а также|а ещ[её]|а|и ещ[её]|and also|and|also)\\s+(?=(?:${OPENERS_RU}|${OPENERS_EN})\\s)|\\s*,\\s*(?=(?:сколько|\\p{L}+ ли|how (?:much|many|long))\\s)`,
  'giu',
);
/** It is about what was said before it. */
const POINTS_BACK = wholeWords('он|она|оно|они|это|его|её|ее|их|там|it|its|they|them|their');
const GOES_ON =
  /^\s*(?:а|и|ну а|а если|and|and what about|what about|how about)(?!\p{L})(?!\s+(?:вы|ты|you)(?!\p{L}))/iu;
const MAX_FOLLOW_UP_WORDS = 5;

/**
 * What to search for, a question each, as one would ask it who had said nothing before. Where something is asked, what
 * the customer tells about themselves is left out: it is in no knowledge base.
 */
export const questionsOf = (turn: Pick<Turn, 'text' | 'understood' | 'earlier'>): readonly string[] => {
  const sentences = sentencesOf(turn.text).map(({ value }) => value);
  const asking = sentences.filter((sentence) => /\?["»”’')\]]*$/u.test(sentence));
  const parts = asking.flatMap((sentence) => sentence.split(NEXT_QUESTION).map((part) => part.trim()));
  const questions = joinFragments(parts.length > 0 ? parts : [turn.understood.withoutDetails || turn.text]);
  const before = turn.earlier.at(-1) ?? '';
  const whole = questions.map((question, at) =>
    completed(question, { told: at === 0 ? turn.understood.withoutDetails : '', before: questions[at - 1] ?? before }),
  );
  const kept = [...whole.slice(0, MAX_QUESTIONS - 1), whole.slice(MAX_QUESTIONS - 1).join(' ')];
  return [...new Set(kept.map((question) => cutText(question.trim(), MAX_LENGTH, '')))].filter((one) => one !== '');
};

/** "Is there parking? Is it free?" is one question: a part that names nothing itself belongs to the one before it. */
const joinFragments = (parts: readonly string[]): readonly string[] => {
  const questions: string[] = [];
  for (const part of parts) {
    const last = questions.at(-1);
    const belongs = last !== undefined && (!namesSubject(part) || !namesSubject(last) || POINTS_BACK.test(part));
    if (belongs) questions[questions.length - 1] = `${last} ${part}`;
    else questions.push(part);
  }
  return questions;
};

type Context = { readonly told: string; readonly before: string };

/** "How much is it?" needs what was spoken of, "And the loft?" needs what was asked of it. */
const completed = (question: string, { told, before }: Context): string => {
  if (!namesSubject(question)) return namesSubject(told) ? told : `${before} ${question}`.trim();
  const asked = goesOn(question, before) ? askedWords(before) : undefined;
  return withoutParty(asked === undefined ? question : `${asked} ${question.replace(GOES_ON, '').trim()}`);
};

/** A few words behind a question of ours or of theirs, that ask nothing by themselves. */
const goesOn = (question: string, before: string): boolean =>
  askedWords(question) === undefined &&
  question.split(/\s+/).length <= MAX_FOLLOW_UP_WORDS &&
  (GOES_ON.test(question) || !namesSubject(before));

const PARTY = wholeWords(
  '(?:на|для|for)\\s+(?:около\\s+|примерно\\s+|about\\s+|around\\s+)?\\d{1,5}\\s+(?:человек\\p{L}*|чел\\.?|гост\\p{L}+|персон\\p{L}*|people|guests?|persons?|pax)',
);

/** How many are coming is about the customer and in no price list. */
const withoutParty = (question: string): string => {
  const rest = question
    .replace(PARTY, '')
    .replace(/\s+(?=[?,.])/g, '')
    .trim();
  return namesSubject(rest) ? rest : question;
};
