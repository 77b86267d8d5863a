import type { JudgedReply } from '../judged-reply.ts';
import { readReply } from '../read-reply.ts';
import { unknownPrice } from '../unknown-price.ts';
import { replyOf } from './reply-of.ts';

/** In `results` a text stands by itself, and a list holds texts that belong together. */
export type Given = Partial<Pick<JudgedReply, 'customer' | 'team' | 'prompts' | 'quantities' | 'quoted'>> & {
  readonly results?: readonly (string | readonly string[])[];
};

/** Returns what the price guard objects to, if nothing but `given` was said before. */
export const judgePrice = (text: string, { results = [], ...given }: Given = {}): string | undefined =>
  unknownPrice.objectionTo(
    readReply(replyOf(text, { ...given, results: results.map((each) => (typeof each === 'string' ? [each] : each)) })),
  );
