import type { JudgedReply } from '../judged-reply.ts';
import { readReply } from '../read-reply.ts';
import { unknownPrice } from '../unknown-price.ts';
import { replyOf } from './reply-of.ts';

/** Of `results` a text stands for itself, and a list for what belongs together. */
export type Given = Partial<Pick<JudgedReply, 'customer' | 'team' | 'prompts' | 'quantities'>> & {
  readonly results?: readonly (string | readonly string[])[];
};

/** What the guard on prices objects to in a reply, where nothing else was said than what is given. */
export const judgePrice = (text: string, { results = [], ...given }: Given = {}): string | undefined =>
  unknownPrice.objectionTo(
    readReply(replyOf(text, { ...given, results: results.map((each) => (typeof each === 'string' ? [each] : each)) })),
  );
