import type { Found } from '../../../text/word-pattern.ts';

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}@])/u;

/** The first e-mail address in a text, in lower case. */
export const findEmail = (text: string): Found<string> | undefined => {
  const match = EMAIL.exec(text);
  if (!match || match[0].length > 254 || match[0].includes('..')) return undefined;
  return { value: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length };
};
