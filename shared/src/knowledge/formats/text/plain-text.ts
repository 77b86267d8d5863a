import type { FileFormat } from '../file-format.ts';
import { readText, textLimits } from './read-text.ts';
import { createLineScanner, type HeadingReader } from './scan-lines.ts';
import { sniffText } from './sniff-text.ts';

/** Plain text has no marked headings; a line in capitals is one, unless the whole text is in capitals. */
export const plainText: FileFormat = {
  mediaTypes: ['text/plain'],
  extensions: ['txt', 'text', 'log'],
  limits: textLimits,
  sniff: sniffText,
  read: async function* (source) {
    let scanner: ReturnType<typeof createLineScanner> | undefined;
    for await (const text of readText(source)) {
      scanner ??= createLineScanner(isMostlyInCapitals(text) ? () => undefined : createCapitalsReader());
      yield* scanner.scan(text);
    }
    yield* scanner?.end() ?? [];
  },
};

const MAX_LENGTH = 80;
const MIN_LETTERS = 4;
const MOST_HEADINGS = 2 / 3;

/** A heading directly below another one belongs to its section, so that the words of both are found. */
const createCapitalsReader = (): HeadingReader => {
  let level = 0;
  return (line) => {
    if (line.trim() === '') return undefined;
    const heading = capitalsIn(line);
    level = heading === undefined ? 0 : level + 1;
    return heading === undefined ? undefined : { level, heading };
  };
};

/** What is in brackets may be in small letters: "MEETING ROOMS (second floor)". */
const capitalsIn = (line: string): string | undefined => {
  const heading = line.trim().replace(/:$/, '');
  if (heading.length > MAX_LENGTH || /[.,;!?]$/.test(heading)) return undefined;
  const words = heading.replace(/\([^()]{0,80}\)/gu, '');
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  const isInCapitals = letters >= MIN_LETTERS && letters > (words.match(/\d/g)?.length ?? 0) && !/\p{Ll}/u.test(words);
  return isInCapitals ? heading : undefined;
};

const isMostlyInCapitals = (text: string): boolean => {
  const lines = text.split('\n').filter((line) => /\p{L}/u.test(line));
  return lines.filter((line) => capitalsIn(line) !== undefined).length > MOST_HEADINGS * lines.length;
};
