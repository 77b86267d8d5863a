import { analyzeText } from '@inbetwin/shared/search/language/analyze-text.ts';
import type { Why } from '@inbetwin/shared/search/search-index.ts';

export type TextPart = { readonly text: string; readonly isHit: boolean; readonly start: number };

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}.,'’-]*/gu;

/** The stems by which a passage was found. */
export const stemsIn = (why: Why | undefined): ReadonlySet<string> =>
  new Set(why?.fullText?.terms.map(({ stem }) => stem));

/** The text in parts, the words marked that the search met: misspelt and of one family too. The parts join to the text. */
export const markWords = (text: string, stems: ReadonlySet<string>): readonly TextPart[] => {
  if (stems.size === 0) return [{ text, isHit: false, start: 0 }];
  const parts: TextPart[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(WORD)) {
    if (!analyzeText(found).some(({ stem }) => stems.has(stem))) continue;
    if (index > at) parts.push({ text: text.slice(at, index), isHit: false, start: at });
    const word = found.replace(/(?<![^\p{L}\p{N}\p{M}])[^\p{L}\p{N}\p{M}]+$/u, '');
    parts.push({ text: word, isHit: true, start: index });
    at = index + word.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isHit: false, start: at });
  return parts;
};
