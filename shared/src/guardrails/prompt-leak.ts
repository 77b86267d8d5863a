import { remember } from '../search/remember.ts';
import type { Guard } from './guard.ts';

/**
 * Length of a copied stretch in letters and digits: about ten words, which nobody writes identically by coincidence.
 */
const OF_RULES = 60;
/** A team's prompts also contain facts, such as an address, and those may be told. */
const OF_PROMPTS = 160;

/**
 * Objects to a stretch copied from the rules or prompts, however it is spaced, capitalized or formatted. Translations
 * and paraphrases are not detected.
 */
export const promptLeak: Guard = {
  name: 'prompt-leak',
  reason: { ru: 'в нём были указания агенту', en: 'it held the instructions to the agent' },
  objectionTo: (reply) => {
    const { text } = reply;
    const said = lettersOf(text);
    const leaks = [
      ...reply.rules().map((rule) => [rule, OF_RULES] as const),
      ...reply.prompts().map((one) => [one, OF_PROMPTS] as const),
    ]
      .map(([secret, length]) => findShared(said, lettersOfSecret(secret), length))
      .filter((leak) => leak !== undefined);
    if (leaks.length === 0) return undefined;
    const allowed = reply.saidBefore().map(lettersOf);
    return leaks.find((leak) => !allowed.some((one) => one.includes(leak)))?.slice(0, OF_RULES);
  },
};

/** Rules and prompts are the same for every reply of a team. */
const MOST_PROMPTS = 200;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const lettersOfSecret = remember(MOST_PROMPTS, lettersOf);

/**
 * Finds a common stretch of at least `length`. It must contain one of the blocks of half that length into which one
 * text is cut.
 */
const findShared = (said: string, secret: string, length: number): string | undefined => {
  const half = length / 2;
  for (let at = 0; at + half <= said.length; at += half) {
    const block = said.slice(at, at + half);
    for (let place = secret.indexOf(block); place >= 0; place = secret.indexOf(block, place + 1)) {
      const stretch =
        sameEnd(said.slice(0, at), secret.slice(0, place), length) + sameStart(said.slice(at), secret.slice(place));
      if (stretch.length >= length) return stretch;
    }
  }
  return undefined;
};

const sameStart = (one: string, other: string): string => {
  let end = 0;
  while (end < one.length && one[end] === other[end]) end += 1;
  return one.slice(0, end);
};

/** Returns the common end, no longer than `most`. */
const sameEnd = (one: string, other: string, most: number): string => {
  let length = 0;
  while (length < Math.min(most, one.length, other.length) && one.at(-1 - length) === other.at(-1 - length))
    length += 1;
  return one.slice(one.length - length);
};
