import type { Measurement, Stage } from '../bench-area.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { waitUntil } from '../stage/wait-until.ts';
import { type AnsweringTeams, behindProxy, openAnsweringTeams } from './answering-teams.ts';
import { startCustomers } from './busy-customers.ts';
import { readNode } from './couch-node.ts';
import { diskOf } from './disk-of.ts';
import { usedBy } from './process-usage.ts';

const TEAMS = 4;
const CUSTOMERS_PER_TEAM = 2;
const WARM_UP = 100;
const MESSAGES = 500;
const LIMIT_MS = 300_000;
const KB = 1024;

/**
 * What one message of a customer costs one server that does everything, from its arrival until the reply is delivered:
 * processor time, requests to CouchDB, and disk for both messages and what the rules record about them.
 */
export const messageCosts = async function* (stage: Stage): AsyncIterable<Measurement> {
  const teams = await openAnsweringTeams(stage, TEAMS);
  await answerSome(stage, teams, WARM_UP);
  const before = await diskOf(teams.place);
  const { answered, processor, requests } = await answerSome(stage, teams, MESSAGES);
  const disk = (await diskOf(teams.place)) - before;
  yield { name: 'message-processor', unit: 'ms/message', value: processor / answered };
  yield { name: 'message-disk', unit: 'kB/message', value: disk / KB / answered };
  if (requests !== undefined) yield { name: 'message-requests', unit: 'requests/message', value: requests / answered };
};

/** Serves the teams until so many messages are answered. */
const answerSome = async (stage: Stage, { place, teams }: AnsweringTeams, count: number) => {
  const server = await startBenchServer(stage, place.folder, { ...place.environment, ...behindProxy });
  const customers = await startCustomers(stage, { url: server.url, teams, perTeam: CUSTOMERS_PER_TEAM });
  const read = async () => ({ used: usedBy(server.pid), node: place.couch && (await readNode(place.couch)) });
  const before = await read();
  const areAnswered = (): boolean => customers.answered() >= count;
  await waitUntil(areAnswered, { what: 'the answers', everyMs: 50, limitMs: LIMIT_MS });
  await customers.stop();
  const after = await read();
  await server.stop();
  const requests = after.node && before.node && after.node.requests - before.node.requests;
  return { answered: customers.answered(), processor: after.used - before.used, requests };
};
