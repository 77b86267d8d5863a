import { editDistance } from '../terms/edit-distance.ts';
import { foldText } from './fold-text.ts';
import { isStopWord } from './stop-words.ts';

/** Long enough that a word one slip away can be no other. */
const questionWords = 'сколько скольки когда какой какая какие какую можно where please'.split(' ');

/** As people type them in a hurry. */
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
};

/** What a folded word of a question stands for: «скок» and «сколька» are «сколько»; undefined for any other word. */
export const questionWordLike = (word: string): string | undefined =>
  Object.hasOwn(shortForms, word)
    ? shortForms[word]
    : questionWords.find((known) => known !== word && word.length >= 5 && editDistance(word, known, 1) === 1);

/** The text with its question words put right. */
export const repairQuestionWords = (text: string): string =>
  text.replace(/\p{L}+/gu, (written) => {
    const word = foldText(written);
    return isStopWord(word) ? written : (questionWordLike(word) ?? written);
  });
