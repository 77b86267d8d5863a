/**
 * Whether a reply holds the words, whatever the case and the kind of spaces. A figure at either end of them counts only
 * at its borders: `600` is not in `1 600`, and `22` is neither in `220` nor in `22 000`.
 */
export const holdsWords = (reply: string, words: string): boolean => {
  const wanted = plain(words);
  const pattern = `${/^\d/.test(wanted) ? BEFORE : ''}${escaped(wanted)}${/\d$/.test(wanted) ? BEHIND : ''}`;
  return new RegExp(pattern, 'u').test(plain(reply));
};

/** A figure goes on in a digit, or in a group of three behind a space or a decimal sign. */
const BEFORE = String.raw`(?<!\d)(?<!\d[.,])(?<!(?<!\d)\d{1,3}(?: \d{3})* (?=\d{3}(?!\d)))`;
const BEHIND = String.raw`(?!\d)(?![.,]\d)(?! \d{3}(?!\d))`;

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
