import { type Phrasings, phrasingsOfPlaceContactMoney } from './phrasings-a.ts';
import { phrasingsOfTheRest } from './phrasings-b.ts';

/** How customers ask each kind of question. */
export const phrasings: Phrasings = { ...phrasingsOfPlaceContactMoney, ...phrasingsOfTheRest };
