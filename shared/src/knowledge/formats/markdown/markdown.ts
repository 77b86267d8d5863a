import type { Block, FileFormat } from '../file-format.ts';
import { readText, textLimits } from '../text/read-text.ts';
import { sniffText } from '../text/sniff-text.ts';
import { readFrontMatter } from './front-matter.ts';
import { createLineScanner } from './scan-lines.ts';

/** Reads Markdown; headings become the passages' titles. Front matter and the title are only looked for in the first window. */
export const markdown: FileFormat = {
  mediaTypes: ['text/markdown', 'text/x-markdown'],
  extensions: ['md', 'markdown', 'mdown'],
  limits: textLimits,
  sniff: sniffText,
  read: async function* (source) {
    const scanner = createLineScanner();
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
  const first = blocks.find((block) => block.kind === 'heading');
  yield { kind: 'about', details, ...(first?.heading ? { title: first.heading } : {}) };
  for (const warning of warnings) yield { kind: 'warning', ...warning };
  yield { kind: 'aside', text: window.slice(0, end) };
  yield* blocks;
}
