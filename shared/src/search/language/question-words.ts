import { editDistance } from '../terms/edit-distance.ts';
import { foldText } from './fold-text.ts';
import { isStopWord } from './stop-words.ts';

/** Long enough that a word with one typo can mean nothing else. */
const questionWords = 'сколько скольки когда какой какая какие какую можно where please'.split(' ');

/** Common shorthand spellings. */
const shortForms: Readonly<Record<string, string>> = {
  скок: 'сколько',
  скока: 'сколько',
  скоко: 'сколько',
  када: 'когда',
  кода: 'когда',
  шо: 'что',
  чо: 'что',
  че: 'что',
  мона: 'можно',
  пж: 'пожалуйста',
  плиз: 'пожалуйста',
  hou: 'how',
  wen: 'when',
  wat: 'what',
  pls: 'please',
  plz: 'please',
  u: 'you',
  ur: 'your',
};

/**
 * Returns the question word that a folded word stands for: «скок» and «сколька» are «сколько». Undefined for any other
 * word.
 */
export const questionWordLike = (word: string): string | undefined =>
  Object.hasOwn(shortForms, word)
    ? shortForms[word]
    : questionWords.find((known) => known !== word && word.length >= 5 && editDistance(word, known, 1) === 1);

/** Corrects the spelling of the question words in a text. */
export const repairQuestionWords = (text: string): string =>
  text.replace(/\p{L}+/gu, (written) => {
    const word = foldText(written);
    return isStopWord(word) ? written : (questionWordLike(word) ?? written);
  });
