/** A range of offsets in a text; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number };

const MAX_SENTENCE_LENGTH = 1000;

// The end of a sentence: its mark with closing quotes before a space, an empty line, or a line that begins a list item,
// a table row or a heading.
const BOUNDARY =
  /[.!?…]{1,5}["»”’')\]]{0,3}(?=\s)|\n[^\S\n]{0,80}(?=\n)|\n(?=[^\S\n]{0,80}(?:[-*•–—+|#]|\d{1,3}[.)])[^\S\n])/g;

/** Abbreviations that never end a sentence, even before a capital. */
const LEADING = new Set(
  [
    'ул д кв корп стр пр просп пер пл обл р н им см св проф акад рис табл доп тел моб напр г ст п т',
    'mr mrs ms dr prof st vs no fig vol approx dept tel e.g i.e eg ie',
  ]
    .join(' ')
    .split(' '),
);
/** Abbreviations that end a sentence when a capital follows. */
const TRAILING = new Set(
  'г гг в вв тыс млн млрд руб коп ср др пп т.д т.п мин мес чел шт etc inc ltd co corp jr sr est u.s a.m p.m'.split(' '),
);

/**
 * Splits a text into sentences of at most 1,000 characters, as spans without the surrounding space. Only white space
 * lies between them. Never throws.
 */
export const splitSentences = (text: string): Span[] => {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('.') && isAbbreviation(text, { start, dot: match.index, end })) continue;
    addTrimmed(spans, text, { start, end });
    start = end;
  }
  addTrimmed(spans, text, { start, end: text.length });
  return spans;
};

/** Whether the dot ends an abbreviation or an initial rather than the sentence. */
const isAbbreviation = (text: string, { start, dot, end }: Span & { readonly dot: number }): boolean => {
  const next = text.slice(end, end + 10);
  if (/^\s*\n\s*\n/.test(next)) return false;
  if (/^\s+\p{Ll}/u.test(next)) return true;
  const before = text.slice(Math.max(start, dot - 24), dot);
  // The number of an item is no sentence: "8. Deposits."
  if (/^\s*\d{1,3}$/.test(before) && !/^\s*\n/.test(next)) return true;
  const [word = ''] = /(?<![\p{L}\p{N}.])[\p{L}\p{N}.]*$/u.exec(before) ?? [];
  const short = word.toLowerCase();
  if (/^\p{Lu}$/u.test(word)) return true;
  if (TRAILING.has(short) && /\d\s?\p{L}*$/u.test(before)) return false;
  return LEADING.has(short) || (TRAILING.has(short) && !/^\s+["«(]?\p{Lu}/u.test(next));
};

/** Adds the span without the surrounding space, in pieces of bounded length. */
const addTrimmed = (spans: Span[], text: string, span: Span): void => {
  let { start, end } = trimSpan(text, span);
  while (end - start > MAX_SENTENCE_LENGTH) {
    const cut = cutBefore(text, start, start + MAX_SENTENCE_LENGTH);
    spans.push(trimSpan(text, { start, end: cut }));
    start = trimSpan(text, { start: cut, end }).start;
  }
  if (end > start) spans.push({ start, end });
};

/** Removes white space from the ends of a span; a span of only white space becomes empty. */
export const trimSpan = (text: string, span: Span): Span => {
  let { start, end } = span;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return { start, end };
};

/** ASCII letters, digits and signs are recognized without a regular expression. */
const isSpace = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(text.charAt(at));
};

/** Returns the last space before `limit`, so that no word is cut, or `limit` itself (never inside a surrogate pair). */
const cutBefore = (text: string, start: number, limit: number): number => {
  for (let at = limit - 1; at > start; at -= 1) if (isSpace(text, at)) return at;
  return /[\ud800-\udbff]/.test(text[limit - 1] ?? '') ? limit - 1 : limit;
};
