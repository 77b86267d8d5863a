const STRESS_MARKS = /[\u0300\u0301]/g;
const ACCENTED_LATIN = /[\u00c0-\u024f\u1e00-\u1eff]+/g;
const COMBINING_MARKS = /\p{M}/gu;

/** The form in which words are compared: NFKC, lower case, ё = е, no stress marks, no Latin accents. Keeps й. Never throws. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(STRESS_MARKS, '')
    .replace(ACCENTED_LATIN, (letters) => letters.normalize('NFD').replace(COMBINING_MARKS, ''));
