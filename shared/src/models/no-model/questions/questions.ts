import { isFrameAlone } from '../../../reading/asking.ts';
import { asksAboutBot } from '../../../reading/intent.ts';
import { readSmallTalk } from '../../../reading/small-talk.ts';
import { type Understanding, understand } from '../../../reading/understand.ts';
import { repairQuestionWords } from '../../../search/language/question-words.ts';
import { cutText } from '../../../text/cut-text.ts';
import { type AskedLine, isName, readLine } from './asked-parts.ts';
import { completed, isContinuation, type Question, type Topic, topicAfter } from './complete-question.ts';
import { linesOf } from './message-lines.ts';
import { isModifier, withoutParty } from './modifiers.ts';
import { namesThing, subjectIn, wordsOf } from './word-roles.ts';

/** The number of searches for one message, which one call of a model may ask for. */
export const MAX_SEARCHES = 8;
const MAX_LENGTH = 1000;
/** Longer messages are read only up to here. */
const MAX_READ = 4000;
const MAX_QUESTIONS = 20;
/** Number of the customer's messages in which the subject may have been named. */
const MAX_CONTEXT = 6;

/** A message, what is understood of it, and the earlier messages, oldest first. */
type Asking = {
  readonly text: string;
  readonly understood: Understanding;
  readonly earlier: readonly string[];
  /** Whether the text is one question that was completed already. */
  readonly isChoice?: boolean;
};

/**
 * Returns the questions to search for, each in a form that can be understood without the conversation. If the message asks something, what
 * the customer says about themselves is left out, because no knowledge base contains it.
 */
export const questionsOf = ({ text, understood, earlier, isChoice = false }: Asking): readonly Question[] => {
  if (isChoice) return [clean({ queries: [text], counts: 'first', asked: text, own: '' })];
  const { questions } = readMessage(text, { withoutDetails: understood.withoutDetails, topic: topicOf(earlier) });
  const unique = new Map(questions.map((question) => [question.queries.join('\n'), question]));
  return [...unique.values()];
};

const nothing: Topic = { question: '', subject: '' };

/** The last question of the customer's messages, in a form that can be understood without the others; empty if there is none. */
export const lastQuestion = (earlier: readonly string[]): string => topicOf(earlier).question;

/** What the customer's earlier messages were about. Thanks and small talk leave it as it is. */
const topicOf = (earlier: readonly string[]): Topic =>
  earlier.slice(-MAX_CONTEXT).reduce((before, text) => {
    const { asksSomething, asksPrice, need, asksForPerson, smallTalk, withoutDetails } = understand(text);
    const isMatter = (asksSomething || asksPrice || need !== undefined) && !asksForPerson && !asksAboutBot(text);
    if (!isMatter || (smallTalk === 'confused' && before !== nothing)) return before;
    return readMessage(text, { withoutDetails, topic: before }).topic;
  }, nothing);

type Before = { readonly withoutDetails: string; readonly topic: Topic };
type Read = { readonly questions: readonly Question[]; readonly topic: Topic };

const readMessage = (written: string, { withoutDetails, topic }: Before): Read => {
  const message = cutText(written, MAX_READ, '');
  if (isFrameAlone(message)) {
    const { question } = topic;
    return {
      questions: question === '' ? [] : [clean({ queries: [question], counts: 'first', asked: question, own: '' })],
      topic,
    };
  }
  const lines = linesOf(spelledOut(message)).flatMap((line) => readLine(line) ?? []);
  const read = lines.reduce<Read>(
    (before, line) => (line.kind === 'told' ? addTold(before, line.text) : addAsked(before, line, topic)),
    { questions: [], topic },
  );
  if (read.questions.length > 0) return { ...read, questions: read.questions.slice(0, MAX_QUESTIONS) };
  const told = spelledOut(isContinuation(message) ? message : cutText(withoutDetails || message, MAX_READ, ''));
  const whole = clean(completed({ text: told }, { topic, isSameMessage: false }));
  const [first = ''] = whole.queries;
  return { questions: first === '' ? [] : [whole], topic: namesThing(first) ? topicAfter(first, topic) : topic };
};

const addAsked = ({ questions, topic: before }: Read, { parts, isItem }: AskedLine, earlier: Topic): Read => {
  const found = [...questions];
  let topic = before;
  for (const part of parts) {
    // The items of a list have nothing to do with each other.
    const question = clean(completed(part, { topic: isItem ? earlier : topic, isSameMessage: topic !== earlier }));
    found.push(question);
    topic = topicAfter(question.queries[0] ?? part.text, topic);
  }
  return { questions: found, topic };
};

const addTold = ({ questions, topic }: Read, text: string): Read => {
  const last = questions.at(-1);
  if (!last) return { questions, topic: afterTold(text, topic) };
  // "Can I bring my dog? She is quiet": what is told behind a question is its circumstance, not the next subject.
  if (!isAddition(text)) return { questions, topic };
  const longer = withAddition(last, text);
  return { questions: [...questions.slice(0, -1), longer], topic: topicAfter(longer.queries[0] ?? '', topic) };
};

const MAX_ADDITION_WORDS = 4;

/** «Перфоратор на сутки сколько? Обычный, SDS-plus»: a few words behind a question say more of its subject. */
const isAddition = (text: string): boolean => wordsOf(text).length <= MAX_ADDITION_WORDS && isName(text);

/** Every addition would double the ways of asking. */
const MOST_WAYS = 4;

const withAddition = ({ queries, ...rest }: Question, text: string): Question => {
  const longer = queries.map((query) => `${query} ${text}`);
  return clean({ ...rest, counts: 'first', queries: [...longer, ...queries].slice(0, MOST_WAYS) });
};

/** «У меня айфон 12 разбил экран. Сколько?»: what is told names the subject of a question that names none. */
const afterTold = (text: string, before: Topic): Topic => {
  if (CONTACT.test(text)) return before;
  const told = understand(text).withoutDetails;
  const subject = subjectIn(withoutParty(readSmallTalk(told, true).rest));
  return namesThing(subject) && !isModifier(subject) ? { question: subject, subject } : before;
};

/** "Whats" is "what is"; misspelled question words are corrected. */
const spelledOut = (text: string): string =>
  repairQuestionWords(text).replace(/(?<!\p{L})(what|how|where|when|who)['’]?s(?!\p{L})/giu, '$1 is');

const CONTACT = /@|собака|\(at\)|\d{5,}|\d[\d\s()-]{6,20}\d/iu;

const clean = ({ queries, ...rest }: Question): Question => ({
  ...rest,
  queries: [...new Set(queries.map((query) => cutText(query.replace(/\s+/gu, ' ').trim(), MAX_LENGTH, '')))].filter(
    (query) => query !== '',
  ),
});

/** Whether a few words go on with an earlier question, although they ask nothing by themselves: "and in September". */
export const goesOnWithQuestion = ({ text, earlier }: Pick<Asking, 'text' | 'earlier'>): boolean =>
  isContinuation(text) && topicOf(earlier).question !== '';

/**
 * Returns the searches for the questions, each once: the first way of every question, then the others while there is room. Questions beyond
 * the limit are not searched for.
 */
export const searchesFor = (questions: readonly Question[]): readonly string[] => {
  const most = Math.max(0, ...questions.map(({ queries }) => queries.length));
  const ordered = Array.from({ length: most }, (_, nth) => questions.flatMap(({ queries }) => queries[nth] ?? []));
  return [...new Set(ordered.flat())].slice(0, MAX_SEARCHES);
};
