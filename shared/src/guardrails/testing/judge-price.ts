import type { JudgedReply } from '../guard.ts';
import { unknownPrice } from '../unknown-price.ts';

export type Given = Partial<Pick<JudgedReply, 'customer' | 'team' | 'results' | 'prompts' | 'quantities'>>;

/** What the guard on prices objects to in a reply, where nothing else was said than what is given. */
export const judgePrice = (text: string, given: Given = {}): string | undefined =>
  unknownPrice.objectionTo({
    text,
    rules: [],
    prompts: [],
    toolNames: [],
    customer: [],
    team: [],
    results: [],
    quantities: [],
    ...given,
  });
