import { decidedAt } from '@inbetwin/shared/agents/runs/run-steps.ts';
import type { Run, Step } from '@inbetwin/shared/entities/run.ts';

/** A step as a bar; positions are shares of the width from 0 to 1. */
type Bar = { readonly step: Step; readonly from: number; readonly to: number };

export type Lane = { readonly agent: string; readonly bars: readonly Bar[] };

/** A pause, drawn short whatever its length; `at` is its center. */
type Pause = { readonly at: number; readonly ms: number };

export type Timeline = {
  /** One lane per agent, in the order in which they started. */
  readonly lanes: readonly Lane[];
  readonly pauses: readonly Pause[];
};

type Span = { readonly from: number; readonly to: number };

/** A longer gap is a pause. All times here are in milliseconds. */
const LONGEST_GAP = 1500;
/** The width of a pause relative to the time drawn to scale. */
const PAUSE_SHARE = 0.06;

/** Lays out when each agent worked. Waiting times are drawn short, because a person may take days to decide. */
export const timelineOf = ({ steps, state }: Pick<Run, 'steps' | 'state'>, now: number): Timeline => {
  const spans = steps.map((step) => spanOf(step, state === 'running' ? now : undefined));
  const { place, pauses } = scaleOf(spans);
  const agents = [...new Set(steps.map(({ agent }) => agent))];
  const lanes = agents.map((agent) => ({
    agent,
    bars: steps.flatMap((step, at) => {
      const span = spans[at];
      return step.agent === agent && span ? [{ step, from: place(span.from), to: place(span.to) }] : [];
    }),
  }));
  return { lanes, pauses };
};

/** The duration of the step itself, without the time that a person took to decide. */
export const spanOf = (step: Step, now: number | undefined): Span => {
  const { startedAt, endedAt, state } = step;
  if (state === 'waiting') return { from: startedAt, to: startedAt };
  const to = Math.max(startedAt, endedAt ?? now ?? startedAt);
  const decided = decidedAt(step);
  const from = decided === undefined ? startedAt : Math.min(Math.max(startedAt, decided), to);
  return { from, to };
};

type Stretch = Span & { readonly isPause: boolean };
type Scale = { readonly place: (time: number) => number; readonly pauses: readonly Pause[] };

const scaleOf = (spans: readonly Span[]): Scale => {
  const stretches = stretchesOf(spans);
  const busy = stretches.filter(({ isPause }) => !isPause).reduce((sum, { from, to }) => sum + to - from, 0);
  const pause = Math.max(1, busy) * PAUSE_SHARE;
  const widthOf = ({ from, to, isPause }: Stretch): number => (isPause ? pause : to - from);
  const total = Math.max(
    1,
    stretches.reduce((sum, stretch) => sum + widthOf(stretch), 0),
  );
  let start = 0;
  const placed = stretches.map((stretch) => {
    const begins = start;
    start += widthOf(stretch) / total;
    return { ...stretch, begins, width: widthOf(stretch) / total };
  });
  return {
    place: (time) => {
      const found = placed.find(({ to }) => time <= to);
      if (!found) return start;
      const share = found.to === found.from ? 0 : (time - found.from) / (found.to - found.from);
      return found.begins + Math.min(1, Math.max(0, share)) * found.width;
    },
    pauses: placed.flatMap(({ isPause, begins, width, from, to }) =>
      isPause ? [{ at: begins + width / 2, ms: to - from }] : [],
    ),
  };
};

/** The time from the first to the last moment, with long gaps cut out. */
const stretchesOf = (spans: readonly Span[]): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = stretches.at(-1);
    if (!last) stretches.push({ from, to, isPause: false });
    else if (from - last.to <= LONGEST_GAP) stretches[stretches.length - 1] = { ...last, to: Math.max(last.to, to) };
    else stretches.push({ from: last.to, to: from, isPause: true }, { from, to, isPause: false });
  }
  return stretches;
};
