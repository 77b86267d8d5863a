import { decodeText } from './decode-text.ts';
import type { FileFormat } from './file-format.ts';
import { splitPassages } from './split-passages.ts';

export const plainText: FileFormat = {
  mediaTypes: ['text/plain'],
  extensions: ['txt', 'text', 'log'],
  read: (bytes) => {
    const text = decodeText(bytes);
    const pieces = splitPassages(text, { start: 0, end: text.length }).map((span) => ({ ...span, headings: [] }));
    return { text, pieces, warnings: [] };
  },
};
