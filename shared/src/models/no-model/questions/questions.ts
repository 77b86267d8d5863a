import { isFrameAlone } from '../../../reading/asking.ts';
import { asksAboutBot } from '../../../reading/intent.ts';
import { readSmallTalk } from '../../../reading/small-talk.ts';
import { understand } from '../../../reading/understand.ts';
import { repairQuestionWords } from '../../../search/language/question-words.ts';
import { cutText } from '../../../text/cut-text.ts';
import type { Turn } from '../turn.ts';
import { readLine } from './asked-parts.ts';
import { completed, type Question, type Topic, topicAfter } from './complete-question.ts';
import { linesOf } from './message-lines.ts';
import { isModifier, withoutParty } from './modifiers.ts';
import { namesThing, subjectIn } from './word-roles.ts';

/** The number of searches for one message, which one call of a model may ask for. */
export const MAX_SEARCHES = 8;
const MAX_LENGTH = 1000;
/** Longer messages are read only up to here. */
const MAX_READ = 4000;
const MAX_QUESTIONS = 20;
/** Number of the customer's messages in which the subject may have been named. */
const MAX_CONTEXT = 6;

type Asking = Pick<Turn, 'text' | 'understood' | 'earlier'>;

/**
 * Returns the questions to search for, each in a form that can be understood without the conversation. If the message asks something, what
 * the customer says about themselves is left out, because no knowledge base contains it.
 */
export const questionsOf = ({ text, understood, earlier }: Asking): readonly Question[] => {
  const { questions } = readMessage(text, { withoutDetails: understood.withoutDetails, topic: topicOf(earlier) });
  const unique = new Map(questions.map((question) => [question.queries.join('\n'), question]));
  return [...unique.values()];
};

const nothing: Topic = { question: '', subject: '' };

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

const readMessage = (written: string, { withoutDetails, topic: before }: Before): Read => {
  const message = cutText(written, MAX_READ, '');
  if (isFrameAlone(message)) {
    return {
      questions:
        before.question === ''
          ? []
          : [clean({ queries: [before.question], counts: 'first', asked: before.question, own: '' })],
      topic: before,
    };
  }
  const lines = linesOf(spelledOut(message)).flatMap((line) => readLine(line) ?? []);
  let topic = before;
  const questions: Question[] = [];
  for (const line of lines) {
    if (questions.length >= MAX_QUESTIONS) break;
    if (line.kind === 'told') topic = afterTold(line.text, topic);
    else {
      for (const part of line.parts) {
        // The items of a list have nothing to do with each other.
        const question = clean(completed(part, line.isItem ? before : topic));
        questions.push(question);
        topic = topicAfter(question.queries[0] ?? part.text, topic);
      }
    }
  }
  if (questions.length > 0) return { questions, topic };
  const whole = clean(completed({ text: spelledOut(cutText(withoutDetails || message, MAX_READ, '')) }, before));
  const [first = ''] = whole.queries;
  return { questions: first === '' ? [] : [whole], topic: namesThing(first) ? topicAfter(first, before) : before };
};

/** «У меня айфон 12 разбил экран. Сколько?»: what is told names the subject of a question that names none. */
const afterTold = (text: string, before: Topic): Topic => {
  const told = understand(text).withoutDetails;
  const subject = subjectIn(withoutParty(readSmallTalk(told, true).rest));
  return namesThing(subject) && !isModifier(subject) ? { question: subject, subject } : before;
};

/** "Whats" is "what is"; misspelled question words are corrected. */
const spelledOut = (text: string): string =>
  repairQuestionWords(text).replace(/(?<!\p{L})(what|how|where|when|who)['’]?s(?!\p{L})/giu, '$1 is');

const clean = ({ queries, ...rest }: Question): Question => ({
  ...rest,
  queries: [...new Set(queries.map((query) => cutText(query.replace(/\s+/gu, ' ').trim(), MAX_LENGTH, '')))].filter(
    (query) => query !== '',
  ),
});

/**
 * Returns the searches for the questions, each once: the first way of every question, then the others while there is room. Questions beyond
 * the limit are not searched for.
 */
export const searchesFor = (questions: readonly Question[]): readonly string[] => {
  const most = Math.max(0, ...questions.map(({ queries }) => queries.length));
  const ordered = Array.from({ length: most }, (_, nth) => questions.flatMap(({ queries }) => queries[nth] ?? []));
  return [...new Set(ordered.flat())].slice(0, MAX_SEARCHES);
};
