import type { Block } from '../file-format.ts';

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]/;
/** Characters of a heading that are read; the rest of a longer one is left out of titles. */
const MAX_HEADING = 1000;
/** By so many characters every line is told apart, however long it is. */
const ENOUGH = MAX_HEADING + 20;
const SPACE_OR_TAB = /[ \t]/;

/** Finds headings outside of code, line by line, in a text that arrives in parts. */
export const createLineScanner = () => {
  let held = '';
  let fence: string | undefined;
  /** What the rest of a line belongs to whose beginning has been given already. */
  let cut: 'prose' | 'aside' | undefined;

  /** The lines that are complete, or long enough to be told apart; all of them at the end. */
  const take = (isEnd: boolean): readonly Block[] => {
    const blocks: Block[] = [];
    let prose = 0;
    let at = 0;
    const addProse = (end: number): void => {
      if (end > prose) blocks.push({ kind: 'prose', text: held.slice(prose, end) });
    };
    while (at < held.length) {
      const newline = held.indexOf('\n', at);
      const end = newline < 0 ? held.length : newline;
      if (newline < 0 && !isEnd && cut === undefined && end - at < ENOUGH) break;
      const heading = cut === undefined ? readHeading(held.slice(at, Math.min(end, at + ENOUGH))) : undefined;
      if (heading) {
        addProse(at);
        blocks.push({ kind: 'heading', text: held.slice(at, end), ...heading });
      } else if (cut === 'aside') {
        addProse(at);
        blocks.push({ kind: 'aside', text: held.slice(at, end) });
      }
      const isAside = heading !== undefined || cut === 'aside';
      // A heading's line ends before its line feed, which belongs to the prose below.
      if (isAside) prose = end;
      cut = newline < 0 ? (isAside ? 'aside' : 'prose') : undefined;
      at = newline < 0 ? end : end + 1;
    }
    addProse(at);
    held = held.slice(at);
    return blocks;
  };

  const readHeading = (line: string): { readonly level: number; readonly heading: string } | undefined => {
    const mark = FENCE.exec(line)?.[1];
    if (mark && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? HEADING.exec(line) : null;
    if (!found) return undefined;
    const words = line.slice(found[0].length, found[0].length + MAX_HEADING);
    return { level: found[1]?.length ?? 1, heading: plainHeading(words) };
  };

  return {
    scan: (text: string): readonly Block[] => {
      held += text;
      return take(false);
    },
    end: (): readonly Block[] => take(true),
  };
};

/** A heading's words without the marks of links, emphasis and code, and without the `#` that may close it. */
const plainHeading = (heading: string): string =>
  withoutEnd(withoutEnd(heading, SPACE_OR_TAB), /#/)
    .replace(/!?\[([^\]]{0,300})\]\([^)]{0,500}\)/g, '$1')
    .replace(/[*_`]+/g, '')
    .trim()
    .slice(0, 200);

/** The text without the run of characters at its end of which each fits. */
const withoutEnd = (text: string, character: RegExp): string => {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
