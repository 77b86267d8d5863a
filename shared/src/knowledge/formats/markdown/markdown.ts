import type { Block, FileFormat } from '../file-format.ts';
import { readText, textLimits } from '../text/read-text.ts';
import { createLineScanner } from '../text/scan-lines.ts';
import { sniffText } from '../text/sniff-text.ts';
import { readFrontMatter } from './front-matter.ts';
import { createHeadingReader } from './read-heading.ts';

/** Reads Markdown; headings become the passages' titles. Front matter and the title are only looked for in the first window. */
export const markdown: FileFormat = {
  mediaTypes: ['text/markdown', 'text/x-markdown'],
  extensions: ['md', 'markdown', 'mdown'],
  limits: textLimits,
  sniff: sniffText,
  read: async function* (source) {
    const scanner = createLineScanner(createHeadingReader());
    let isFirst = true;
    for await (const window of readText(source)) {
      yield* isFirst ? beginDocument(window, scanner.scan) : scanner.scan(window);
      isFirst = false;
    }
    yield* scanner.end();
  },
};

function* beginDocument(window: string, scan: (text: string) => readonly Block[]): Generator<Block> {
  const { end, details, warnings } = readFrontMatter(window);
  const blocks = scan(window.slice(end));
  const title = titleOf(blocks);
  yield { kind: 'about', details, ...(title ? { title } : {}) };
  for (const warning of warnings) yield { kind: 'warning', ...warning };
  yield { kind: 'aside', text: window.slice(0, end) };
  yield* blocks;
}

/** The first heading, unless it only begins the first of several sections. */
const titleOf = (blocks: readonly Block[]): string | undefined => {
  const headings = blocks.flatMap((block) => (block.kind === 'heading' && block.heading !== '' ? [block] : []));
  const [first, ...others] = headings;
  return first && others.some(({ level }) => level <= first.level) ? undefined : first?.heading;
};
