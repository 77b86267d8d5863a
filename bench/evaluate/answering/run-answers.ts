import path from 'node:path';
import { readConfiguredModels } from '@inbetwin/sync-server/models-file.ts';
import { WrongUse } from '../read-arguments.ts';
import { type Business, type Named, readBusinesses, readFactSets } from './answer-set.ts';
import { addTallies, cardFields, qualityOf, type Tally, totalOf } from './compare-facts.ts';
import {
  type BusinessReport,
  evaluateBusiness,
  evaluateFacts,
  type JudgedTurn,
  sharesOf,
} from './evaluate-business.ts';
import type { Verdict } from './judge-turn.ts';
import { type AnswerArguments, readAnswerArguments } from './read-answer-arguments.ts';

const SETS = path.join(import.meta.dirname, '../answers');
type Resolve = (file: string) => string;

/** Runs `npm run evaluate -- answers`: the building half and the measured one, or what `--in` names. */
export const runAnswers = async (args: readonly string[], resolve: Resolve): Promise<boolean> => {
  const options = readAnswerArguments(args);
  const places = options.in === undefined ? ['building', 'measured'] : [resolve(options.in)];
  const halves = [];
  for (const place of places) {
    const businesses = await readBusinesses(path.resolve(SETS, place));
    halves.push({ place, reports: await evaluateAll(businesses, environmentOf(options)) });
  }
  if (options.json)
    console.log(JSON.stringify({ task: 'answers', halves: halves.map((half) => asJson(half, options)) }));
  else for (const half of halves) print(half, options);
  return true;
};

/** Runs `npm run evaluate -- facts`. */
export const runFacts = async (args: readonly string[], resolve: Resolve): Promise<boolean> => {
  const options = readAnswerArguments(args);
  const places = options.in === undefined ? ['facts'] : [resolve(options.in)];
  const sets = (await Promise.all(places.map((place) => readFactSets(path.resolve(SETS, place))))).flat();
  const reports: Record<string, unknown> = {};
  for (const { name, isMeasured, set } of sets) {
    const { facts, misread } = await evaluateFacts(set, environmentOf(options));
    const shown = isMeasured && !options.reveal ? [] : misread.slice(0, options.show);
    reports[name] = { ...factQuality(facts), ...(options.show > 0 && { misread: shown }) };
    if (options.json) continue;
    console.log(`\n${name}`);
    console.table(roundedRows(factQuality(facts)));
    for (const { text, facts: expected, after } of shown) {
      console.log(`${text}\n  expected ${JSON.stringify(expected)}\n  found    ${JSON.stringify(after)}`);
    }
  }
  if (options.json) console.log(JSON.stringify({ task: 'facts', sets: reports }));
  return true;
};

/** The rules answer unless a live model was asked for. */
const environmentOf = ({ live }: AnswerArguments) => {
  if (!live) return {};
  const read = readConfiguredModels(process.env);
  if (!read.success) throw new WrongUse(read.problems.join('; '));
  if (read.models.endpoints.length > 0) return process.env;
  throw new WrongUse(
    'No model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL, or MODELS_FILE.',
  );
};

type Evaluated = Named<Business> & BusinessReport;
type Half = { readonly place: string; readonly reports: readonly Evaluated[] };

const evaluateAll = async (
  businesses: readonly Named<Business>[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Evaluated[]> => {
  const reports: Evaluated[] = [];
  for (const business of businesses) {
    reports.push({ ...business, ...(await evaluateBusiness(business.set, environment)) });
  }
  return reports;
};

const figuresOf = ({ turns, facts }: BusinessReport) => ({
  turns: turns.length,
  ...sharesOf(turns),
  factsF1: qualityOf(totalOf(facts)).f1,
});

const allOf = (reports: readonly BusinessReport[]) =>
  figuresOf({ turns: reports.flatMap(({ turns }) => turns), facts: addTallies(reports.map(({ facts }) => facts)) });

const asJson = ({ place, reports }: Half, options: AnswerArguments) => ({
  name: path.basename(place, '.json'),
  all: allOf(reports),
  businesses: Object.fromEntries(reports.map((report) => [report.name, figuresOf(report)])),
  ...(options.show > 0 && { worst: worstOf(reports, options) }),
});

const print = ({ place, reports }: Half, options: AnswerArguments): void => {
  console.log(`\n${path.basename(place, '.json')}`);
  const rows = Object.fromEntries(reports.map((report) => [report.name, figuresOf(report)]));
  console.table(roundedRows({ ...rows, all: allOf(reports) }));
  for (const { id, text, expect, must, mustNot, verdict, reply } of worstOf(reports, options)) {
    const wanted = [expect, ...must.map((words) => `+${words}`), ...mustNot.map((words) => `-${words}`)].join(' ');
    console.log(`${verdict} ${id} [${wanted}]\n  > ${text}\n  < ${reply.replaceAll('\n', '\n    ')}`);
  }
};

const fromWorst: readonly Verdict[] = ['wrong', 'silent', 'missed', 'needless', 'part'];

const worstOf = (reports: readonly Evaluated[], { show, reveal }: AnswerArguments): readonly JudgedTurn[] => {
  const turns = reports.filter(({ isMeasured }) => reveal || !isMeasured).flatMap((report) => report.turns);
  return fromWorst.flatMap((verdict) => turns.filter((turn) => turn.verdict === verdict)).slice(0, show);
};

const factQuality = (facts: Tally) => ({
  ...Object.fromEntries(cardFields.map((field) => [field, qualityOf(facts[field])])),
  all: qualityOf(totalOf(facts)),
});

const roundedRows = (rows: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Math.round(value * 1000) / 1000])),
    ]),
  );
