export type Span = { readonly start: number; readonly end: number };

const MAX_SENTENCE_LENGTH = 1000;

// The end of a sentence: its mark with closing quotes before a space, an empty line, or a line that begins a list item, a table row or a heading.
const BOUNDARY =
  /[.!?…]{1,5}["»”’')\]]{0,3}(?=\s)|\n[^\S\n]{0,80}(?=\n)|\n(?=[^\S\n]{0,80}(?:[-*•–—+|#]|\d{1,3}[.)])[^\S\n])/g;

/** What follows belongs to them, even with a capital. */
const LEADING = new Set(
  [
    'ул д кв корп стр пр просп пер пл обл р н им см св проф акад рис табл доп тел моб напр г ст п т',
    'mr mrs ms dr prof st vs no fig vol approx dept tel e.g i.e eg ie',
  ]
    .join(' ')
    .split(' '),
);
/** They end a sentence when a capital follows. */
const TRAILING = new Set(
  'г гг в вв тыс млн млрд руб коп ср др пп т.д т.п мин мес чел шт etc inc ltd co corp jr sr est u.s a.m p.m'.split(' '),
);

/** Sentences of 1,000 characters at most as spans of the text, without the space around them; nothing but space lies between. Never throws. */
export const splitSentences = (text: string): Span[] => {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('.') && isAbbreviation(text, { start, dot: match.index, end })) continue;
    spans.push(...trimmedSpans(text, start, end));
    start = end;
  }
  spans.push(...trimmedSpans(text, start, text.length));
  return spans;
};

/** Whether the dot ends a short form or an initial and not the sentence. */
const isAbbreviation = (text: string, { start, dot, end }: Span & { readonly dot: number }): boolean => {
  const next = text.slice(end, end + 10);
  if (/^\s*\n\s*\n/.test(next)) return false;
  if (/^\s+\p{Ll}/u.test(next)) return true;
  const before = text.slice(Math.max(start, dot - 24), dot);
  const [word = ''] = /[\p{L}\p{N}.]*$/u.exec(before) ?? [];
  const short = word.toLowerCase();
  if (/^\p{Lu}$/u.test(word)) return true;
  if (TRAILING.has(short) && /\d\s?\p{L}*$/u.test(before)) return false;
  return LEADING.has(short) || (TRAILING.has(short) && !/^\s+["«(]?\p{Lu}/u.test(next));
};

const trimmedSpans = (text: string, from: number, to: number): Span[] => {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  const end = from + part.trimEnd().length;
  if (end <= start) return [];
  if (end - start <= MAX_SENTENCE_LENGTH) return [{ start, end }];
  const cut = cutBefore(text, start, start + MAX_SENTENCE_LENGTH);
  return [...trimmedSpans(text, start, cut), ...trimmedSpans(text, cut, end)];
};

/** The last space before `limit`, so that no word is cut, or `limit` itself (never inside a surrogate pair). */
const cutBefore = (text: string, start: number, limit: number): number => {
  const space = text.slice(start, limit).search(/\s\S*$/);
  if (space > 0) return start + space;
  return /[\ud800-\udbff]/.test(text[limit - 1] ?? '') ? limit - 1 : limit;
};
