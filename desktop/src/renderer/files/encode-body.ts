import type { Breathe } from '@inbetwin/shared/timing/breath.ts';

/** Number of characters to encode in one step. */
export const STEP = 128 * 1024;

/**
 * Encodes a request body step by step, calling `breathe` after each step. `fetch` would encode the text at once and block the page for a
 * large file. A text that fits into one step is returned unchanged.
 */
export const encodeBody = async (text: string, breathe: Breathe): Promise<string | Blob> => {
  if (text.length <= STEP) return text;
  const parts: Blob[] = [];
  for (let from = 0; from < text.length; ) {
    const end = endOfStep(text, from);
    parts.push(new Blob([text.slice(from, end)]));
    from = end;
    await breathe();
  }
  return new Blob(parts);
};

/** Never cuts between the two halves of a surrogate pair. */
const endOfStep = (text: string, from: number): number => {
  const end = from + STEP;
  const last = text.charCodeAt(end - 1);
  const isFirstHalf = last >= 0xd800 && last <= 0xdbff;
  return isFirstHalf && end < text.length ? end + 1 : end;
};
