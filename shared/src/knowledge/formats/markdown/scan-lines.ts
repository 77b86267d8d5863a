import { withoutInlineMarkup } from '../../../text/inline-markdown.ts';
import type { Block } from '../file-format.ts';

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]/;
/** Maximum length of a heading in titles; the rest is dropped. */
const MAX_HEADING = 1000;
/** The kind of any line is known after this many characters. */
const ENOUGH = MAX_HEADING + 20;
const SPACE_OR_TAB = /[ \t]/;

/** Finds headings outside of code, line by line, in a text that arrives in parts. */
export const createLineScanner = () => {
  let held = '';
  let fence: string | undefined;
  /** What the rest of a line belongs to, if its beginning was already returned. */
  let cut: 'prose' | 'aside' | undefined;

  /** Returns the lines that are complete or long enough to be classified; at the end, all of them. */
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
      // A heading ends before its line feed, which belongs to the prose below it.
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

/** The text of a heading, without the markup of links, emphasis, and code and without a closing `#`. */
const plainHeading = (heading: string): string =>
  withoutInlineMarkup(withoutEnd(withoutEnd(heading, SPACE_OR_TAB), /#/)).slice(0, 200);

/** Removes the matching characters from the end of a text. */
const withoutEnd = (text: string, character: RegExp): string => {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};
