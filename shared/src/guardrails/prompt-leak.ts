import type { Guard } from './guard.ts';

/** Of letters and digits in a row: about ten words, which nobody writes alike by chance. */
const RULES_WINDOW = 60;
/** A team tells its agents facts too, such as an address, and those may be said. */
const PROMPT_WINDOW = 160;

/** However it is spaced, cased or marked up. What is translated or paraphrased is not seen. */
export const promptLeak: Guard = {
  name: 'prompt-leak',
  reason: { ru: 'в нём были указания агенту', en: 'it held the instructions to the agent' },
  objectionTo: ({ text, rules, prompts, known }) => {
    const said = lettersOf(text);
    const allowed = known.map(lettersOf);
    const leak = findShared(said, rules, RULES_WINDOW, allowed) ?? findShared(said, prompts, PROMPT_WINDOW, allowed);
    return leak?.slice(0, RULES_WINDOW);
  },
};

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const findShared = (
  said: string,
  secrets: readonly string[],
  window: number,
  allowed: readonly string[],
): string | undefined => {
  const windows = new Set(secrets.flatMap((secret) => windowsOf(lettersOf(secret), window)));
  return windowsOf(said, window).find((each) => windows.has(each) && !allowed.some((one) => one.includes(each)));
};

const windowsOf = (text: string, window: number): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - window + 1) }, (_, at) => text.slice(at, at + window));
