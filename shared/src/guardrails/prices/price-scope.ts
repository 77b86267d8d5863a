import type { PlacedSubject } from '../segments.ts';
import type { SubjectIndex } from '../subject-index.ts';
import type { Subject, Terms } from '../subject-terms.ts';
import type { PriceRecord } from './price-record.ts';

/** What the team said about the subject of a place. */
export type Scope<T> = {
  /** What was said about the subject. */
  readonly meant: readonly T[];
  /** The words that name the subject. */
  readonly terms: Terms;
  /** False when nothing is named, so that everything may be meant. */
  readonly isNamed: boolean;
  /** The subject was only told as a percentage, so it can only be a part of what is meant. */
  readonly isShare?: true;
};

const TOTAL =
  /(?<!\p{L})(?:итого|всего(?!\s(?:за|лишь|по|от|до|\d))|вместе|сумм[аеуы]|общ(?:ая|ий|ее|ей)|за вс[её]|на круг|total\p{L}*|altogether|together|in all|sum|both|combined)(?!\p{L})/iu;

const RECKONING = /[+×*=]/u;

/**
 * Finds which of the told items a place is about: by the words beside it, otherwise by its sentence and the sentences
 * before, otherwise by what the customer asked. If nothing that was told is named, it may be any item; if the customer
 * asked for something else, none.
 */
export const findMeant = <T extends Subject>(
  subject: PlacedSubject,
  told: SubjectIndex<T>,
  { asked, vocabulary, percents }: Pick<PriceRecord, 'asked' | 'vocabulary' | 'percents'>,
): Scope<T> => {
  const { own, wide, before, segment, isCompared } = subject;
  // «240 000 рублей в день» alone, in an answer of the team, may be about anything.
  const open = told.open;
  if (!TOTAL.test(segment)) {
    // In "€85 against €120" the other amount may be any that was told.
    if (isCompared) return { meant: told.all, terms: wide, isNamed: false };
    // An amount without words of its own may belong to a sentence about something other than the customer's question.
    const wanted = own.size === 0 && asked[0] ? told.meantBy(asked[0]) : [];
    // Something that was told as a percentage, such as a deposit, does not cost an amount told of something else.
    const isPriced = [...own].some(told.isOwn);
    if (!isPriced && [...own].some(percents.isOwn)) {
      const priced = asked[0] ? told.withOwn(asked[0]) : [];
      if (priced.length > 0) return { meant: [...priced, ...open], terms: own, isNamed: true };
      return { meant: told.all, terms: own, isNamed: true, isShare: true };
    }
    for (const terms of [own, wide, ...before]) {
      const meant = told.meantBy(terms, asked[0]);
      if (meant.length > 0) return { meant: [...new Set([...meant, ...wanted, ...open])], terms, isNamed: true };
    }
    if (isOfNothingTold(own, { asked: asked[0], vocabulary, told: told.all }))
      return { meant: open, terms: own, isNamed: true };
  }
  // In a calculation without words, such as "640 + 6 × 8", each amount may belong to anything that was asked for.
  const isReckoning = RECKONING.test(segment) && [own, wide, ...before].every((terms) => terms.size === 0);
  const each = isReckoning && asked[0] ? told.withOwn(asked[0]) : [];
  if (each.length > 0) return { meant: each, terms: own, isNamed: true };
  // A sum is about what the reply or the customer mentioned.
  const spoken = TOTAL.test(segment) ? [new Set([...own, ...wide, ...before.flatMap((terms) => [...terms])])] : [];
  for (const terms of [...spoken, ...asked]) {
    const meant = told.meantBy(terms);
    if (meant.length > 0) return { meant, terms, isNamed: spoken.length === 0 };
  }
  return { meant: told.all, terms: own, isNamed: false };
};

type Asked = { readonly asked: Terms | undefined; readonly vocabulary: Terms; readonly told: readonly Subject[] };

/** Whether the customer used these very words, and nothing that was told in their alphabet contains any of them. */
const isOfNothingTold = (own: Terms, { asked, vocabulary, told }: Asked): boolean =>
  own.size > 0 &&
  [...own].every((term) => !vocabulary.has(term)) &&
  [...own].some((term) => asked?.has(term) === true && told.some((one) => isAlike(term, one.own)));

const isAlike = (term: string, terms: Terms): boolean => {
  const isCyrillic = CYRILLIC.test(term);
  return [...terms].some((other) => CYRILLIC.test(other) === isCyrillic);
};

const CYRILLIC = /\p{Script=Cyrillic}/u;
