import { z } from 'zod';
import { isQuestion } from '../../../reading/asking.ts';
import type { DeedKind } from '../../../reading/deeds/deed-kinds.ts';
import { readDeed } from '../../../reading/deeds/read-deed.ts';
import { asksAboutBot } from '../../../reading/intent.ts';
import { wantsPrivateMatter } from '../../../reading/private-matters.ts';
import { readConsent } from '../../../reading/read-consent.ts';
import type { SmallTalk } from '../../../reading/small-talk.ts';
import { understand } from '../../../reading/understand.ts';
import { askedWords, namesSubject } from '../../../search/answers/answer-kind.ts';
import { sentencesOf } from '../../../search/language/sentences.ts';
import { cutText } from '../../../text/cut-text.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import type { Phrases } from '../../../wording/phrases.ts';
import type { Question } from '../questions/complete-question.ts';
import { goesOnWithQuestion, MAX_SEARCHES, questionsOf, searchesFor } from '../questions/questions.ts';
import { wordsOf } from '../questions/word-roles.ts';
import { isAddition, pendingDeed, summaryOf, takeUp } from '../take-up.ts';
import { toldDetails } from '../told-details.ts';
import type { AgentRules, RuleReply, Turn } from '../turn.ts';
import { answerParts, parseJson, searchesIn, surenessOf } from './answer-parts.ts';

const SEARCH_LIMIT = 5;
/** A customer who keeps writing while the search goes on gets an answer to what was searched until then. */
const MOST_SEARCHES = 2 * MAX_SEARCHES;
const MAX_SUMMARY = 500;

/** Answers with quotes from the knowledge base, or says that it has no answer and calls a person. */
export const ragRules: AgentRules = (turn) => {
  const { understood, say } = turn;
  if (turn.inGroup && wantsPrivateMatter(turn.text)) return { text: say.privateMatter };
  if (turn.isChoice) return answer(turn, say);
  const consent = answerConsent(turn, say);
  if (consent) return { text: consent };
  if (understood.asksForPerson && understood.deed !== 'call') return { text: say.personComes };
  if (understood.angry) return { text: say.sorry };
  if (understood.complains) return passOn(turn, { told: say.sorry, reason: 'complaint' }, say);
  if (understood.offTopic === 'advertisement') return { text: say.noAdvertising };
  if (understood.offTopic === 'foreign') return { text: say.offTopic };
  if (understood.deed !== undefined && !goesOnAsking(turn)) return takeUpDeed(turn, understood.deed, say);
  if (isAddition(turn)) return addToDeed(turn, say);
  if (understood.asksAboutBot && !asksAnythingElse(turn.text)) return { text: say.iAmBot };
  if (isThanksAlone(turn)) return { text: say.thanks };
  if (understood.objectsToPrice) return answerObjection(turn, say);
  const { asksSomething, asksPrice, need } = understood;
  if (!asksSomething && !asksPrice && !need && !goesOnWithQuestion(turn)) {
    return { text: smallTalk(turn, say) };
  }
  return answer(turn, say);
};

/** Says what the team has to say about its prices; if that did not help, or there is nothing, a person is called. */
const answerObjection = (turn: Turn, say: Phrases): RuleReply => {
  const { priceObjection } = say;
  return priceObjection === undefined || turn.lastReply.includes(priceObjection)
    ? passOn(turn, { told: say.dear, reason: 'other' }, say)
    : { text: join(turn.understood.greets ? say.hello : '', priceObjection) };
};

/** "And Friday night?" behind a question asks the same of another day, although it would be a request by itself. */
const goesOnAsking = (turn: Turn): boolean =>
  readDeed(turn.text) === undefined && pendingDeed(turn) === undefined && goesOnWithQuestion(turn);

const MAX_THANKS_WORDS = 7;

/** "Thank you for the lovely evening!" gives a reason and asks nothing. */
const isThanksAlone = ({ text, understood }: Turn): boolean => {
  const { smallTalk: kind, asksQuestion, asksPrice, need, phone, email } = understood;
  const asks = asksQuestion || asksPrice || need !== undefined;
  const tells = phone !== undefined || email !== undefined;
  return kind === 'thanks' && !asks && !tells && text.split(/\s+/u).length <= MAX_THANKS_WORDS;
};

/** Confirms an opt-out; "start" is only understood as an answer to that. */
const answerConsent = ({ text, earlier }: Turn, say: Phrases): string | undefined => {
  const wish = readConsent(text);
  if (wish === 'out') return say.optedOut;
  const before = earlier.flatMap((said) => readConsent(said) ?? []).at(-1);
  return wish === 'in' && before === 'out' ? say.optedIn : undefined;
};

const answer = (turn: Turn, say: Phrases): RuleReply => {
  const questions = questionsOf(turn);
  if (questions.length === 0) return askBack(turn, say);
  const missing = searchesMissing(turn, questions);
  if (missing.length > 0) return searchFor(turn, missing);
  const { text, open, choices } = answerParts(questions, searchesIn(turn), (names) => mayAskWhich(turn, names));
  const which = choices.length > 0 ? say.which(choices) : '';
  const answers = [text === '' ? '' : inLanguageOf(turn, text, say), which].filter(Boolean).join('\n');
  const { greets } = turn.understood;
  const quoted = join(turn.understood.asksAboutBot ? say.iAmBot : greets ? say.hello : '', answers);
  if (answers === '') {
    return questions.every(isUnclear) ? askBack(turn, say) : escalate(turn, say);
  }
  return open.length === 0 ? { text: quoted } : escalateRest(turn, { quoted, open, say });
};

/**
 * The searches for the questions that were not made yet, because the customer has written more since the others. What another model found in its
 * own way is enough.
 */
const searchesMissing = (turn: Turn, questions: readonly Question[]): readonly string[] => {
  const made = searchesIn(turn).map(({ query }) => query);
  if (!turn.offers('search_knowledge') || made.length >= MOST_SEARCHES) return [];
  const wanted = searchesFor(questions);
  const isByOther = made.length > 0 && wanted.every((query) => !made.includes(query));
  return isByOther ? [] : wanted.filter((query) => !made.includes(query));
};

const searchFor = (turn: Turn, queries: readonly string[]): RuleReply => ({
  toolCalls: queries.map((query) => ({
    name: 'search_knowledge',
    arguments: { query, limit: SEARCH_LIMIT, ...(isCompleted(query, turn) && { goesOn: true }) },
  })),
});

/** Whether a query has words of an earlier message. */
const isCompleted = (query: string, { text, earlier }: Turn): boolean => {
  const own = new Set(wordsOf(text).map(({ stem }) => stem));
  return earlier.length > 0 && wordsOf(query).some(({ stem }) => !own.has(stem));
};

/** Asks once which thing is meant. */
const mayAskWhich = ({ isChoice, offered }: Turn, names: readonly string[]): boolean =>
  !isChoice && names.join('\n') !== offered.join('\n');

/** Asks once what is meant; if that did not help, a person is called. */
const askBack = (turn: Turn, say: Phrases): RuleReply =>
  turn.lastReply.includes(say.unclear) ? escalate(turn, say) : { text: say.unclear };

const asksAnythingElse = (text: string): boolean =>
  sentencesOf(text).some(({ value }) => isQuestion(value) && !asksAboutBot(value));

const isUnclear = ({ queries: [question = ''] }: Question): boolean =>
  askedWords(question) !== undefined && !namesSubject(question);

/** Quotes stay in the language of the knowledge base, so a customer who writes in another one is told which it is. */
const inLanguageOf = ({ language }: Turn, quoted: string, say: Phrases): string => {
  const written = detectLanguage(quoted);
  return written === undefined || written === language ? quoted : `${say.otherLanguage}\n${quoted}`;
};

const escalate = (turn: Turn, say: Phrases): RuleReply => {
  const { offTopic } = turn.understood;
  if (offTopic === 'likely' || (offTopic === 'seeming' && isFarFromKnowledge(turn))) return { text: say.offTopic };
  return passOn(turn, { told: turn.understood.asksQuestion ? say.handedOver : say.passedOn }, say);
};

/** An answer this sure, though it is too unsure to be told, shows that the business deals with such things. */
const RELATED = 0.25;

const isFarFromKnowledge = (turn: Turn): boolean =>
  searchesIn(turn).every(({ result }) => surenessOf(result) < RELATED);

type Reason = 'no_answer' | 'request' | 'complaint' | 'other';
type Passed = { readonly told: string; readonly reason?: Reason };

/** Calls a person about the message and says so, in fewer words if one has been called before. */
const passOn = (turn: Turn, { told, reason }: Passed, say: Phrases): RuleReply => {
  const called = turn.resultOf('call_operator');
  if (called === undefined)
    return turn.offers('call_operator') ? callPerson(turn.text, reason) : { text: say.notFound };
  if (hasFailed(called)) return { text: say.notFound };
  return { text: join(turn.understood.greets ? say.hello : '', wasWaiting(called) ? say.passedOnToo : told) };
};

/** A person does what the customer wants. What is asked besides is answered. */
const takeUpDeed = (turn: Turn, deed: DeedKind, say: Phrases): RuleReply => {
  const questions = asksBesides(turn);
  const missing = searchesMissing(turn, questions);
  if (missing.length > 0) return searchFor(turn, missing);
  const called = turn.resultOf('call_operator');
  if (called === undefined && turn.offers('call_operator')) return callPerson(summaryOf(turn, deed, say), 'request');
  const quoted = questions.length > 0 ? inLanguageOf(turn, answerParts(questions, searchesIn(turn)).text, say) : '';
  if (called === undefined || hasFailed(called)) return { text: quoted || say.notFound };
  const taken = takeUp(turn, { deed, isFirst: !wasWaiting(called) }, say);
  return { text: [quoted, join(turn.understood.greets && !quoted ? say.hello : '', taken)].filter(Boolean).join('\n') };
};

/** The questions of the sentences that do not say what is to be done. */
const asksBesides = (turn: Turn): readonly Question[] => {
  const asking = sentencesOf(turn.text).filter(({ value }) => isQuestion(value) && readDeed(value) === undefined);
  if (asking.length === 0) return [];
  const text = asking.map(({ value }) => value).join(' ');
  return questionsOf({ ...turn, text, understood: understand(text) });
};

/** What belongs to something taken up before goes to the same person. */
const addToDeed = (turn: Turn, say: Phrases): RuleReply => {
  const called = turn.resultOf('call_operator');
  if (called === undefined && turn.offers('call_operator')) {
    return callPerson(summaryOf(turn, pendingDeed(turn) ?? 'other', say), 'request');
  }
  return { text: called === undefined || hasFailed(called) ? say.notFound : say.added(toldDetails(turn, say)) };
};

type Rest = { readonly quoted: string; readonly open: readonly Question[]; readonly say: Phrases };

/** If only some of several questions have answers, those are given, and a person is called for the others. */
const escalateRest = (turn: Turn, { quoted, open, say }: Rest): RuleReply => {
  const called = turn.resultOf('call_operator');
  if (called !== undefined) return { text: hasFailed(called) ? quoted : `${quoted}\n${say.restHandedOver}` };
  return turn.offers('call_operator')
    ? callPerson(open.map(({ queries: [question = ''] }) => question).join('\n'))
    : { text: quoted };
};

const callPerson = (about: string, reason: Reason = 'no_answer'): RuleReply => ({
  toolCalls: [{ name: 'call_operator', arguments: { reason, summary: cutText(about, MAX_SUMMARY) } }],
});

const hasFailed = (toolResult: string): boolean =>
  z.object({ error: z.unknown() }).safeParse(parseJson(toolResult)).data?.error !== undefined;

/** Whether a person had been called before. Results recorded by an earlier version do not say. */
const wasWaiting = (toolResult: string): boolean =>
  z.object({ waiting: z.boolean() }).safeParse(parseJson(toolResult)).data?.waiting === true;

const smallTalk = (turn: Turn, say: Phrases): string => {
  const { smallTalk: kind, greets } = turn.understood;
  const details = toldDetails(turn, say);
  if (details) return join(greets ? say.hello : '', say.noted(details), say.anythingElse);
  if (kind !== undefined) return spoken[kind](say);
  if (turn.earlier.length === 0) return join(say.hello, say.askAway);
  // A lone "?" presses for an answer; a thumbs-up does not.
  if (turn.text.includes('?')) return say.again;
  return /[\p{L}\p{N}]/u.test(turn.text) ? say.askAway : say.acknowledged;
};

const spoken: Readonly<Record<SmallTalk, (say: Phrases) => string>> = {
  greeting: (say) => join(say.hello, say.askAway),
  thanks: (say) => say.thanks,
  bye: (say) => say.bye,
  closing: (say) => say.acknowledged,
  acknowledgement: (say) => say.acknowledged,
  opening: (say) => say.askAway,
  presence: (say) => join(say.present, say.askAway),
  confused: (say) => say.again,
};

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
