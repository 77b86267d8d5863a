import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { questionAt } from '../stage/demo-chat.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { createChatCustomer } from './chat-customer.ts';
import { nameCount, slugAt, type Teams } from './open-teams.ts';

const TIMES = 3;

/**
 * A customer writes to the last of the teams as soon as the server is ready. Measures from the start of the process
 * until its ready line, and until the customer can read the answer; the medians of three starts.
 */
export const startTeams = async function* (stage: Stage, teams: Teams): AsyncIterable<Measurement> {
  const starts: { readonly ready: number; readonly answered: number }[] = [];
  for (let time = 1; time <= TIMES; time++) {
    const start = await measureStart(stage, teams);
    starts.push(start);
    const { ready, answered } = start;
    stage.progress(
      `start ${time} of ${TIMES}: ready after ${ready.toFixed(2)} s, answered after ${answered.toFixed(2)} s`,
    );
  }
  const name = `start-${nameCount(teams.count)}-teams`;
  const medianOf = (numbers: readonly number[]): number => quantile(numbers, 0.5);
  yield { name, unit: 's', value: medianOf(starts.map(({ answered }) => answered)) };
  yield { name: `${name}-ready`, unit: 's', value: medianOf(starts.map(({ ready }) => ready)) };
};

/** In seconds. */
const measureStart = async (stage: Stage, { place, count }: Teams) => {
  const began = performance.now();
  const secondsSince = (): number => (performance.now() - began) / 1000;
  const server = await startBenchServer(stage, place.folder, place.environment);
  const ready = secondsSince();
  const customer = createChatCustomer(server.url, slugAt(count - 1));
  await customer.write(questionAt(0));
  await customer.untilAnswered();
  const answered = secondsSince();
  await server.stop();
  return { ready, answered };
};
