/**
 * Patterns that take more than linear time, where a bound is put on what they are given; such as are linear for a reason that the
 * checker does not find; and places where patterns are made while the program runs. `source` is how the pattern begins.
 */
export const allowed = [
  {
    file: 'desktop/src/renderer/parts/lead/amount-text.ts',
    source: '^([^\\d\\s]*)',
    why: 'The text of one field, refused above 60 characters.',
  },
  {
    file: 'shared/src/text/detect-language.ts',
    source: '(?<!\\S)\\S',
    why: 'Each alternative begins at the beginning of a word, or takes the rest of its word: no word is walked through twice.',
  },
  {
    file: 'shared/src/search/language/split-sentences.ts',
    source: '(?<![\\p{L}\\p{N}.])',
    why: 'The 24 characters before a dot.',
  },
  {
    file: 'shared/src/reading/phone.ts',
    source: '(?:заказ\\p{L}*|сч[её]т',
    why: 'The 40 characters before a number.',
  },
  {
    file: 'shared/src/guardrails/prices/bare-prices.ts',
    source: '(?<!\\p{L})(?:(?:стоит|стоят',
    why: 'The 100 characters before a number.',
  },
  {
    file: 'desktop/src/renderer/features/approvals/arguments/argument-shape.ts',
    why: 'Patterns of the tools’ own schemas, tried on the empty text and on one moment.',
  },
  {
    file: 'shared/src/reading/fact-owner.ts',
    why: 'The patterns of the same file, which are looked at as they stand there, made to find all matches.',
  },
];

/** Where input is no longer than this, a pattern that the checker could not finish may pass. */
export const boundedFolders = [
  { folder: 'shared/src/models/no-model/', why: 'A message has 16,000 characters at most.' },
  { folder: 'shared/src/guardrails/', why: 'A reply has 16,000 characters at most.' },
  { folder: 'shared/src/text/word-pattern.ts', why: 'Messages and replies.' },
  { folder: 'shared/src/reading/read-consent.ts', why: 'It reads 1,000 characters.' },
  { folder: 'shared/src/search/answers/', why: 'A passage has 8,000 characters at most, a question 2,000.' },
];
