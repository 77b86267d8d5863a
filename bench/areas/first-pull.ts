import type { BenchArea } from '../bench-area.ts';
import { openSyncStage } from '../sync/open-stage.ts';
import { teamPull } from '../sync/team-pull.ts';

/** What a new device receives of a team, runs of the agents left out: a part of `sync` that takes a minute or two. */
export const firstPull: BenchArea = async function* (stage) {
  yield* teamPull(stage, await openSyncStage(stage));
};
