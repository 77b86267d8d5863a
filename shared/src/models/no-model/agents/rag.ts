import { z } from 'zod';
import { isQuestion } from '../../../reading/asking.ts';
import { asksAboutBot } from '../../../reading/intent.ts';
import { wantsPrivateMatter } from '../../../reading/private-matters.ts';
import { readConsent } from '../../../reading/read-consent.ts';
import type { SmallTalk } from '../../../reading/small-talk.ts';
import { askedWords, namesSubject } from '../../../search/answers/answer-kind.ts';
import { sentencesOf } from '../../../search/language/sentences.ts';
import { cutText } from '../../../text/cut-text.ts';
import { type Detail, type Phrases, phrases } from '../phrases.ts';
import type { Question } from '../questions/complete-question.ts';
import { questionsOf, searchesFor } from '../questions/questions.ts';
import type { AgentRules, RuleReply, Turn } from '../turn.ts';
import { answerParts, parseJson } from './answer-parts.ts';

const SEARCH_LIMIT = 5;
const MAX_SUMMARY = 500;

/** Answers with quotes from the knowledge base, or says that it has no answer and calls a person. */
export const ragRules: AgentRules = (turn) => {
  const { understood, language } = turn;
  const say = phrases[language];
  if (turn.inGroup && wantsPrivateMatter(turn.text)) return { text: say.privateMatter };
  const consent = answerConsent(turn, say);
  if (consent) return { text: consent };
  if (understood.asksForPerson) return { text: join(noted(turn, say), say.personComes) };
  if (understood.angry || understood.complains) return { text: say.sorry };
  if (understood.wish === 'act' || understood.wish === 'status') return passOn(turn, { quoted: '', say });
  if (understood.asksAboutBot && !asksAnythingElse(turn.text)) return { text: say.iAmBot };
  if (isThanksAlone(turn)) return { text: say.thanks };
  if (!understood.asksSomething && !understood.asksPrice && !understood.need && !understood.wish) {
    return { text: smallTalk(turn, say) };
  }
  return answer(turn, say);
};

const MAX_THANKS_WORDS = 7;

/** "Thank you for the lovely evening!" gives a reason and asks nothing. */
const isThanksAlone = ({ text, understood }: Turn): boolean => {
  const { smallTalk: kind, asksQuestion, asksPrice, need, wish, phone, email } = understood;
  const asks = asksQuestion || asksPrice || need !== undefined || wish !== undefined;
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
  if (questions.length === 0) return { text: say.unclear };
  const found = turn.resultsOf('search_knowledge');
  if (found.length === 0 && turn.offers('search_knowledge')) {
    return {
      toolCalls: searchesFor(questions).map((query) => ({
        name: 'search_knowledge',
        arguments: { query, limit: SEARCH_LIMIT },
      })),
    };
  }
  const { text: answers, open } = answerParts(questions, found);
  const { greets, wish, asksQuestion } = turn.understood;
  const quoted = join(turn.understood.asksAboutBot ? say.iAmBot : greets ? say.hello : '', answers);
  if (wish === 'deal' && !asksQuestion) return passOn(turn, { quoted: answers, say });
  if (answers === '') {
    return questions.every(isUnclear) ? { text: say.unclear } : escalate(turn, say);
  }
  return open.length === 0 ? { text: quoted } : escalateRest(turn, { quoted, open, say });
};

const asksAnythingElse = (text: string): boolean =>
  sentencesOf(text).some(({ value }) => isQuestion(value) && !asksAboutBot(value));

const isUnclear = ({ queries: [question = ''] }: Question): boolean =>
  askedWords(question) !== undefined && !namesSubject(question);

const escalate = (turn: Turn, say: Phrases): RuleReply => {
  const called = turn.resultOf('call_operator');
  const told = turn.understood.asksQuestion ? say.handedOver : say.personComes;
  if (called !== undefined) return { text: join(noted(turn, say), hasFailed(called) ? say.notFound : told) };
  return turn.offers('call_operator') ? callPerson(turn.text) : { text: say.notFound };
};

type Passed = { readonly quoted: string; readonly say: Phrases };

/** A person does what the customer wants; in the meantime the knowledge base's information about it is given. */
const passOn = (turn: Turn, { quoted, say }: Passed): RuleReply => {
  const called = turn.resultOf('call_operator');
  if (called === undefined && turn.offers('call_operator')) return callPerson(turn.text);
  if (called === undefined || hasFailed(called)) return { text: quoted || say.notFound };
  return { text: quoted ? `${quoted}\n${say.passedOn}` : join(noted(turn, say), say.passedOn) };
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

const callPerson = (about: string): RuleReply => ({
  toolCalls: [{ name: 'call_operator', arguments: { reason: 'no_answer', summary: cutText(about, MAX_SUMMARY) } }],
});

const hasFailed = (toolResult: string): boolean =>
  z.object({ error: z.unknown() }).safeParse(parseJson(toolResult)).data?.error !== undefined;

const smallTalk = (turn: Turn, say: Phrases): string => {
  const { smallTalk: kind, greets } = turn.understood;
  const details = noted(turn, say);
  if (details) return join(greets ? say.hello : '', details, say.anythingElse);
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

/** "Записано: телефон +7..., бюджет до 500 тыс.": shows the customer what was understood, so that they can correct it. */
const noted = ({ understood, inGroup }: Turn, say: Phrases): string => {
  // In a group, nothing is recorded and nobody's details are repeated to the others.
  if (inGroup) return '';
  const values: readonly (readonly [Detail, string | undefined])[] = [
    ['name', understood.name?.value],
    ['company', understood.company?.value],
    ['phone', understood.phone],
    ['email', understood.email],
    ['date', understood.date],
    ['guests', understood.guests?.toString()],
    ['budget', understood.budget?.words],
  ];
  const details = values.flatMap(([detail, value]) => (value ? [say.detail[detail](value)] : []));
  return details.length > 0 ? say.noted(details.join(', ').replace(/\.$/u, '')) : '';
};

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
