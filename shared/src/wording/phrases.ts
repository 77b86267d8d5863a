import type { Language } from '../entities/declaring/fields.ts';
import { problemOfSentence, type SentenceKey, sentenceKeys } from '../entities/sentences.ts';
import { type ReplyStyle, sentenceIdOf } from '../entities/setting-kinds/reply-style.ts';
import { defaultSentence, understoodWords } from './default-sentences.ts';
import { fillSentence } from './fill-sentence.ts';
import { type Fragments, fragments } from './fragments.ts';
import { sayNextOpening } from './say-when.ts';

/** Sentences with words of the conversation in them. */
type Filled = {
  /** Thanks for details about the customer, and repeats them, so that they can be corrected. */
  readonly noted: (details: string) => string;
  /** Takes up what the customer wants done: a deed and its details. */
  readonly takenUp: (deed: string, details: string) => string;
  /** Asks for what is missing. */
  readonly ask: (missing: readonly string[]) => string;
  /** Asks which of several things is meant. */
  readonly which: (names: readonly string[]) => string;
  /** Acknowledges what was added to something taken up before. */
  readonly added: (details: string) => string;
  readonly followUpAbout: (words: string) => string;
  /** In a group: where to write privately, if the channel has an address for that. */
  readonly writePrivately: (link: string | undefined) => string;
};

/** The sentences that are complete in themselves. `sentences` says what each is for. */
type Plain = Readonly<Record<Exclude<SentenceKey, keyof Filled | 'writePrivatelyAt' | 'whenClosed'>, string>>;

/** All words that the product says to customers of a team in one language. */
export type Phrases = Plain &
  Filled &
  Fragments & {
    /** What the team says if a price is found too high. */
    readonly priceObjection: string | undefined;
    readonly signature: string | undefined;
  };

/** The words of a team in a language. */
export type TeamWords = (language: Language) => Phrases;

/** How a team talks, and the moment at which it does, on which `{when}` depends. */
export type Manner = { readonly style: ReplyStyle; readonly at: number };

export const wordsOf =
  (manner: Manner): TeamWords =>
  (language) =>
    phrasesOf(manner, language);

const phrasesOf = (manner: Manner, language: Language): Phrases => {
  const { style } = manner;
  const say = speakerOf(manner, language);
  const plain = Object.fromEntries(sentenceKeys.map((key) => [key, say(key)])) as Plain;
  return {
    ...plain,
    ...fragments[language],
    noted: (details) => say('noted', { details }),
    takenUp: (deed, details) => say('takenUp', { what: withDetails(deed, details) }),
    ask: (missing) => say('ask', { missing: missing.join(fragments[language].and) }),
    which: (names) => say('which', { things: fragments[language].either(names) }),
    added: (details) => (details === '' ? say('addedWords') : say('added', { details })),
    followUpAbout: (words) => say('followUpAbout', { words }),
    writePrivately: (link) => (link === undefined ? say('writePrivately') : say('writePrivatelyAt', { link })),
    priceObjection: style.priceObjection?.[language]?.trim() || undefined,
    signature: style.signature?.[language]?.trim() || undefined,
  };
};

type Speaker = (key: SentenceKey, values?: Readonly<Record<string, string>>) => string;

/** Says sentences of a team; what does not depend on the conversation is filled in already. */
export const speakerOf = ({ style, at }: Manner, language: Language): Speaker => {
  const understood = understoodWords[language][style.address ?? 'formal'];
  const time = sayNextOpening(style.hours, at, language);
  const when =
    time === undefined
      ? fillSentence(sentenceOf(style, 'whenOpen', language), {})
      : fillSentence(sentenceOf(style, 'whenClosed', language), { time });
  return (key, values = {}) => fillSentence(sentenceOf(style, key, language), { ...understood, when, ...values });
};

/** The team's own words, unless they lack a placeholder that the sentence has by now; otherwise the built-in ones. */
export const sentenceOf = (style: ReplyStyle, key: SentenceKey, language: Language): string => {
  const id = sentenceIdOf(language, key);
  const own = style.sentences?.find((sentence) => sentence.id === id)?.text;
  return own !== undefined && problemOfSentence(key, own) === undefined
    ? own
    : defaultSentence(key, language, style.address);
};

/** "A booking on Friday", but "a booking: Anna": words of time continue a phrase. */
const CONTINUES =
  /^(?:на|в|во|с|со|к|ко|до|через|этим|сегодня|завтра|послезавтра|on|at|for|from|by|in|next|this|today|tonight|tomorrow)(?!\p{L})/iu;

const withDetails = (deed: string, details: string): string =>
  details === '' ? deed : `${deed}${CONTINUES.test(details) ? ' ' : ': '}${details}`;

/** What is said by a team that has set nothing. */
export const defaultWords: TeamWords = wordsOf({ style: {}, at: 0 });
