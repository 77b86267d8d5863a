import { stopwords as english } from '@orama/stopwords/english';
import { stopwords as russian } from '@orama/stopwords/russian';
import { splitWords } from './split-words.ts';

/** Words of the standard stop lists that carry meaning in a customer's question. */
const meaningful = new Set([
  'человек',
  'жизнь',
  'два',
  'три',
  'сегодня',
  'сейчас',
  'сказал',
  'сказала',
  'сказать',
  'хорошо',
]);

const missing = [
  'а это этого этому эта эти этих этим этими тех те та ту то том тому того теми тем',
  'который которая которое которые которого которой которому которых которым которыми которую котором',
  'каков какова каково каковы какие каких каким какими какую какого какое каком кто кого кому кем ком',
  'чье чья чей чьи почему сколько скольки скольких сколькими скольким также является являются либо около среди',
  'a an may might shall s t d ll re ve m will don didn doesn isn wasn weren aren pm г гг',
].join(' ');

const stopWords = new Set(
  [...russian, ...english, missing].flatMap((entry) => splitWords(entry)).filter((word) => !meaningful.has(word)),
);

/** Whether a folded Russian or English word is too common to distinguish passages. */
export const isStopWord = (word: string): boolean => stopWords.has(word);

const withoutSoftSigns = new Map([...stopWords].map((word) => [word.replaceAll('ь', ''), word]));

/**
 * Returns the stop word for a word converted from Latin letters, in which soft signs are missing: «skolko» is
 * «сколько».
 */
export const stopWordLike = (word: string): string | undefined => withoutSoftSigns.get(word.replaceAll('ь', ''));
