import type { Language } from '../entities/declaring/fields.ts';

type Rule = readonly [fault: string, pattern: RegExp];

const everywhere: readonly Rule[] = [
  ['a straight quotation mark', /"/],
  ['a straight apostrophe', /\p{L}'\p{L}/u],
  ['three dots instead of an ellipsis', /\.\.\./],
  ['two spaces', /\s{2}/],
  ['a space at an end', /^\s|\s$/],
  ['a space before a punctuation mark', /\s[,.;:?!»”)]/],
  ['a space after an opening mark', /[«“(]\s/],
  ['a hyphen instead of a dash', /\s-\s/],
];

const own: Readonly<Record<Language, readonly Rule[]>> = {
  ru: [
    ['English quotation marks', /[“”]/],
    ['a dash that can begin a line', /(?<!\u00a0)—/],
    ['a number that can be parted from its unit', /\d (?:[%₽€]|(?:[кКМГ]?Б|мс|ч|мин|символ\p{L}*)(?!\p{L})|с$)/u],
    ['a number that can be broken', /\d \d{3}/],
  ],
  en: [['Russian quotation marks', /[«»]/]],
};

/** What is wrong with the punctuation and spaces of an interface text; placeholders stand for numbers. */
export const typographyFaults = (text: string, language: Language): readonly string[] => {
  const filled = text.replaceAll(/\{\{[^}]*\}\}/g, '1');
  return [...everywhere, ...own[language]].filter(([, pattern]) => pattern.test(filled)).map(([fault]) => fault);
};
