import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';

const END = String.raw`(?![\p{L}\p{N}])`;

/** Greetings and short words that may precede a question. */
const LEAD =
  '(?:здравствуйте|здрасте|добр(?:ый|ое|ого) (?:день|вечер|утро|дня)|привет|слушайте|пожалуйста|будьте (?:так )?добры|прошу|ещё раз|еще раз|а|ну|и|так|ладно|тогда|hello|hi|hey|good (?:morning|afternoon|evening)|please|pls|kindly|and|but|also|so|well|ok|okay|then|just)';
const MAY_RU =
  '(?:(?:вы\\s+)?не\\s+(?:могли бы|можете|сможете)(?:\\s+вы)?|(?:можете|могли бы|можешь)(?:\\s+вы)?|можно|вы не|мне надо|мне нужно|(?:я\\s+)?(?:хочу|хотел[аи]?(?:\\s+бы)?)|(?:мы\\s+)?(?:хотим|хотели(?:\\s+бы)?)|хотелось бы)';
const ASK_RU =
  '(?:подскаж(?:ите|и|ете)|подсказать|напомн(?:ите|и|ишь)|напомнить|скаж(?:ите|и|ете)|сказать|расскаж(?:ите|и|ете)|рассказать|уточн(?:ите|и|ить)|повтори(?:те|ть)?|узнать|спросить|поинтересоваться|сообщите|ответьте|объясни(?:те|ть)?|интересует|интересно|(?:я\\s+)?забыл[аи]?)';
const WHOM_RU = '(?:мне|нам|ещё раз|еще раз|снова|пожалуйста|бы|у вас|вот что)';
const MAY_EN =
  "(?:(?:can|could|would|will) (?:you|u|someone|i|we)|do you|i(?:'d| would) (?:like|love) to|(?:i|we) (?:just )?(?:want|wanted|need|needed) to|i(?:'m| am| was)|(?:i|we)(?:'ve| have)?)";
const ASK_EN =
  '(?:tell|say|remind|let (?=me|us)|inform|explain|advise|ask|know|find out|clarify|repeat|wondering|wonder|forgot|forget|forgotten)';
const WHOM_EN = '(?:me|us|know|you|(?:that|it) again|again|once more|please|about)';

/** Phrases that ask to be told something: "Напомните, пожалуйста, …", "Could you remind me …". */
const FRAME = new RegExp(
  `^\\s*(?:${LEAD}${END}[\\s,.!:]*)*(?:(?:${MAY_RU}${END}[\\s,]*)?(?:пожалуйста[\\s,]*)?${ASK_RU}${END}(?:[\\s,]*${WHOM_RU}${END})*|(?:${MAY_EN}${END}\\s*)?(?:please\\s+|kindly\\s+|just\\s+)*${ASK_EN}${END}(?:[\\s,]*${WHOM_EN}${END})*)[\\s,:—–-]*(?:(?:а|и)${END}\\s*)?`,
  'iu',
);
const LEADS = new RegExp(`^\\s*(?:${LEAD}${END}[\\s,.!:]*)+`, 'iu');

/**
 * Removes such a phrase: "Напомните, сколько стоит лофт?" asks how much the loft costs. A sentence with nothing else
 * stays unchanged.
 */
export const withoutFrame = (sentence: string): string => {
  let rest = sentence;
  // "Здравствуйте, хотела узнать, не подскажете, …" has several of them.
  for (let times = 0; times < 3 && FRAME.test(rest); times++) rest = rest.replace(FRAME, '');
  return /\p{L}{2}|\d/u.test(rest) ? rest.trim() : sentence;
};

/** Whether the text only asks to repeat the previous answer, as "Повторите, пожалуйста" does. */
export const isFrameAlone = (text: string): boolean => {
  const rest = text.replace(FRAME, '');
  return rest !== text && !/\p{L}{2}|\d/u.test(rest);
};

const QUESTION_MARK = /\?["»”’')\]]*\s*$/u;
/** A sentence that begins with one of these is a question, even without a question mark. */
const OPENS = new RegExp(
  `^(?:сколько|скольк\\p{L}+|скок[ао]?|скоко|поч[её]м|как(?:ой|ая|ое|ие|ую|им|их|ов|ова|ово|овы)|где|куда|откуда|во сколько|до скольки|с какого|до какого|(?:у вас\\s+)?есть(?:\\s+ли)?|у вас|можно(?:\\s+ли)?|(?:\\p{L}+\\s+){1,3}ли|how (?:much|many|long|late|early|far|big|often|do|does|can|would|is|are)|what|where|which|whether|(?:is|are) (?:there|it|the|you|your|this|that)|do (?:you|i|we)|does|did you|can (?:i|we|you|one|people)|could (?:i|we|you)|may (?:i|we)|will (?:you|there|it)|would (?:you|it)|have you|has|any)${END}`,
  'iu',
);
/** These words also begin statements: "Когда приедем, позвоним." */
const MAY_OPEN = new RegExp(
  `^(?:когда|как|что|кто|чем|почему|зачем|when|who|why|how|is|are|do|can|could|should)${END}`,
  'iu',
);
const MAX_SHORT_WORDS = 8;

/** Whether a sentence is a question, with or without a question mark. */
export const isQuestion = (sentence: string): boolean => {
  if (QUESTION_MARK.test(sentence)) return true;
  const bare = withoutFrame(sentence);
  if (bare !== sentence) return true;
  const plain = sentence.replace(LEADS, '').trim();
  const isShort = !plain.includes(',') && plain.split(/\s+/u).length <= MAX_SHORT_WORDS;
  return OPENS.test(plain) || (isShort && MAY_OPEN.test(plain));
};

/**
 * Matches a part that says what it asks and not only about which subject: "is there parking", "парковка есть", unlike
 * "а лофт".
 */
const PREDICATE = wholeWords(
  'есть|можно|нельзя|нужн\\p{L}|надо|бывает|будет|входит|входят|\\p{L}{2,}(?:ете|ите|ёте|ают|яют|ится|ются|ется)|is|are|do|does|did|can|could|may|will|would|have|has|need',
);
/** Whether part of a question has its own predicate, so that it can be understood without the other parts. */
export const hasPredicate = (part: string): boolean => PREDICATE.test(part);

/** A question that begins within a sentence: "ноутбук не включается, сколько ремонт". */
const INSIDE = new RegExp(
  `[,.;]\\s*(?:а\\s+|и\\s+|and\\s+|but\\s+)?(?:сколько|скок[ао]?|поч[её]м|кто|что|чем|как|как(?:ой|ая|ое|ие|ую)|когда|где|можно|есть ли|у вас есть|\\p{L}{2,20}\\s+ли|how|what|who|when|where|which|can|could|is there|are there|is it|do (?:you|we|i|they)|does (?:it|that|the))${END}`,
  'iu',
);
const CONDITION = wholeWords('если|if');

/** Whether a question begins within a sentence. */
export const asksWithin = (text: string): boolean => INSIDE.test(text);

/** Whether a text asks anything, also within a sentence or as a condition. */
export const asksInside = (text: string): boolean =>
  INSIDE.test(text) || CONDITION.test(text) || sentencesOf(text).some(({ value }) => isQuestion(value));
