import { spellInDigits } from '../../../reading/number-words.ts';
import { wholeWords } from '../../../text/word-pattern.ts';
import { namesThing, type QuestionWord, type Role, wordsOf } from './word-roles.ts';

/** When, where, and for how many people: more of the same question. "For the loft" names a new subject. */
const MODIFIES =
  /^(?:(?:на|в|во|без|до|после|по|от|к|с|со|у|при)\s|(?:для|за)\s+(?=\d|[^\s]*(?:день|дня|дней|час|недел|месяц|челов|гост|двоих|троих))|(?:per|on|in|at|by|with|without|after|before|till|until)\s|for\s+(?=\d|(?:(?:a|an|one|two|three|the)\s*)?(?:day|week|hour|month|night|weekend|mon|tues|wednes|thurs|fri|satur|sun|tomorrow|today)))/iu;

/** Whether a fragment only changes the circumstances of a question: "on Saturday", «а на двоих», "for kids". */
export const isModifier = (fragment: string): boolean => {
  const plain = spellInDigits(fragment).trim();
  return MODIFIES.test(plain) || (wordsOf(plain).some(({ role }) => CIRCUMSTANCES.has(role)) && !namesThing(plain));
};

const CIRCUMSTANCES: ReadonlySet<Role> = new Set(['time', 'audience', 'unit', 'number']);

/** Leaves out the words of a question that say when, for whom or how much, if the fragment says it anew. */
export const withoutReplaced = (question: string, fragment: string): string => {
  // «На двоих» is a number of people, which «на четверых» was too.
  const said = [...wordsOf(spellInDigits(fragment)), ...wordsOf(fragment)];
  const anew = new Set<Role>(
    said.flatMap(({ role }, at) =>
      role === 'time' || role === 'audience' || (role === 'unit' && isCount(said[at - 1])) ? [role] : [],
    ),
  );
  const words = wordsOf(question);
  const isCut = (at: number): boolean => {
    const role = words[at]?.role;
    if (role === 'number') return isCount(words[at]) && words[at + 1]?.role !== 'number' && isCut(at + 1);
    return role !== undefined && anew.has(role) && (role !== 'unit' || isCount(words[at - 1]));
  };
  return words
    .filter((_, at) => isCut(at))
    .toReversed()
    .reduce((text, { start, end }) => text.slice(0, start).replace(PREPOSITION, '') + text.slice(end), question)
    .replace(/\s+/gu, ' ')
    .trim();
};

/** A larger number before a unit is rather the number of a model: «болгарка 230 сутки». */
const isCount = (word: QuestionWord | undefined): boolean => word?.role === 'number' && Number(word.text) < 100;

const PREPOSITION = /(?<!\p{L})(?:в|во|на|по|к|для|до|с|on|in|at|for|by|from)\s+$/iu;

const PARTY = wholeWords(
  '(?:на|для|for)\\s+(?:около\\s+|примерно\\s+|about\\s+|around\\s+|a\\s+)?\\d{1,5}\\s+(?:человек\\p{L}*|чел\\.?|гост\\p{L}+|персон\\p{L}*|people|guests?|persons?|pax)',
);
const HEADS = wholeWords('\\d{1,5}\\s+(?:человек\\p{L}*|чел|гост\\p{L}+|персон\\p{L}*|people|guests?|persons?|pax)');

/** The number of guests is about the customer and does not occur in a price list. */
export const withoutParty = (asked: string): string => {
  const spelt = spellInDigits(asked).replace(/\s+/g, ' ');
  if (!HEADS.test(spelt)) return asked;
  const rest = spelt
    .replace(PARTY, '')
    .replace(/ (?=[?,.])/g, '')
    .trim();
  return namesThing(rest) ? rest : spelt;
};
