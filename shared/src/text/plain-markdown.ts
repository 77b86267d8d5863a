import { tableCells, withoutEmphasis } from './inline-markdown.ts';

/**
 * Removes Markdown and HTML markup. Each table row becomes a line in which every cell follows its column's title, and a
 * bare number is followed by the currency of its column, so that related values stay together.
 */
export const plainMarkdown = (text: string): string =>
  withoutEmphasis(
    plainTables(text.replace(INLINE_TAG, '').replace(TAG, ' '))
      .replace(/!?\[([^\][\n]{0,400})\]\((\s?[^()\s]{1,2000})\)/g, '$1 $2')
      .replace(/<((?:[a-z][a-z0-9+.-]{1,15}:|mailto:)?[^<>\s]{3,300})>/giu, '$1')
      .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
      .replace(/^[ \t]{0,3}(?:>[ \t]?){1,5}/gm, '')
      .replace(/^[ \t]{0,3}(?:`{3,}|~{3,})[^\n]{0,40}$/gm, '')
      .replace(/\\(?=[\\`*_{}[\]()#+.!|~>$-])/g, '')
      .replace(/^([ \t]{0,8})\*(?=[ \t])/gm, '$1-'),
  );

const INLINE_TAG = /<\/?(?:b|i|u|s|em|strong|span|sub|sup|mark|code|font)>/giu;

const TAG = /<\/?(?:[a-z]|[a-z][a-z0-9]{1,10})(?:\s[^<>\n]{0,400})?\/?>/giu;

const RULE = /^[ \t]{0,3}\|?[ \t]{0,5}:?-{1,60}:?[ \t]{0,5}(?:\|[ \t]{0,5}:?-{1,60}:?[ \t]{0,5}){0,30}\|?[ \t]{0,5}$/;

const plainTables = (text: string): string => {
  if (!text.includes('|')) return text;
  const lines = text.split('\n');
  const plain: string[] = [];
  let titles: readonly string[] | undefined;
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1];
    if (!line.includes('|')) {
      titles = undefined;
      plain.push(line);
    } else if (next?.includes('-') && RULE.test(next)) {
      titles = tableCells(line);
    } else if (!(titles && RULE.test(line))) {
      plain.push(rowOf(tableCells(line), titles ?? []));
    }
  }
  return plain.join('\n');
};

const CURRENCY =
  /[₽$€£₸¥₴₺]|(?<!\p{L})(?:руб(?:л\p{L}{1,3})?|р\.|rub|usd|eur|gbp|usdt|roubles?|dollars?|euros?)(?!\p{L})/iu;
const BARE = /^(?:от |до |from |~|≈)?[\d.,\s\u00a0\u202f–—-]{1,30}$/iu;

/**
 * Turns a row into a line. A row with several amounts becomes one line per amount, so that each stays beside its
 * subject.
 */
const rowOf = ([first = '', ...cells]: readonly string[], [, ...titles]: readonly string[]): string => {
  const told = cells
    .map((cell, at) => {
      const title = titles[at] ?? '';
      const currency = BARE.test(cell) && /\d/.test(cell) ? CURRENCY.exec(title)?.[0] : undefined;
      const name = title.replace(CURRENCY, '').replace(/[\s,;:()]{1,20}$/u, '');
      return `${name === '' ? '' : `${name}: `}${cell}${currency === undefined ? '' : ` ${currency}`}`;
    })
    .filter((cell) => cell !== '');
  const priced = told.filter((cell) => CURRENCY.test(cell));
  if (priced.length < 2 || priced.length > MOST_AMOUNTS) return [first, ...told].join(' — ');
  const others = told.filter((cell) => !priced.includes(cell));
  const shared = [first, ...others].join(' — ').slice(0, LONGEST_HEAD);
  return priced.map((cell) => `${shared} — ${cell}`).join('\n');
};

/** A row with more amounts than this is not repeated, which keeps the text at about the same length. */
const MOST_AMOUNTS = 6;
const LONGEST_HEAD = 200;
