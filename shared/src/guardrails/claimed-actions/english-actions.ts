import { wholeWords } from '../../text/word-pattern.ts';
import { actionKinds } from './action-kinds.ts';
import { type ActionLanguage, ALL_DONE } from './action-language.ts';

const PARTICIPLES = `${Object.values(actionKinds)
  .map(({ en }) => en)
  .join('|')}|gone|taken|given|got you|gotten you|spoken`;
const PAST = `${PARTICIPLES}|took|gave|spoke|went ahead`;
const LATELY =
  '(?:(?:just|now|already|also|both|all|gone ahead and|gone and|personally|successfully|automatically|fully) ){0,3}';
const WHO =
  "(?:i|we|he|she|they|[\\p{L}’']{1,20} (?:manager|team|director|colleague|driver|courier|owner|doctor|vet|technician|reception|office))";

const actions = [
  // "I've booked", "we have just sent", "the manager approved"
  `${WHO}(?:['’]ve|['’]s| have| has|['’]d)? ${LATELY}(${PAST})`,
  // "has been refunded", "was shipped", "got cancelled"
  `(?:has|have|had|was|were|got|['’]s|['’]ve) ${LATELY}(?:been )?${LATELY}(${PARTICIPLES})`,
  // "your booking is confirmed", "the fee is now waived", "you're all booked"
  `(?:you(?:['’]re| are)|your (?:\\p{L}+ ){1,3}(?:is|are)|(?:is|are|['’]s|['’]re)(?= now| already)) ${LATELY}(${PARTICIPLES})`,
].map((source) => wholeWords(source, 'giu'));

/** Matches clauses that begin with the action: "Booked for Friday". "Noted" alone is an answer. */
const BEGINS = new RegExp(
  `^\\s*(?:and |all |ok |okay |great )*(?!done|noted)(${PARTICIPLES})(?!\\p{L})(?=\\s*$| (?:for|to|under|your?|it|as|in|from|today|just|this)(?!\\p{L}))`,
  'iu',
);

/** Claims that something was sent or prepared, without a verb. */
const UNDER_WAY = wholeWords(
  [
    "(?:is|are|['’]s|['’]re) (?:already )?(?:on (?:its|the|their|his|her) way|out for delivery|ready (?:for you|for collection|for pick-?up|to be collected|to collect)|in the post)",
    'on (?:its|his|her|their) way (?:to you|now|over|already)',
    '(?:went|gone) (?:back|out|through|to your)',
    '(?:arrived|landed) (?:in|on|at|safely|today|yesterday|this)',
    '(?:left|have left|has left) (?:our|the) (?:warehouse|depot|office|shop|store)',
  ].join('|'),
);
const DONE = wholeWords(
  "(?:that|it|everything)(?:['’]s| is) (?:all )?(?:done|sorted|set|arranged|taken care of|settled|yours)|all set|you(?:['’]re| are) (?:in(?=\\s*$| for)|down for|on the list|good to go)|(?:is|are) (?:already )?aware|consider it done",
);
const DONE_ALONE = /^\s*(?:all |ok |okay )*(?:done|sorted)\s*$/u;

/** The English patterns. */
export const englishActions: ActionLanguage = {
  conditional: wholeWords('if|once|when|as soon as|until|unless|before|whenever|after|whether|in case'),
  open: wholeWords(
    "not|never|no|nobody|nothing|none|isn['’]t|hasn['’]t|haven['’]t|wasn['’]t|aren['’]t|don['’]t|didn['’]t|cannot|can['’]t|won['’]t|will|['’]ll|would|['’]d|can|may|might|must|shall|should|could|to be|usually|normally|always|often|let me|please|within|upon|every|each|per|monthly|yearly|annually|weekly|daily|on request|by default|want|wish|need|like|going to",
  ),
  claimedActionsIn: (clause) => [
    ...actions.flatMap((action) => [...clause.matchAll(action)].flatMap(([, verb]) => (verb ? [verb] : []))),
    ...(BEGINS.exec(clause)?.slice(1) ?? []),
    ...(UNDER_WAY.test(clause) ? ['sent'] : []),
    ...(DONE.test(clause) || DONE_ALONE.test(clause) ? [ALL_DONE] : []),
  ],
};
