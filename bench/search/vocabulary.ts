import { seededRandom } from '../seeded-random.ts';

/** Builds artificial words with the language's own morphology, so that stemmers have work to do. */
type Grammar = {
  readonly onsets: readonly string[];
  readonly vowels: readonly string[];
  readonly codas: readonly string[];
  /** Derivational suffix and inflectional endings; the words of a family differ only in the ending. */
  readonly paradigms: readonly { readonly suffix: string; readonly endings: readonly string[] }[];
};

const split = (list: string): string[] => list.split(' ').map((part) => (part === '-' ? '' : part));

const russian: Grammar = {
  onsets: split('б в г д ж з к л м н п р с т ф х ц ч ш бр вр гр др кр пр тр ст сл сн кл гл пл св зв'),
  vowels: split('а о у е и ы я ё'),
  codas: split('- - - - й л м н р с т к'),
  paradigms: [
    { suffix: 'к', endings: split('а и е у ой ам') },
    { suffix: 'ств', endings: split('о а у ом е ам') },
    { suffix: 'ени', endings: split('е я ю ем и ями') },
    { suffix: 'тель', endings: split('- я ю ем и ей') },
    { suffix: 'н', endings: split('ый ая ое ые ого ому') },
    { suffix: 'ическ', endings: split('ий ая ое ие ого их') },
    { suffix: 'а', endings: split('ть ет ют л ла ли') },
    { suffix: 'ова', endings: split('ть л ла ли вший ние') },
  ],
};

const english: Grammar = {
  onsets: split('b c d f g h j k l m n p r s t v w bl br ch cl cr dr fl fr gl gr pl pr sh sl sp st th tr'),
  vowels: split('a e i o u ai ea oo ou'),
  codas: split('- - - b d g l m n p r t ck nd nt rd st'),
  paradigms: [
    { suffix: 't', endings: split('- s ed ing er ers') },
    { suffix: 'at', endings: split('e es ed ing ion ions') },
    { suffix: 'm', endings: split('- s ed ing ent ents') },
    { suffix: 'n', endings: split('ess - s ly able ably') },
    { suffix: 'iz', endings: split('e es ed ing er ation') },
    { suffix: 'al', endings: split('- s ly ity ities ism') },
  ],
};

/** The grammars by language. */
export const grammars = { ru: russian, en: english } as const;

/** Shorter words might happen to be stop words. */
const MIN_LENGTH = 5;

/** Returns exactly `size` distinct words, in an order that is independent of their families. */
export const createVocabulary = (grammar: Grammar, size: number, seed: number): string[] => {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const words = new Set<string>();
  while (words.size < size) {
    const syllables = Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
      [grammar.onsets, grammar.vowels, grammar.codas].map(pick).join(''),
    );
    const { suffix, endings } = pick(grammar.paradigms) ?? { suffix: '', endings: [] };
    for (const ending of endings) {
      const word = syllables.join('') + suffix + ending;
      if (word.length >= MIN_LENGTH) words.add(word);
    }
  }
  return shuffle([...words].slice(0, size), random);
};

const shuffle = (words: string[], random: () => number): string[] =>
  words
    .map((word) => ({ word, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word);
