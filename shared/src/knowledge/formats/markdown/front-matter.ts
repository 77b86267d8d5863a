import { type Day, readDayOrTime } from '../../../timing/days.ts';
import { endsBeforeItBegins, type SourceDetails } from '../../source-details.ts';

const MAX_PRODUCT = 200;
const QUOTED = /^(["'])(?<inner>.*)\1$/;

type ReadWarning = { readonly line: number; readonly message: string };

export type FrontMatter = {
  /** Where the text after it begins; 0 if there is none. */
  readonly end: number;
  readonly details: SourceDetails;
  readonly warnings: readonly ReadWarning[];
};

type Read = { readonly details: SourceDetails } | { readonly fault: string };

/** The known keys, without spaces, `_`, and `-`; others are ignored. */
const keys: Readonly<Record<string, (value: string) => Read>> = {
  product: (value) => readProduct(value),
  продукт: (value) => readProduct(value),
  validfrom: (value) => readDate(value, ({ from }) => ({ validFrom: from })),
  действуетс: (value) => readDate(value, ({ from }) => ({ validFrom: from })),
  validuntil: (value) => readDate(value, ({ until }) => ({ validUntil: until })),
  действуетдо: (value) => readDate(value, ({ until }) => ({ validUntil: until })),
};

/** Reads `key: value` lines between two lines of `---` at the very beginning. A line that cannot be read becomes a warning. */
export const readFrontMatter = (text: string): FrontMatter => {
  const block = /^---\n(?<lines>[\s\S]*?)\n---(?:\n|$)/.exec(text);
  if (!block) return { end: 0, details: {}, warnings: [] };
  let details: SourceDetails = {};
  const warnings: ReadWarning[] = [];
  for (const [index, line] of (block.groups?.lines ?? '').split('\n').entries()) {
    const read = readLine(line);
    if (read && 'fault' in read) warnings.push({ line: index + 2, message: read.fault });
    else details = { ...details, ...read?.details };
  }
  if (endsBeforeItBegins(details)) {
    warnings.push({ line: 1, message: 'It ends before it begins, so it never holds.' });
  }
  return { end: block[0].length, details, warnings };
};

const readLine = (line: string): Read | undefined => {
  const colon = line.indexOf(':');
  if (colon < 0) return undefined;
  const key = line
    .slice(0, colon)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
  const value = line.slice(colon + 1).trim();
  const plain = QUOTED.exec(value)?.groups?.inner?.trim() ?? value;
  return plain === '' || !Object.hasOwn(keys, key) ? undefined : keys[key]?.(plain);
};

const readProduct = (value: string): Read =>
  value.length > MAX_PRODUCT
    ? { fault: `The product is longer than ${MAX_PRODUCT} characters.` }
    : { details: { product: value } };

const readDate = (value: string, toDetails: (day: Day) => SourceDetails): Read => {
  const day = readDayOrTime(value);
  return day ? { details: toDetails(day) } : { fault: `"${value}" is no date: write it as 2026-12-31 or 31.12.2026.` };
};
