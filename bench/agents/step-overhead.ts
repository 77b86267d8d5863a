import { agents } from '@inbetwin/shared/agents/registry.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import { searchOver } from '@inbetwin/shared/testing/search-over.ts';
import { defineTool, type ToolEffect } from '@inbetwin/shared/tools/tool.ts';
import { z } from 'zod';
import type { Measurement, Stage } from '../bench-area.ts';
import { instantModel } from './instant-model.ts';
import { openBenchTeam } from './open-bench-team.ts';

const CHATS = 20;
const TURNS = 25;
const WARM_UP = 60;

/** In the order of the calls: one of each kind of effect. */
const steps: readonly {
  readonly name: 'search_knowledge' | 'update_lead' | 'create_task';
  readonly effect: ToolEffect;
}[] = [
  { name: 'search_knowledge', effect: 'read' },
  { name: 'update_lead', effect: 'write' },
  { name: 'create_task', effect: 'outward' },
];

/**
 * Measures the time from one step's work to the next one's: recording, looking for events, deciding, and building the
 * next prompt. One agent calls a model four times and three tools, none of which takes time. The first sample of a run
 * includes its beginning and the route, the last one the reply and the end.
 */
export const stepOverhead = async function* (stage: Stage): AsyncIterable<Measurement> {
  const { clock, documents, receive } = await openBenchTeam(stage, 'agents-steps');
  const meter = createMeter();
  const turns = [
    ...steps.map(({ name }) => ({ name, arguments: { about: 'зал на сорок гостей' } })),
    { text: 'Готово.' },
  ];
  const runs = createTeamRuns({
    documents,
    clock,
    search: searchOver(() => []),
    model: metered(instantModel({ rag: turns }), meter),
    agents: { rag: { ...agents.rag, tools: steps.map(({ name }) => name) } },
    tools: toolsThat(meter),
  });
  const { signal } = new AbortController();
  stage.progress(`${CHATS * TURNS} runs of ${2 + turns.length + steps.length} steps, one after the other`);
  for (let turn = 0; turn < TURNS; turn++) {
    for (let chat = 0; chat < CHATS; chat++) {
      const message = await receive(chat, turn, 'Нужен зал на сорок гостей, когда он свободен?');
      await openConversation(documents, message);
      meter.leave();
      const { outcome } = await runs.run(message, { signal });
      meter.enter();
      if (outcome !== 'replied') throw new Error(`A run ended as ${outcome}.`);
    }
  }
  const samples = meter.samples().slice(WARM_UP * (turns.length + steps.length));
  yield { name: 'step-overhead-p50', unit: 'ms', value: quantile(samples, 0.5) };
  yield { name: 'step-overhead-p95', unit: 'ms', value: quantile(samples, 0.95) };
};

type Meter = { readonly enter: () => void; readonly leave: () => void; readonly samples: () => readonly number[] };

/** Measures the time between leaving one step's work and entering the next one's. */
const createMeter = (): Meter => {
  const samples: number[] = [];
  let left = 0;
  return {
    enter: () => samples.push(performance.now() - left),
    leave: () => {
      left = performance.now();
    },
    samples: () => samples,
  };
};

const metered = (model: ModelProvider, { enter, leave }: Meter): ModelProvider => ({
  ...model,
  complete: async (request) => {
    enter();
    const reply = await model.complete(request);
    leave();
    return reply;
  },
});

const toolsThat = ({ enter, leave }: Meter) =>
  Object.fromEntries(
    steps.map(({ name, effect }) => [
      name,
      defineTool({
        name,
        effect,
        description: 'Does nothing, at once',
        arguments: z.strictObject({ about: z.string() }),
        timeLimitMs: 10_000,
        execute: async () => {
          enter();
          leave();
          return { done: true };
        },
      }),
    ]),
  );
