import { namesOfKinds } from '../../entities/declaring/kinds.ts';
import type { Run, Step } from '../../entities/run.ts';
import type { Work } from '../../entities/work.ts';
import type { WorkKind } from '../../entities/work-kinds/registry.ts';
import { judgeReply, type Objection } from '../../guardrails/judge-reply.ts';
import type { RecordedEffect } from '../../guardrails/judged-reply.ts';
import { eachPage } from '../../ports/each-page.ts';
import { readAmounts } from '../../search/language/values/read-amounts.ts';
import { agents } from '../registry.ts';
import { toolInputOf } from '../runs/run-steps.ts';
import type { RunSession } from '../runs/session.ts';
import { standingInstructions } from './model-messages.ts';

/** Returns the first guard's objection to a text that is about to be sent to the run's customer. */
export const judgeText = async (session: RunSession, text: string): Promise<Objection | undefined> => {
  const { documents, journal, context, tools, conversation, talk, style } = session;
  const [latest, twin, work] = await Promise.all([
    talk.latest(),
    documents.twins.get(conversation.contactId),
    readWork(session),
  ]);
  const said = latest.toReversed();
  const done = doneBy(journal.run());
  return judgeReply({
    text,
    rules: [...standingInstructions(), ...Object.values(agents).flatMap(({ prompt }) => Object.values(prompt))],
    prompts: Object.values(context().agents).flatMap(({ prompt }) => Object.values(prompt)),
    toolNames: Object.keys(tools),
    customer: [
      ...(twin?.facts ?? []).map(({ key, value }) => `${key}: ${value}`),
      ...said.filter(({ direction }) => direction === 'inbound').map((message) => message.text),
    ],
    team: said.filter(({ direction }) => direction === 'outbound').map((message) => message.text),
    results: [
      ...done.flatMap((step) => recordsOf(step, tools)),
      ...refusalsOf(journal.run()).map((text) => [text]),
      ...statementsOf(style),
    ],
    quoted: done.flatMap((step) => (tools[step.name]?.effect === 'read' ? quotesIn(step.output) : [])),
    quantities: done.flatMap(({ output }) => quantitiesIn(output)),
    effects: [
      ...effectsOf(done, tools),
      ...work.flatMap(effectsOfWork),
      ...(conversation.handover ? ['colleague-told' as const] : []),
    ],
  });
};

/** The team's own words state prices and terms that its agents may repeat. */
const statementsOf = ({ priceObjection = {}, sentences = [] }: RunSession['style']): readonly (readonly string[])[] =>
  [priceObjection.ru, priceObjection.en, ...sentences.map(({ text }) => text)].flatMap((text) =>
    text ? [[text]] : [],
  );

const doneBy = ({ steps }: Run): readonly Step[] =>
  steps.filter(({ kind, state }) => kind === 'tool' && state === 'done');

/** Arguments of a writing tool come from the model, so their repetition in its result does not count as a source. */
const recordsOf = (step: Step, tools: RunSession['tools']): readonly (readonly string[])[] => {
  const told = recordsIn(step.output);
  if (tools[step.name]?.effect === 'read') return told;
  const own = new Set(
    recordsIn(JSON.parse(toolInputOf(step).arguments))
      .flat()
      .map((word) => word.trim()),
  );
  return told.map((record) => record.filter((word) => !own.has(word))).filter((record) => record.length > 0);
};

/** Returns the reasons that people gave for declining calls. */
const refusalsOf = ({ steps }: Run): readonly string[] =>
  steps.flatMap(({ error }) => (error?.code === 'tool.refused' ? [error.message] : []));

/** Matches field names of ids, which carry no information, and of what was written from the texts beside it. */
const NO_SOURCE = /(?:^i|[a-z]I)d$|^said$/;

/** Returns the texts of each object or list in a value; they belong together. */
const recordsIn = (value: unknown): readonly (readonly string[])[] => {
  if (typeof value === 'string') return [[value]];
  if (typeof value !== 'object' || value === null) return [];
  const parts: readonly unknown[] = Object.entries(value).flatMap(([key, part]) => (NO_SOURCE.test(key) ? [] : [part]));
  const own = parts.filter((part): part is string => typeof part === 'string' && part !== '');
  return [...(own.length > 0 ? [own] : []), ...parts.filter((part) => typeof part === 'object').flatMap(recordsIn)];
};

/** Returns how a search says the passages that it quotes, if every number of it is in what the search found. */
const quotesIn = (output: unknown): readonly string[] => {
  const strings = stringsIn(output);
  const quotes = strings.filter(({ key }) => key === 'said');
  if (quotes.length === 0) return [];
  const found = numbersIn(strings.flatMap(({ key, text }) => (key === 'said' ? [] : [text])).join('\n'));
  return quotes.flatMap(({ text }) => ([...numbersIn(text)].every((one) => found.has(one)) ? [text] : []));
};

type NamedString = { readonly key: string; readonly text: string };

const stringsIn = (value: unknown): readonly NamedString[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    typeof part === 'string' ? [{ key, text: part }] : stringsIn(part),
  );
};

const numbersIn = (text: string): ReadonlySet<number> =>
  new Set(readAmounts(text).amounts.flatMap(({ values }) => values));

const quantitiesIn = (value: unknown): readonly number[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'quantity' && typeof part === 'number' ? [part] : quantitiesIn(part),
  );
};

const effectsOf = (done: readonly Step[], tools: RunSession['tools']): readonly RecordedEffect[] =>
  done.flatMap(({ name }) => tools[name]?.recordedEffects ?? []);

const PAGE = 100;

/** Returns the customer's work that agents or the team created; a customer has few of each kind. */
const readWork = async ({ documents, conversation }: RunSession): Promise<readonly Work[]> => {
  const found = await Promise.all(
    namesOfKinds(effectsByKind).map(async (kind) => {
      if (!effectsByKind[kind]) return [];
      const query = { index: ['contactId', 'kind', 'state', 'dueAt'], equals: [conversation.contactId, kind] };
      const work: Work[] = [];
      for await (const page of eachPage(documents.work, { ...query, limit: PAGE })) work.push(...page);
      return work;
    }),
  );
  return found.flat();
};

/**
 * The effects that a reply may claim for a customer's work of each kind; null for kinds that customers are not told
 * about.
 */
const effectsByKind: Readonly<Record<WorkKind, ((state: Work['state']) => readonly RecordedEffect[]) | null>> = {
  task: () => ['colleague-told'],
  appointment: (state) => (state === 'cancelled' ? ['appointment-cancelled'] : ['appointment']),
  order: (state) =>
    state === 'cancelled' ? ['order-cancelled'] : state === 'done' ? ['order', 'order-done'] : ['order'],
  approval: null,
  suggestion: null,
  'follow-up': null,
};

const effectsOfWork = ({ kind, state }: Work): readonly RecordedEffect[] => effectsByKind[kind]?.(state) ?? [];
