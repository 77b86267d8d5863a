import { wholeWords } from '../text/word-pattern.ts';
import { type Deed, deedsIn } from './deeds/read-deeds.ts';
import type { Guard } from './guard.ts';

/** A clause that speaks of the customer's own affairs. */
const TO_CUSTOMER = wholeWords('вы|вас|вам|вами|ваш\\p{L}{0,3}|тебя|тебе|твой|твоя|you|yours?');

/** What is said to have been done is done by a tool, told by a person, or told of the team in general; or not said at all. */
export const unfoundedAction: Guard = {
  name: 'unfounded-action',
  reason: {
    ru: 'в нём говорилось о сделанном, чего никто не делал',
    en: 'it told of something as done that nobody has done',
  },
  objectionTo: (reply) => {
    const claims = deedsIn(reply.text).filter(({ by }) => !by.some((effect) => reply.effects.includes(effect)));
    if (claims.length === 0) return undefined;
    const told = verbsIn(reply.team());
    const known = claims.every(isToCustomer) ? undefined : verbsIn(reply.records().flat());
    const isTold = (claim: Deed): boolean =>
      told.has(claim.verb) || (known?.has(claim.verb) === true && !isToCustomer(claim));
    return claims.find((claim) => !isTold(claim))?.clause.slice(0, 120);
  },
};

const isToCustomer = ({ clause }: Deed): boolean => TO_CUSTOMER.test(clause);

const verbsIn = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => deedsIn(text).map(({ verb }) => verb)));
