import { z } from 'zod';
import { type Detail, type Phrases, phrases } from '../phrases.ts';
import type { AgentRules, RuleReply, Turn } from '../turn.ts';
import { sentencesOf } from '../understanding/sentences.ts';
import { clip } from '../understanding/word-pattern.ts';

const SEARCH_LIMIT = 5;
const MAX_QUERY = 1000;
const MAX_SUMMARY = 500;

/** Answers with quotes from the knowledge base, or says plainly that there is none and calls a person. */
export const ragRules: AgentRules = (turn) => {
  const { understood, language } = turn;
  const say = phrases[language];
  if (understood.asksForPerson) return { text: join(noted(turn, say), say.personComes) };
  if (understood.angry) return { text: say.sorry };
  if (!understood.asksSomething && !understood.asksPrice && !understood.need) return { text: smallTalk(turn, say) };
  return answer(turn, say);
};

const answer = (turn: Turn, say: Phrases): RuleReply => {
  const found = turn.resultOf('search_knowledge');
  if (found === undefined && turn.offers('search_knowledge')) {
    const query = clip(questionOf(turn.text), MAX_QUERY);
    return { toolCalls: [{ name: 'search_knowledge', arguments: { query, limit: SEARCH_LIMIT } }] };
  }
  const quoted = found === undefined ? undefined : quotedAnswer(found);
  if (quoted) return { text: join(turn.understood.greets ? say.hello : '', quoted) };
  return escalate(turn, say);
};

/** The sentences that ask, where there are any: what a customer tells about themselves is in no knowledge base. */
const questionOf = (text: string): string => {
  const questions = sentencesOf(text)
    .map(({ value }) => value)
    .filter((sentence) => /\?["»”’')\]]*$/u.test(sentence));
  return (questions.length > 0 ? questions.join(' ') : text).trim();
};

const searchResultSchema = z.object({
  extracted: z.object({ answered: z.boolean(), quotes: z.array(z.object({ text: z.string() })) }),
});

/** The quotes as they stand in the sources, each with the number of its citation. */
const quotedAnswer = (toolResult: string): string | undefined => {
  const parsed = searchResultSchema.safeParse(parseJson(toolResult));
  if (!parsed.success || !parsed.data.extracted.answered) return undefined;
  return parsed.data.extracted.quotes.map((quote, at) => `${quote.text.trim()} [${at + 1}]`).join('\n');
};

/** A failed tool reports in words: no answer then. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const escalate = (turn: Turn, say: Phrases): RuleReply => {
  const called = turn.resultOf('call_operator');
  if (called !== undefined) return { text: join(noted(turn, say), hasFailed(called) ? say.notFound : say.handedOver) };
  if (!turn.offers('call_operator')) return { text: say.notFound };
  const summary = clip(turn.text, MAX_SUMMARY);
  return { toolCalls: [{ name: 'call_operator', arguments: { reason: 'no_answer', summary } }] };
};

const hasFailed = (toolResult: string): boolean =>
  z.object({ error: z.unknown() }).safeParse(parseJson(toolResult)).data?.error !== undefined;

const smallTalk = (turn: Turn, say: Phrases): string => {
  const { smallTalk: kind, greets } = turn.understood;
  const details = noted(turn, say);
  if (details) return join(greets ? say.hello : '', details, say.anythingElse);
  if (kind === 'thanks') return say.thanks;
  if (kind === 'bye') return say.bye;
  if (kind === 'acknowledgement') return say.acknowledged;
  return join(say.hello, say.askAway);
};

/** "Записано: телефон +7..., бюджет до 500 тыс." The customer sees what was understood and can put it right. */
const noted = ({ understood }: Turn, say: Phrases): string => {
  const values: readonly (readonly [Detail, string | undefined])[] = [
    ['name', understood.name?.value],
    ['company', understood.company],
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
