/** Whether a sentence must have the placeholder, or may leave it out. */
type Placeholder = 'required' | 'optional';

/** What a sentence is about, for lists of them. */
export const sentenceGroups = ['talk', 'details', 'handover', 'reminders', 'groups'] as const;
type SentenceGroup = (typeof sentenceGroups)[number];

type Sentence = {
  readonly group: SentenceGroup;
  readonly placeholders: Readonly<Record<string, Placeholder>>;
};

const defineSentences = <const S extends Readonly<Record<string, Sentence>>>(defined: S): S => defined;

const plain = {} as const;
const tellsWhen = { when: 'optional' } as const;

/**
 * All sentences that the product says to customers by itself. Teams may replace each of them. `{when}` says when a
 * person answers, `{stop}` and `{person}` are words that the product understands, the others are of the conversation.
 */
export const sentences = defineSentences({
  hello: { group: 'talk', placeholders: plain },
  askAway: { group: 'talk', placeholders: plain },
  anythingElse: { group: 'talk', placeholders: plain },
  thanks: { group: 'talk', placeholders: plain },
  bye: { group: 'talk', placeholders: plain },
  /** Answers "OK" and the like. */
  acknowledged: { group: 'talk', placeholders: plain },
  /** Answers "Is anyone there?" */
  present: { group: 'talk', placeholders: plain },
  /** Answers "How much is it?" when it is unclear what is meant. */
  unclear: { group: 'talk', placeholders: plain },
  /** Asks which of several things is meant. */
  which: { group: 'talk', placeholders: { things: 'required' } },
  /** The last answer did not help. */
  again: { group: 'talk', placeholders: { person: 'optional' } },
  iAmBot: { group: 'talk', placeholders: { person: 'optional' } },
  /** Introduces quotes from a knowledge base that is in the other language. */
  otherLanguage: { group: 'talk', placeholders: plain },
  /** Answers a question that has nothing to do with the business. */
  offTopic: { group: 'talk', placeholders: plain },
  noAdvertising: { group: 'talk', placeholders: plain },
  /** Thanks for details about the customer, and repeats them, so that they can be corrected. */
  noted: { group: 'details', placeholders: { details: 'required' } },
  /** Takes up what the customer wants done. */
  takenUp: { group: 'details', placeholders: { what: 'required' } },
  /** Asks for what is missing. */
  ask: { group: 'details', placeholders: { missing: 'required' } },
  /** Acknowledges details that were added to something taken up before. */
  added: { group: 'details', placeholders: { details: 'required' } },
  addedWords: { group: 'details', placeholders: plain },
  /** The knowledge base has no answer, and a person was notified. */
  handedOver: { group: 'handover', placeholders: tellsWhen },
  /** Some of several questions are answered; a person was notified of the others. */
  restHandedOver: { group: 'handover', placeholders: tellsWhen },
  personComes: { group: 'handover', placeholders: tellsWhen },
  /** A person will do what the customer wants and was notified. */
  passedOn: { group: 'handover', placeholders: tellsWhen },
  /** Another question for a person who was notified before. */
  passedOnToo: { group: 'handover', placeholders: plain },
  /** The customer finds a price too high, and a person was notified. */
  dear: { group: 'handover', placeholders: tellsWhen },
  sorry: { group: 'handover', placeholders: tellsWhen },
  /** No agent has an answer, and a person was notified. */
  received: { group: 'handover', placeholders: tellsWhen },
  /** A person must approve something first. */
  waiting: { group: 'handover', placeholders: plain },
  /** The knowledge base has no answer, and nobody could be notified. */
  notFound: { group: 'handover', placeholders: plain },
  /** What `{when}` says during working hours, or if the team has set none. */
  whenOpen: { group: 'handover', placeholders: plain },
  /** What `{when}` says at other times; `{time}` is the beginning of the next working hours. */
  whenClosed: { group: 'handover', placeholders: { time: 'required' } },
  /** To a customer who has not answered. */
  followUp: { group: 'reminders', placeholders: plain },
  followUpAbout: { group: 'reminders', placeholders: { words: 'required' } },
  /** Follows each reminder. */
  wayOut: { group: 'reminders', placeholders: { stop: 'required' } },
  optedOut: { group: 'reminders', placeholders: plain },
  optedIn: { group: 'reminders', placeholders: { stop: 'required' } },
  /** In a group, tells people who want something personal that they should write privately. */
  privateMatter: { group: 'groups', placeholders: plain },
  writePrivately: { group: 'groups', placeholders: plain },
  writePrivatelyAt: { group: 'groups', placeholders: { link: 'required' } },
});

export type SentenceKey = keyof typeof sentences;

/** The names that are between the braces of any sentence. */
export type PlaceholderName = {
  [K in SentenceKey]: keyof (typeof sentences)[K]['placeholders'] & string;
}[SentenceKey];

export const sentenceKeys = Object.keys(sentences) as SentenceKey[];
export const isSentenceKey = (key: string): key is SentenceKey => Object.hasOwn(sentences, key);

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
  const { placeholders }: Sentence = sentences[key];
  const used = [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
  const unknown = used.find((name) => !Object.hasOwn(placeholders, name));
  if (unknown !== undefined) {
    return {
      code: 'reply_style.placeholder_unknown',
      name: unknown,
      hint: `There is no {${unknown}} here: remove it.`,
    };
  }
  const missing = Object.keys(placeholders).find((name) => placeholders[name] === 'required' && !used.includes(name));
  if (missing === undefined) return undefined;
  return { code: 'reply_style.placeholder_missing', name: missing, hint: `It needs {${missing}}: add it.` };
};
