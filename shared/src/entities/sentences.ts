/** Whether a sentence must have the placeholder, or may leave it out. */
type Placeholder = 'required' | 'optional';

type Placeholders = Readonly<Record<string, Placeholder>>;

/**
 * All sentences that the product says to customers by itself, by what they are about. Teams may replace each of them. Devices load this at
 * the start, so it holds names only; `wording/default-sentences` has the texts.
 */
export const sentenceGroups = {
  talk: [
    'hello',
    'askAway',
    'anythingElse',
    'thanks',
    'bye',
    /** Answers "OK" and the like. */
    'acknowledged',
    /** Answers "Is anyone there?" */
    'present',
    /** Answers "How much is it?" when it is unclear what is meant. */
    'unclear',
    /** Asks which of several things is meant. */
    'which',
    /** The last answer did not help. */
    'again',
    'iAmBot',
    /** Introduces quotes from a knowledge base that is in the other language. */
    'otherLanguage',
    /** Answers a question that has nothing to do with the business. */
    'offTopic',
    'noAdvertising',
  ],
  details: [
    /** Thanks for details about the customer, and repeats them, so that they can be corrected. */
    'noted',
    /** Takes up what the customer wants done. */
    'takenUp',
    /** Asks for what is missing. */
    'ask',
    /** Acknowledges details that were added to something taken up before. */
    'added',
    'addedWords',
  ],
  handover: [
    /** The knowledge base has no answer, and a person was notified. */
    'handedOver',
    /** Some of several questions are answered; a person was notified of the others. */
    'restHandedOver',
    'personComes',
    /** A person will do what the customer wants and was notified. */
    'passedOn',
    /** Another question for a person who was notified before. */
    'passedOnToo',
    /** The customer finds a price too high, and a person was notified. */
    'dear',
    'sorry',
    /** No agent has an answer, and a person was notified. */
    'received',
    /** A person must approve something first. */
    'waiting',
    /** The knowledge base has no answer, and nobody could be notified. */
    'notFound',
    /** What `{when}` says during working hours, or if the team has set none. */
    'whenOpen',
    /** What `{when}` says at other times; `{time}` is the beginning of the next working hours. */
    'whenClosed',
  ],
  reminders: [
    /** To a customer who has not answered. */
    'followUp',
    'followUpAbout',
    /** Follows each reminder. */
    'wayOut',
    'optedOut',
    'optedIn',
  ],
  groups: [
    /** In a group, tells people who want something personal that they should write privately. */
    'privateMatter',
    'writePrivately',
    'writePrivatelyAt',
  ],
} as const;
export type SentenceGroup = keyof typeof sentenceGroups;
export type SentenceKey = (typeof sentenceGroups)[SentenceGroup][number];

export const sentenceKeys: readonly SentenceKey[] = Object.values(sentenceGroups).flat();
export const isSentenceKey = (key: string): key is SentenceKey => (sentenceKeys as readonly string[]).includes(key);

const tellsWhen = { when: 'optional' } as const;

/**
 * What sentences may have between braces. `{when}` says when a person answers, `{stop}` and `{person}` are words that the product
 * understands, the others are of the conversation.
 */
const placeholders = {
  which: { things: 'required' },
  again: { person: 'optional' },
  iAmBot: { person: 'optional' },
  noted: { details: 'required' },
  takenUp: { what: 'required' },
  ask: { missing: 'required' },
  added: { details: 'required' },
  handedOver: tellsWhen,
  restHandedOver: tellsWhen,
  personComes: tellsWhen,
  passedOn: tellsWhen,
  dear: tellsWhen,
  sorry: tellsWhen,
  received: tellsWhen,
  whenClosed: { time: 'required' },
  followUpAbout: { words: 'required' },
  wayOut: { stop: 'required' },
  optedIn: { stop: 'required' },
  writePrivatelyAt: { link: 'required' },
} as const satisfies Partial<Record<SentenceKey, Placeholders>>;

type KeysOf<T> = T extends unknown ? keyof T & string : never;
/** The names that are between the braces of any sentence. */
export type PlaceholderName = KeysOf<(typeof placeholders)[keyof typeof placeholders]>;

export const placeholdersOf = (key: SentenceKey): Placeholders =>
  (placeholders as Partial<Record<SentenceKey, Placeholders>>)[key] ?? {};

export const MAX_SENTENCE = 600;

const PLACEHOLDER = /\{\s{0,9}([^{}\s]{1,40})\s{0,9}\}/g;

export const sentenceProblems = [
  'reply_style.sentence_empty',
  'reply_style.placeholder_missing',
  'reply_style.placeholder_unknown',
] as const;

/** Why a text cannot be said in place of a sentence; `name` is the placeholder in question. */
export type SentenceProblem = {
  readonly code: (typeof sentenceProblems)[number];
  readonly name: string;
  readonly hint: string;
};

/** Returns why a text cannot be said in place of the sentence. */
export const problemOfSentence = (key: SentenceKey, text: string): SentenceProblem | undefined => {
  if (text.trim() === '')
    return { code: 'reply_style.sentence_empty', name: '', hint: 'It is empty: remove it, or write something.' };
  const allowed = placeholdersOf(key);
  const used = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = used.find((name) => !Object.hasOwn(allowed, name));
  if (unknown !== undefined) {
    return {
      code: 'reply_style.placeholder_unknown',
      name: unknown,
      hint: `There is no {${unknown}} here: remove it.`,
    };
  }
  const missing = Object.keys(allowed).find((name) => allowed[name] === 'required' && !used.includes(name));
  if (missing === undefined) return undefined;
  return { code: 'reply_style.placeholder_missing', name: missing, hint: `It needs {${missing}}: add it.` };
};
