import { decodeText } from './decode-text.ts';
import type { FileFormat, Piece } from './file-format.ts';
import { readFrontMatter } from './read-front-matter.ts';
import { splitPassages } from './split-passages.ts';

type Section = { readonly headings: readonly string[]; readonly start: number; readonly end: number };

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^ {0,3}(#{1,6})[ \t]/;
/** Characters of a heading that are read; the rest of a longer one is left out of titles. */
const MAX_HEADING = 1000;
const SPACE_OR_TAB = /[ \t]/;

/** Markdown as it is written; its headings become the passages' titles. A front matter is left out of them. */
export const markdown: FileFormat = {
  mediaTypes: ['text/markdown', 'text/x-markdown'],
  extensions: ['md', 'markdown', 'mdown'],
  read: (bytes) => {
    const text = decodeText(bytes);
    const { end, details, warnings } = readFrontMatter(text);
    const sections = sectionsOf(text, end);
    const pieces = sections.flatMap((section) => piecesOf(text, section));
    const [title] = sections.find(({ headings }) => headings.length > 0)?.headings ?? [];
    return { text, pieces, warnings, details, ...(title ? { title } : {}) };
  },
};

const piecesOf = (text: string, section: Section): Piece[] =>
  splitPassages(text, section).map((span) => ({ ...span, headings: section.headings }));

const sectionsOf = (text: string, from: number): Section[] => {
  const sections: Section[] = [];
  const open: { level: number; heading: string }[] = [];
  let start = from;
  let fence: string | undefined;
  const close = (end: number) => {
    sections.push({ headings: open.map(({ heading }) => heading), start, end });
  };
  for (const line of linesOf(text, start)) {
    const mark = FENCE.exec(line.text)?.[1];
    if (mark && (fence === undefined || fence === mark)) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? HEADING.exec(line.text) : null;
    if (!found) continue;
    close(line.start);
    const level = found[1]?.length ?? 1;
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    open.push({ level, heading: plainHeading(line.text.slice(found[0].length, found[0].length + MAX_HEADING)) });
    start = line.end;
  }
  close(text.length);
  return sections;
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

function* linesOf(text: string, from: number): Generator<{ text: string; start: number; end: number }> {
  let start = from;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield { text: text.slice(start, end), start, end };
    start = end + 1;
  }
}
