import type { Breathe } from '@inbetwin/shared/timing/breath.ts';

/** Characters that are encoded in one step. */
export const STEP = 128 * 1024;

/**
 * Encodes the body of a request step by step, with `breathe` after each. `fetch` would encode a text at once, and the page would do nothing else for
 * as long as a large file takes. A text of one step stays as it is.
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

/** Never between the two halves of a character. */
const endOfStep = (text: string, from: number): number => {
  const end = from + STEP;
  const last = text.charCodeAt(end - 1);
  const isFirstHalf = last >= 0xd800 && last <= 0xdbff;
  return isFirstHalf && end < text.length ? end + 1 : end;
};
