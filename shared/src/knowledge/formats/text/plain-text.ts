import type { FileFormat } from '../file-format.ts';
import { readText, textLimits } from './read-text.ts';
import { sniffText } from './sniff-text.ts';

export const plainText: FileFormat = {
  mediaTypes: ['text/plain'],
  extensions: ['txt', 'text', 'log'],
  limits: textLimits,
  sniff: sniffText,
  read: async function* (source) {
    for await (const text of readText(source)) yield { kind: 'prose', text };
  },
};
