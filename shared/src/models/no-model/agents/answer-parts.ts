import { z } from 'zod';
import { asksForPrice } from '../../../reading/intent.ts';
import { synonymsOf } from '../../../search/answers/lexicon/find-synonyms.ts';
import { analyzeText } from '../../../search/language/analyze-text.ts';
import { detectLanguage } from '../../../text/detect-language.ts';
import { calculate } from '../arithmetic/calculate.ts';
import { namesAspect, withoutMarks } from '../questions/clauses.ts';
import type { Question } from '../questions/complete-question.ts';
import { searchesFor } from '../questions/questions.ts';
import { subjectIn, wordsOf } from '../questions/word-roles.ts';
import type { Turn } from '../turn.ts';

/** The reply to the questions that the knowledge base answers, and the questions that it leaves open. */
export type PartsAnswer = {
  readonly text: string;
  readonly open: readonly Question[];
  /** The things that the last question may be about; its quotes are then left out of `text`. */
  readonly choices: readonly string[];
};

/** A quote as a customer reads it, with the number of its citation among the quotes of all searches. */
type Quote = {
  readonly said: string;
  readonly title: string;
  readonly number: number;
  /** How sure its search is of its answer. */
  readonly confidence: number;
};
type Found = readonly Quote[];
type Result = { readonly quotes: Found; readonly choices: readonly string[] };

const searchResultSchema = z.object({
  extracted: z.object({
    answered: z.boolean(),
    confidence: z.number().default(0),
    choices: z.array(z.string()).default([]),
    quotes: z.array(z.object({ text: z.string(), title: z.string().default(''), said: z.string().optional() })),
  }),
});

/** A search of this turn with what it returned. */
export type DoneSearch = { readonly query: string; readonly result: string };

const argumentsSchema = z.object({ query: z.string() });

/** Returns the searches of a turn in order, whichever model made them. */
export const searchesIn = ({ callsOf }: Pick<Turn, 'callsOf'>): readonly DoneSearch[] =>
  callsOf('search_knowledge').map(({ arguments: written, result }) => ({
    query: argumentsSchema.safeParse(parseJson(written)).data?.query ?? '',
    result,
  }));

/**
 * Puts the answers to several questions together, in the order of the questions. The customer is asked about choices at most if `mayAsk`
 * agrees.
 */
export const answerParts = (
  questions: readonly Question[],
  searches: readonly DoneSearch[],
  mayAsk: (choices: readonly string[]) => boolean = () => false,
): PartsAnswer => {
  const found = readResults(searches.map(({ result }) => result));
  const foundBy = new Map(searches.map(({ query }, at) => [query, found[at]?.quotes ?? []]));
  // Another model searched in its own way.
  if (!searchesFor(questions).some((query) => foundBy.has(query)))
    return {
      text: sayAll([{ question: undefined, quotes: found.flatMap(({ quotes }) => quotes) }]),
      open: [],
      choices: [],
    };
  const answered = questions.map((question) => ({ question, quotes: chosen(question, foundBy) }));
  const open = answered.flatMap(({ question, quotes }) => (quotes.length === 0 ? [question] : []));
  const last = answered.at(-1)?.quotes;
  const choices = found.find(({ quotes }) => quotes === last)?.choices ?? [];
  // A person answers what is open, and may be told then which thing is meant.
  const asks = choices.length > 0 && open.length === 0 && mayAsk(choices);
  return { text: sayAll(asks ? answered.slice(0, -1) : answered), open, choices: asks ? choices : [] };
};

const readResults = (results: readonly string[]): readonly Result[] => {
  let number = 0;
  return results.map((result) => {
    const parsed = searchResultSchema.safeParse(parseJson(result));
    if (!parsed.success) return { quotes: [], choices: [] };
    const { answered, confidence, quotes, choices } = parsed.data.extracted;
    // Results recorded by an earlier version have no `said`.
    const read = quotes.map(({ text, title, said = text }) => ({
      said: said.trim(),
      title,
      number: ++number,
      confidence,
    }));
    return answered ? { quotes: read, choices } : { quotes: [], choices: [] };
  });
};

/** Returns how sure a search is of its answer, also if it is too unsure to be told. */
export const surenessOf = (result: string): number =>
  searchResultSchema.safeParse(parseJson(result)).data?.extracted.confidence ?? 0;

/** A failed tool returns a text instead of JSON; there is no answer then. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The words of the question itself count twice as much as those of its context. */
const OWN = 2;

/** Returns what was found in the way that counts; an answer found in another way than the first has some of the question's own words. */
const chosen = ({ queries, own, counts, asked }: Question, foundBy: ReadonlyMap<string, Found>): Found => {
  const owned = stemsIn(own);
  // "And the deposit?" about a thing is not answered by a quote about the thing alone.
  const aspects = asksForPrice(asked)
    ? []
    : wordsOf(asked).flatMap(({ text, stem }) => (namesAspect(text) ? [stem] : []));
  const around = stemsIn(queries.map(subjectIn).join(' '));
  const weighed = queries.flatMap((query, at) => {
    const quotes = foundBy.get(query) ?? [];
    const held = stemsIn(quotes.map(({ said, title }) => `${title} ${said}`).join(' '));
    const isOwn = [...owned].some((stem) => held.has(stem));
    if (quotes.length === 0 || (at > 0 && owned.size > 0 && !isOwn)) return [];
    if (owned.size === 0 && aspects.some((stem) => ![stem, ...synonymsOf(stem)].some((one) => held.has(one))))
      return [];
    const weightOf = (stem: string): number => (held.has(stem) ? (owned.has(stem) ? OWN : 1) : 0);
    return [
      { quotes, isOwn, weight: [...new Set([...owned, ...around])].reduce((sum, stem) => sum + weightOf(stem), 0) },
    ];
  });
  if (counts === 'first') return weighed[0]?.quotes ?? [];
  const [best] = weighed.toSorted(
    (a, b) => (counts === 'most' ? b.weight - a.weight : 0) || sureness(b.quotes) - sureness(a.quotes),
  );
  // Another way may find the part of it that is about what was asked: one of the rows.
  const within = weighed.find((other) => other.isOwn && best && isPartOf(other.quotes, best.quotes));
  return (within ?? best)?.quotes ?? [];
};

const isPartOf = (some: Found, all: Found): boolean =>
  some.length < all.length && some.every(({ said }) => all.some((one) => one.said === said));

const sureness = (quotes: Found): number => Math.max(0, ...quotes.map(({ confidence }) => confidence));

const stemsIn = (text: string): ReadonlySet<string> =>
  new Set(analyzeText(text).flatMap(({ stem, stop, joint }) => (stop || joint ? [] : [stem])));

type Answered = { readonly question: Question | undefined; readonly quotes: Found };

/** Says each quote once, with the number of its citation, after its question if there are several and it does not say what it is about. */
const sayAll = (answers: readonly Answered[]): string => {
  const all = answers.flatMap(({ quotes }) => quotes);
  const isSaid = ({ said, number }: Quote): boolean =>
    !all.some((other) => other.said.includes(said) && (other.said !== said || other.number < number));
  const lines = answers.map(({ question, quotes }) => ({
    question,
    said: [
      ...quotes.filter(isSaid).map(({ said, number }) => `${said} [${number}]`),
      ...calculationFor(question, quotes),
    ],
  }));
  const told = new Set<string>();
  return lines
    .flatMap(({ question, said }) => {
      const fresh = said.filter((line) => !told.has(line));
      for (const line of fresh) told.add(line);
      if (fresh.length === 0) return [];
      const text = fresh.join('\n');
      const label = question && answers.length > 1 ? labelOf(question, text) : '';
      return [label === '' ? text : `${label} ${text}`];
    })
    .join('\n');
};

const calculationFor = (question: Question | undefined, quotes: Found): readonly string[] => {
  const calculated =
    question &&
    calculate({
      asked: question.asked,
      question: question.queries[0] ?? '',
      quote: quotes.map(({ said }) => said).join('\n'),
    });
  return calculated === undefined ? [] : [calculated];
};

/** The question itself, where the answer has none of its words. */
const labelOf = ({ queries: [query = ''], asked }: Question, text: string): string => {
  if (detectLanguage(query) !== detectLanguage(text)) return '';
  const held = stemsIn(text);
  const named = wordsOf(asked).filter(({ role }) => role === 'thing' || role === 'attribute');
  if (named.length === 0 || named.some(({ stem }) => held.has(stem))) return '';
  const plain = withoutMarks(asked);
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}?`;
};
