import { withoutMarks } from './clauses.ts';
import { type QuestionWord, wordsOf } from './word-roles.ts';

/** "The small one": "one" stands for what the last question was about. */
const ONES = /^(?:an?\s+|the\s+)?((?:\p{L}[\p{L}'-]{0,30}\s+){1,3})ones?$/iu;
/** Endings of Russian adjectives. */
const ADJECTIVE = /^\p{L}{2,}(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ую|юю|ых|их|ым|им|ому|ему)$/iu;
const PREPOSED = /^(за|для|в|во|на|с|со|у|из|от|до|for|in|on|at|with|to|from)\s+\S/iu;

/**
 * Returns the last question with the part replaced that the fragment says anew: «а большой?» its adjective, "and the small one?" the words
 * before its noun, "and the loft?" a noun with an article, «а за гардероб?» what follows the same preposition. Undefined if the fragment has no such form.
 */
export const withSubject = (question: string, fragment: string): string | undefined => {
  const said = withoutMarks(fragment).trim();
  const words = wordsOf(question);
  const [, described] = ONES.exec(said) ?? [];
  if (described !== undefined) return withDescription(question, words, described.trim());
  const [only, ...others] = wordsOf(said).filter(({ role }) => role !== 'filler');
  if (only && others.length === 0 && only.role !== 'time' && ADJECTIVE.test(only.text))
    return withAdjective(question, words, only.text);
  const [, preposition] = PREPOSED.exec(said) ?? [];
  if (preposition !== undefined) return withPhrase(question, words, { preposition, said });
  return ARTICLE.test(said) ? withNoun(question, words, said) : undefined;
};

/** Every word of the subject but its last one is a description. */
const withDescription = (question: string, words: readonly QuestionWord[], described: string): string | undefined => {
  const first = words.findIndex(({ role }) => role === 'thing');
  if (first < 0) return undefined;
  let last = first;
  while (words[last + 1]?.role === 'thing') last++;
  return replaced(question, words[first]?.start, words[last]?.start, `${described} `);
};

/** An adjective gives way to another; beside a noun without one it may be a noun by itself: «ведущий». */
const withAdjective = (question: string, words: readonly QuestionWord[], adjective: string): string | undefined => {
  const old = words.find(({ role, text }) => (role === 'thing' || role === 'attribute') && ADJECTIVE.test(text));
  return old && replaced(question, old.start, old.end, adjective);
};

const ARTICLE = /^(?:the|an?|my|our|your)(?=\s|$)/iu;

/** "The loft" replaces the last noun with an article. */
const withNoun = (question: string, words: readonly QuestionWord[], said: string): string | undefined => {
  const at = words.findLastIndex(({ text }, place) => ARTICLE.test(text) && words[place + 1]?.role === 'thing');
  if (at < 0) return undefined;
  let last = at + 1;
  while (words[last + 1]?.role === 'thing') last++;
  return replaced(question, words[at]?.start, words[last]?.end, said);
};

type Phrase = { readonly preposition: string; readonly said: string };

const withPhrase = (question: string, words: readonly QuestionWord[], { preposition, said }: Phrase) => {
  const at = words.findIndex(({ text }) => text.toLowerCase() === preposition.toLowerCase());
  if (at < 0 || words[at + 1]?.role !== 'thing') return undefined;
  let last = at + 1;
  while (words[last + 1]?.role === 'thing' || (words[last + 1]?.role === 'filler' && words[last + 2]?.role === 'thing'))
    last++;
  return replaced(question, words[at]?.start, words[last]?.end, said);
};

const replaced = (text: string, start: number | undefined, end: number | undefined, by: string): string | undefined =>
  start === undefined || end === undefined ? undefined : text.slice(0, start) + by + text.slice(end);
