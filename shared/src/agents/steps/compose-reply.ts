import { z } from 'zod';
import type { Citation } from '../../entities/declaring/fields.ts';
import { MAX_CHOICE, MAX_CHOICES } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { MessageTemplate } from '../../entities/template.ts';
import { cutText } from '../../text/cut-text.ts';
import type { Phrases } from '../../wording/phrases.ts';
import { finalTextOf, lastTurnOf, stepsOf } from '../runs/run-steps.ts';

const MAX_TEXT = 16_000;
const MAX_CITATIONS = 20;

/** A reply with the citations that its `[n]` markers refer to. */
export type ComposedReply = {
  readonly text: string;
  readonly citations: readonly Citation[];
  /** Answers that the customer can give with one press. */
  readonly choices?: readonly string[];
  /** The platform's template that this is; `text` is what the customer reads. */
  readonly template?: MessageTemplate;
};

type Composition = {
  readonly agent: string;
  /** The team's words in the customer's language. */
  readonly say: Phrases;
  /**
   * The model that quotes extracted answers: its `[n]` is the n-th quote; another model's is the n-th search result.
   */
  readonly quotingModel: string;
};

const passageSchema = z.object({
  passageId: z.string(),
  sourceId: z.string(),
  title: z.string(),
  text: z.string(),
});
const searchOutputSchema = z.object({
  results: z.array(passageSchema),
  extracted: z.object({ quotes: z.array(passageSchema), choices: z.array(z.string()).optional() }),
});
type Passage = z.infer<typeof passageSchema>;

/** Makes the reply to the customer from the agent's final text, with citations of existing passages only. */
export const composeReply = (run: Run, { agent, say, quotingModel }: Composition): ComposedReply => {
  const raw = finalTextOf(run, agent);
  if (raw === undefined) return { text: say.received, citations: [] };
  const isQuoted = lastTurnOf(run, agent)?.name === quotingModel;
  const { text, cited } = readMarkers(raw, citableOf(run, agent, isQuoted));
  if (text === '') return { text: say.received, citations: [] };
  const choices = choicesIn(text, searchesOf(run, agent));
  return { text: cutText(text, MAX_TEXT), citations: cited.map(citationOf), ...(choices && { choices }) };
};

/** What the customer can choose from: the things that a search told apart, if the text ends by asking which of them is meant. */
const choicesIn = (text: string, searches: readonly SearchOutput[]): readonly string[] | undefined => {
  const asked = text.split('\n').at(-1) ?? '';
  if (!asked.includes('?')) return undefined;
  return searches
    .flatMap(({ extracted: { choices = [] } }) => (choices.length > 1 ? [choices] : []))
    .find(
      (choices) =>
        choices.length <= MAX_CHOICES && choices.every((one) => one.length <= MAX_CHOICE && asked.includes(one)),
    );
};

const citableOf = (run: Run, agent: string, isQuoted: boolean): readonly Passage[] =>
  searchesOf(run, agent).flatMap(({ results, extracted }) => (isQuoted ? extracted.quotes : results));

type SearchOutput = z.infer<typeof searchOutputSchema>;

const searchesOf = (run: Run, agent: string): readonly SearchOutput[] =>
  stepsOf(run, agent).flatMap((step) => {
    const parsed =
      step.kind === 'tool' && step.state === 'done' ? searchOutputSchema.safeParse(step.output) : undefined;
    return parsed?.success ? [parsed.data] : [];
  });

const MARKER = /(?<!\s)\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

/** Whether the text contains anything besides citations. */
export const saysSomething = (text: string): boolean => text.replace(MARKER, '').trim() !== '';

/** A single source needs no numbers in the text; with several, `[n]` is the n-th citation. */
const readMarkers = (raw: string, citable: readonly Passage[]) => {
  const cited: Passage[] = [];
  for (const [, numbers = ''] of raw.matchAll(MARKER)) {
    for (const passage of passagesOf(numbers, citable)) {
      const isKnown = cited.some((one) => isSame(one, passage));
      if (!isKnown && cited.length < MAX_CITATIONS) cited.push(passage);
    }
  }
  const sources = new Set(cited.map(({ title }) => title));
  const text = raw.replace(MARKER, (_marker, numbers: string) => {
    if (sources.size < 2) return '';
    const places = passagesOf(numbers, citable).map((passage) => 1 + cited.findIndex((one) => isSame(one, passage)));
    return [...new Set(places)]
      .filter((place) => place > 0)
      .map((place) => ` [${place}]`)
      .join('');
  });
  return { text: text.trim(), cited };
};

const isSame = (a: Passage, b: Passage): boolean => a.passageId === b.passageId && a.text === b.text;

const passagesOf = (numbers: string, citable: readonly Passage[]): readonly Passage[] =>
  numbers.split(',').flatMap((number) => citable[Number(number) - 1] ?? []);

const citationOf = ({ passageId, sourceId, title, text }: Passage): Citation => ({
  passageId,
  sourceId,
  title: cutText(title, 300),
  quote: cutText(text, 4000),
});
