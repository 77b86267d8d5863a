import type { Guard } from './guard.ts';
import { innerName } from './inner-name.ts';
import { promptLeak } from './prompt-leak.ts';
import { secret } from './secret.ts';
import { unfoundedAction } from './unfounded-action.ts';
import { unknownDetail } from './unknown-detail.ts';
import { unknownLink } from './unknown-link.ts';
import { unknownPrice } from './unknown-price.ts';
import { unknownTerm } from './unknown-term.ts';

/** All guards by name, in the order in which they run. A new guard is one file and one line here. */
export const guards = {
  'prompt-leak': promptLeak,
  'inner-name': innerName,
  secret,
  'unknown-link': unknownLink,
  'unknown-detail': unknownDetail,
  'unknown-price': unknownPrice,
  'unknown-term': unknownTerm,
  'unfounded-action': unfoundedAction,
} as const satisfies Record<string, Guard>;

/** The name of a guard. */
export type GuardName = keyof typeof guards;
