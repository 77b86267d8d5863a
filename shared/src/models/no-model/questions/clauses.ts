import { asksKind, hasRole, namesThing, type QuestionWord, wordsOf } from './word-roles.ts';

/** A part of a sentence between commas, conjunctions, or the beginnings of questions. */
export type Clause = {
  readonly text: string;
  /** Whether it begins without a sign or a conjunction before it. */
  readonly isRunOn: boolean;
};

const CONJUNCTIONS = new Set([
  'и',
  'а',
  'также',
  'плюс',
  'еще',
  'ещё',
  'но',
  'ну',
  'and',
  'also',
  'plus',
  'but',
  'then',
]);

/** Words with which a question about another thing may begin in the middle of a sentence without punctuation. */
const WH_RU = /^(?:сколько|скольк\p{L}+|где|когда|почём|почем|как(?:ой|ая|ое|ие|ую|им|их|ого))$/iu;
const PAIRS_EN =
  /^(?:how (?:much|many|long|late|early|often|far|do|does|can)|(?:is|are) (?:there|it|the|you|your|this)|do (?:you|i|we)|does (?:it|the|that)|can (?:i|we|you|it)|could (?:i|we|you)|may (?:i|we)|what (?:time|is|are|does|do|about)|where (?:is|are|do|can)|when (?:is|are|do|does)|which (?:is|are))$/iu;
const PAIRS_RU = /^(?:у вас|во сколько|до скольки|с какого|по каким|за сколько|есть какие)$/iu;
/** A question word that goes on with the clause before it: "when do you open", "не знаю сколько". */
const LEADS_ON =
  /^(?:when|what|where|which|who|why|how|if|that|whether|know|tell|ask|and|or|не|знаю|узнать|во|до|с|со|за|на|от|по|о|об|про|и|или|если|что|как|в|к|for|at|of|to|by|from|than|the|a)$/iu;
/** "How deep is it", "what color are they": the word between belongs to the question. */
const ASKS_DEGREE = /^(?:how|what|which|whose|насколько)$/iu;
/** Nouns in the nominative that ask by themselves: «цена сутки залог». */
const ASPECTS =
  /^(?:цена|цены|стоимость|прайс|залог|депозит|предоплата|гарантия|срок|сроки|размеры|price|prices|deposit|warranty|cost|rates)$/iu;

/** Whether a text has a noun that asks by itself. */
export const namesAspect = (text: string): boolean => text.split(/[^\p{L}]/u).some((word) => ASPECTS.test(word));

/** Cuts a sentence into clauses. Conjunctions between them belong to none. */
export const clausesOf = (sentence: string): readonly Clause[] => {
  const words = wordsOf(sentence);
  const clauses: Clause[] = [];
  let from = 0;
  let isRunOn = false;
  const close = (to: number): void => {
    const [first, last] = [words[from], words[to - 1]];
    if (first && last && to > from) {
      const end = /^[?!]+/u.exec(sentence.slice(last.end))?.[0].length ?? 0;
      clauses.push({ text: sentence.slice(first.start, last.end + end), isRunOn });
    }
  };
  for (let at = 1; at < words.length; at++) {
    const cut = cutAt(sentence, words, { from, at });
    if (cut === undefined) continue;
    close(at);
    [from, at, isRunOn] = [cut.next, cut.next, cut.isRunOn];
  }
  close(words.length);
  return clauses.reduce(joinRunOn, [] as readonly Clause[]);
};

/** The number of words before a question in which its own subject is looked for. */
const MAX_BACK = 30;

/** «звук на выезд почём» is one clause: what runs on and names nothing asks about what is before it. */
const joinRunOn = (clauses: readonly Clause[], clause: Clause): readonly Clause[] => {
  const last = clauses.at(-1);
  if (!last || !clause.isRunOn || namesThing(clause.text) || asksSomehow(last.text)) return [...clauses, clause];
  return [...clauses.slice(0, -1), { ...last, text: `${last.text} ${clause.text}` }];
};

type Place = { readonly from: number; readonly at: number };

type Cut = { readonly next: number; readonly isRunOn: boolean };

/** Returns the word with which the next clause begins, if one ends before `at`. */
const cutAt = (sentence: string, words: readonly QuestionWord[], { from, at }: Place): Cut | undefined => {
  const gap = sentence.slice(words[at - 1]?.end, words[at]?.start);
  let next = at;
  while (next < words.length - 1 && CONJUNCTIONS.has(words[next]?.text.toLowerCase() ?? '')) next++;
  const isDecimal = gap === ',' && /\d$/u.test(words[at - 1]?.text ?? '') && /^\d/u.test(words[at]?.text ?? '');
  if (next > at || (!isDecimal && /[,;:?!&+…•|]|\.\.|\s[-–—]\s/u.test(gap))) return { next, isRunOn: false };
  return beginsQuestion(sentence, words, { from, at }) ? { next: at, isRunOn: true } : undefined;
};

const beginsQuestion = (sentence: string, words: readonly QuestionWord[], { from, at }: Place): boolean => {
  const [word, next, before] = [words[at]?.text ?? '', words[at + 1]?.text ?? '', words[at - 1]?.text ?? ''];
  if (LEADS_ON.test(before) || ASKS_DEGREE.test(words[at - 2]?.text ?? '')) return false;
  const isPair = next.toLowerCase() === 'ли' || PAIRS_EN.test(`${word} ${next}`) || PAIRS_RU.test(`${word} ${next}`);
  // «Доплата за каждого какая?» ends with its question word.
  const goesOn = /^\s+$/u.test(sentence.slice(words[at]?.end, words[at + 1]?.start));
  const isWord = WH_RU.test(word) && next !== '' && goesOn;
  const isAspect = ASPECTS.test(word);
  if (!isPair && !isWord && !isAspect) return false;
  const said = sentence.slice(words[Math.max(from, at - MAX_BACK)]?.start, words[at - 1]?.end);
  if (isPair) return namesThing(said);
  if (isWord) return namesThing(said) && (asksSomehow(said) || opensQuestion(`${word} ${next}`));
  return (
    (asksKind(said) !== undefined || namesAspect(said)) &&
    !/^(?:сколько|скольк\p{L}+|как\p{L}+|размер|сумма)$/iu.test(before)
  );
};

const asksSomehow = (said: string): boolean =>
  asksKind(said) !== undefined || hasRole(said, 'attribute') || OPENS.test(said);
const OPENS = /^(?:\p{L}+ ли|есть|можно|где|когда|how|is|are|do|does|can|could|may|what|where|when|which)(?!\p{L})/iu;

const STRONG =
  /^(?:сколько|скольк\p{L}+|почём|почем|\p{L}+ ли|какая цена|(?:во|на|за|по) сколько|(?:от|до|с) скольки|с какого|how (?:much|many|long)|do you|(?:is|are) there|can (?:i|we|you)|may (?:i|we)|what time|where (?:is|are))(?!\p{L})/iu;
/** Whether a text begins with words that can only be a question. */
export const opensQuestion = (text: string): boolean => STRONG.test(text) || ENDS.test(withoutMarks(text).slice(-12));
const ENDS = /(?:^|\s)(?:сколько|почем|почём|how much|how long)$/iu;

/** Removes the marks and spaces at the end of a text. */
export const withoutMarks = (text: string): string => {
  let end = text.length;
  while (end > 0 && MARKS.has(text.charAt(end - 1))) end--;
  return text.slice(0, end);
};
const MARKS = new Set('?!.… \n\t');
