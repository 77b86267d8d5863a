import type { Block } from '../file-format.ts';

/** Maximum length of a heading in titles; the rest is dropped. */
export const MAX_HEADING = 1000;
/** The kind of any line is known after this many characters. */
const ENOUGH = MAX_HEADING + 20;

/** Reads the beginning of a line as a heading; it is called for each line in order. */
export type HeadingReader = (line: string) => { readonly level: number; readonly heading: string } | undefined;

/** Finds headings line by line in a text that arrives in parts. */
export const createLineScanner = (readHeading: HeadingReader) => {
  let held = '';
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

  return {
    scan: (text: string): readonly Block[] => {
      held += text;
      return take(false);
    },
    end: (): readonly Block[] => take(true),
  };
};
