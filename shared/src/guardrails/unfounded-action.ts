import { wholeWords } from '../text/word-pattern.ts';
import { type ClaimedAction, claimedActionsIn } from './claimed-actions/read-actions.ts';
import type { Guard } from './guard.ts';

/** A clause about the customer's own affairs. */
const TO_CUSTOMER = wholeWords('вы|вас|вам|вами|ваш\\p{L}{0,3}|тебя|тебе|твой|твоя|you|yours?');

/** Objects to a claimed action that no tool performed, no person reported and the team does not describe in general. */
export const unfoundedAction: Guard = {
  name: 'unfounded-action',
  reason: {
    ru: 'в нём говорилось о сделанном, чего никто не делал',
    en: 'it told of something as done that nobody has done',
  },
  objectionTo: (reply) => {
    const claims = claimedActionsIn(reply.text).filter(
      ({ by }) => !by.some((effect) => reply.effects.includes(effect)),
    );
    if (claims.length === 0) return undefined;
    const told = verbsIn(reply.team());
    const known = claims.every(isToCustomer) ? undefined : verbsIn(reply.records().flat());
    const isTold = (claim: ClaimedAction): boolean =>
      told.has(claim.verb) || (known?.has(claim.verb) === true && !isToCustomer(claim));
    return claims.find((claim) => !isTold(claim))?.clause.slice(0, 120);
  },
};

const isToCustomer = ({ clause }: ClaimedAction): boolean => TO_CUSTOMER.test(clause);

const verbsIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => claimedActionsIn(text).map(({ verb }) => verb)));
