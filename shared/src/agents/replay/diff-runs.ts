import type { Run, Step } from '../../entities/run.ts';
import { noModelName } from '../../models/no-model/no-model.ts';
import { diffWords, type Piece } from '../../text/diff-words.ts';
import { defaultWords } from '../../wording/phrases.ts';
import { modelOutputSchema, routeOf, toolInputSchema } from '../runs/run-steps.ts';
import { type ComposedReply, composeReply } from '../steps/compose-reply.ts';
import { withLine } from '../steps/sign-reply.ts';
import { normalized } from './replay-run-calls.ts';

/**
 * The consumption of a run. `modelMs` is the time spent in model calls, the only time that is comparable between runs.
 */
export type RunTotals = {
  readonly steps: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly costMicros: number;
  readonly modelMs: number;
};

/** Two steps that correspond, or one without a counterpart in the other run. */
export type StepPair = { readonly agent: string } & (
  | { readonly kind: 'same' | 'changed'; readonly left: Step; readonly right: Step }
  | { readonly kind: 'left'; readonly left: Step; readonly right?: undefined }
  | { readonly kind: 'right'; readonly left?: undefined; readonly right: Step }
);

/** The differences between two runs. */
export type RunDiff = {
  /** Grouped by agent, in each agent's order. */
  readonly steps: readonly StepPair[];
  /** What the customer reads, split into words; empty on a side without a reply. */
  readonly reply: { readonly left: readonly Piece[]; readonly right: readonly Piece[] };
  readonly outcome: { readonly left: Run['outcome']; readonly right: Run['outcome'] };
  readonly totals: { readonly left: RunTotals; readonly right: RunTotals };
  /** Whether nothing differs but ids, times and costs. */
  readonly isSame: boolean;
};

/** Compares two runs over the same messages. Dropped steps are ignored. */
export const diffRuns = (left: Run, right: Run): RunDiff => {
  const agents = [...new Set([...left.steps, ...right.steps].map(({ agent }) => agent))];
  const steps = agents.flatMap((agent) => alignSteps(agent, countedOf(left, agent), countedOf(right, agent)));
  const [before, after] = [replyOf(left)?.text ?? '', replyOf(right)?.text ?? ''];
  return {
    steps,
    reply: diffWords(before, after),
    outcome: { left: left.outcome, right: right.outcome },
    totals: { left: totalsOf(left), right: totalsOf(right) },
    isSame: steps.every(({ kind }) => kind === 'same') && before === after && left.outcome === right.outcome,
  };
};

/** Returns what the run says to the customer or suggests to a person; undefined when it says nothing. */
export const replyOf = (run: Run): ComposedReply | undefined => {
  const step = run.steps.find(({ kind, name, state }) => kind === 'reply' && name !== 'notice' && state !== 'dropped');
  const language = routeOf(run)?.language;
  if (!step || !language) return undefined;
  const { input } = step;
  const answerer = typeof input === 'object' && input !== null && 'answerer' in input ? input.answerer : undefined;
  const say = defaultWords(language);
  const agent = typeof answerer === 'string' ? answerer : '';
  const reply = composeReply(run, { agent, say, quotingModel: noModelName });
  return run.followUpId === undefined ? reply : { ...reply, text: withLine(reply.text, say.wayOut) };
};

/** Returns the total consumption of a run's steps. */
export const totalsOf = ({ steps }: Pick<Run, 'steps'>): RunTotals =>
  steps.reduce<RunTotals>(
    (sum, { kind, tokens, costMicros = 0, startedAt, endedAt = startedAt }) => ({
      steps: sum.steps + (kind === 'event' ? 0 : 1),
      tokens: { input: sum.tokens.input + (tokens?.input ?? 0), output: sum.tokens.output + (tokens?.output ?? 0) },
      costMicros: sum.costMicros + costMicros,
      modelMs: sum.modelMs + (kind === 'model' ? endedAt - startedAt : 0),
    }),
    { steps: 0, tokens: { input: 0, output: 0 }, costMicros: 0, modelMs: 0 },
  );

const countedOf = ({ steps }: Run, of: string): readonly Step[] =>
  steps.filter(({ agent, state }) => agent === of && state !== 'dropped');

/**
 * Aligns the steps so that the fewest remain without a counterpart, and among those alignments, so that the most pairs
 * are equal.
 */
const alignSteps = (agent: string, left: readonly Step[], right: readonly Step[]): readonly StepPair[] => {
  const worth = (row: number, column: number): number => {
    const [a, b] = [left[row], right[column]];
    if (!a || !b || placeOf(a) !== placeOf(b)) return Number.NEGATIVE_INFINITY;
    return contentOf(a) === contentOf(b) ? 1001 : 1000;
  };
  const best = bestOf(left.length, right.length, worth);
  const pairs: StepPair[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    const [a, b] = [left[row], right[column]];
    const value = best(row, column);
    if (a && b && value === worth(row, column) + best(row + 1, column + 1)) {
      pairs.push({ agent, kind: contentOf(a) === contentOf(b) ? 'same' : 'changed', left: a, right: b });
      row += 1;
      column += 1;
    } else if (a && value === best(row + 1, column)) {
      pairs.push({ agent, kind: 'left', left: a });
      row += 1;
    } else if (b) {
      pairs.push({ agent, kind: 'right', right: b });
      column += 1;
    }
  }
  return pairs;
};

type Grid = (row: number, column: number) => number;

/** Returns the value of the best alignment of what follows each pair of positions. */
const bestOf = (rows: number, columns: number, worth: Grid): Grid => {
  const width = columns + 1;
  const values = new Float64Array((rows + 1) * width);
  const at: Grid = (row, column) => (row > rows || column > columns ? 0 : (values[row * width + column] ?? 0));
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const together = worth(row, column) + at(row + 1, column + 1);
      values[row * width + column] = Math.max(together, at(row + 1, column), at(row, column + 1));
    }
  }
  return at;
};

/** Returns a key that is equal for steps that may correspond: model calls do, whatever the model's name. */
const placeOf = ({ kind, name }: Step): string => {
  if (kind === 'model') return kind;
  return kind === 'tool' || kind === 'handover' ? `call ${name}` : `${kind} ${name}`;
};

/** Returns what people would compare; ids, times and costs differ between any two runs. */
const contentOf = ({ kind, state, input, output, error }: Step): string => {
  const ended = state === 'failed' ? ['failed', error?.code] : [];
  if (kind === 'model') {
    const { text = '', toolCalls = [] } = modelOutputSchema.safeParse(output).data ?? {};
    return JSON.stringify([text, toolCalls.map((call) => [call.name, normalized(call.arguments)]), ...ended]);
  }
  if (kind === 'tool' || kind === 'handover') {
    const given = toolInputSchema.safeParse(input).data?.arguments ?? '';
    return JSON.stringify([normalized(given), normalized(JSON.stringify(output ?? null)), ...ended]);
  }
  if (kind === 'route') return JSON.stringify([normalized(JSON.stringify(output ?? null)), ...ended]);
  return kind === 'event' ? normalized(JSON.stringify(input)) : kind;
};
