import { splitWords } from '@inbetwin/shared/search/language/split-words.ts';
import { stemWord } from '@inbetwin/shared/search/language/stems/stem-word.ts';
import { isStopWord } from '@inbetwin/shared/search/language/stop-words.ts';

export type TextPart = { readonly text: string; readonly isHit: boolean; readonly start: number };

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const SHORTEST_PREFIX = 4;
/** A match after this many characters would not be visible on a phone. */
const FAR = 140;

/** Splits the text into parts and marks the words that share a stem with a query word or begin with its unfinished last word. */
export const highlight = (text: string, query: string): readonly TextPart[] => {
  const words = splitWords(query);
  const stems = new Set(words.filter((word) => !isStopWord(word)).map(stemWord));
  const last = words.at(-1) ?? '';
  const isHit = (found: string): boolean =>
    splitWords(found).some(
      (word) => stems.has(stemWord(word)) || (last.length >= SHORTEST_PREFIX && word.startsWith(last)),
    );

  const parts: TextPart[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(WORD)) {
    if (!isHit(found)) continue;
    if (index > at) parts.push({ text: text.slice(at, index), isHit: false, start: at });
    parts.push({ text: found, isHit: true, start: index });
    at = index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isHit: false, start: at });
  return parts;
};

/** The parts on one line, starting with the sentence of the first match if it comes late. */
export const excerpt = (text: string, query: string): readonly TextPart[] => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const hit = highlight(line, query).find(({ isHit }) => isHit)?.start ?? 0;
  if (hit <= FAR) return highlight(line, query);
  const sentence = line.slice(0, hit).search(/[.!?…] [^.!?…]*$/u);
  return highlight(`… ${line.slice(sentence < 0 ? hit - FAR : sentence + 2)}`, query);
};
