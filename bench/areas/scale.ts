import type { BenchArea } from '../bench-area.ts';
import { deviceCosts } from '../scale/device-costs.ts';
import { idleTeams } from '../scale/idle-teams.ts';
import { listConversations } from '../scale/list-conversations.ts';
import { messageCosts } from '../scale/message-costs.ts';
import { couchUrl, openPlace } from '../scale/open-place.ts';
import { openTeams } from '../scale/open-teams.ts';
import { pullMessages } from '../scale/pull-messages.ts';
import { recovery } from '../scale/recovery.ts';
import { searchIndexes } from '../scale/search-indexes.ts';
import { startTeams } from '../scale/start-teams.ts';
import { workers } from '../scale/workers.ts';

const IDLE_TEAMS = { embedded: 10_000, couch: 1_000 };
const STARTING_TEAMS = 1_000;

/**
 * One server with many teams, and one team with many documents: on the embedded store, or in CouchDB when
 * `COUCHDB_URL` is set. `--teams` sets the number of idle teams.
 */
export const scale: BenchArea = async function* (stage, { teams }) {
  yield* pullMessages(stage);
  yield* listConversations(stage);
  yield* searchIndexes(stage);
  const { couch, folder } = await openPlace(stage, 'recovery');
  if (couch) yield* recovery(stage, { couch, folder });
  yield* workers(stage);
  yield* messageCosts(stage);
  yield* deviceCosts(stage);

  const idle = await openTeams(stage, teams ?? (couchUrl() === undefined ? IDLE_TEAMS.embedded : IDLE_TEAMS.couch));
  yield* idleTeams(stage, idle);
  const starting = idle.count <= STARTING_TEAMS ? idle : await openTeams(stage, STARTING_TEAMS);
  yield* startTeams(stage, starting);
};
