import { analyzeText } from '@inbetwin/shared/search/language/analyze-text.ts';
import type { Why } from '@inbetwin/shared/search/search-index.ts';

/** A part of a text; `start` is its offset. */
export type TextPart = { readonly text: string; readonly isHit: boolean; readonly start: number };

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}.,'’-]*/gu;

/** The stems that matched a passage. */
export const stemsIn = (why: Why | undefined): ReadonlySet<string> =>
  new Set(why?.fullText?.terms.map(({ stem }) => stem));

/** Splits a text into parts and marks the words that matched, including misspelled and related ones. Joined, the parts equal the text. */
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
