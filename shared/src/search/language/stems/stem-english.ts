import { stemmer as porter } from '@orama/stemmers/english';
import { standsFor } from './stem-lines.ts';

/** Each word with its irregular forms. No form is also another word that customers use. */
const irregularForms = [
  'be been being',
  'begin began begun',
  'bring brought',
  'build built',
  'buy bought',
  'catch caught',
  'choose chose chosen',
  'child children',
  'come came',
  'deal dealt',
  'deliver delivery deliveries',
  'draw drew drawn',
  'drink drank drunk',
  'drive drove driven',
  'eat ate eaten',
  'fall fell fallen',
  'foot feet',
  'forget forgot forgotten',
  'freeze froze frozen',
  'get got gotten',
  'give gave given',
  'go goes went gone',
  'grow grew grown',
  'hear heard',
  'hide hidden',
  'hold held',
  'keep kept',
  'know knew known',
  'lend lent',
  'lose lost',
  'make made',
  'man men',
  'mean meant',
  'meet met',
  'mouse mice',
  'pay paid payment payments',
  'person people',
  'ride rode ridden',
  'run ran',
  'sell sold',
  'send sent',
  'shake shook shaken',
  'sing sang sung',
  'sleep slept',
  'speak spoke spoken',
  'spend spent',
  'steal stole stolen',
  'swim swam swum',
  'take took taken',
  'teach taught',
  'tell told',
  'think thought',
  'throw threw thrown',
  'tooth teeth',
  'wear wore worn',
  'win won',
  'woman women',
  'write wrote written',
  'knife knives',
  'life lives',
  'wife wives',
  'shelf shelves',
  'analysis analyses',
  'index indices indexes',
  'matrix matrices',
  'vertex vertices',
] as const;

/** American and British stems. */
const spellings = [
  'color colour',
  'favor favour',
  'center centr',
  'meter metr',
  'liter litr',
  'theater theatr',
  'catalog catalogu',
  'program programm',
  'licens licenc',
  'grai grei',
] as const;

const irregular = standsFor(irregularForms);
const american = standsFor(spellings);

/**
 * Returns the Porter stem of a folded English word. Irregular forms and British spellings get the stem of their base
 * word.
 */
export const stemEnglish = (word: string): string => {
  const stem = porter(irregular.get(word) ?? word);
  return american.get(stem) ?? stem;
};
