import { createMembers } from '@inbetwin/sync-server/accounts/members.ts';
import { openRecords } from '@inbetwin/sync-server/accounts/records.ts';
import { createRegistration } from '@inbetwin/sync-server/accounts/registration.ts';
import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';
import { z } from 'zod';
import type { Stage } from '../bench-area.ts';
import { startBenchServer } from '../stage/start-server.ts';
import { waitUntil } from '../stage/wait-until.ts';
import { openPlace, type Place } from './open-place.ts';

/** Number of teams that are written concurrently. */
const AT_ONCE = 50;
const BEGIN_LIMIT_MS = 1_200_000;

/** A place with idle teams, besides the demo team. */
export type Teams = { readonly place: Place; readonly count: number };

/** The address of a team's chat; higher positions registered later. */
export const slugAt = (at: number): string => `bench-${at}`;

/**
 * Creates a place with so many teams that have registered and done nothing since. Their accounts are written directly,
 * without the password that takes most of a registration's time; then a server runs until it serves all of them, so
 * that each has what it has after a registration.
 */
export const openTeams = async (stage: Stage, count: number): Promise<Teams> => {
  const place = await openPlace(stage, `${count}-teams`);
  stage.progress(`storing ${count} teams`);
  await writeAccounts(place, count);
  const server = await startBenchServer(stage, place.folder, place.environment);
  await untilAllServed(server);
  await server.stop();
  return { place, count };
};

const writeAccounts = async (place: Place, count: number): Promise<void> => {
  const store = place.openStore();
  try {
    const records = openRecords(store);
    const registration = createRegistration(records, createMembers(records, Date.now), Date.now);
    for (let from = 0; from < count; from += AT_ONCE) {
      const length = Math.min(AT_ONCE, count - from);
      await Promise.all(Array.from({ length }, (_, at) => registration.ensureTeam(teamAt(from + at))));
    }
  } finally {
    await store.close();
  }
};

const teamAt = (at: number) => ({
  slug: slugAt(at),
  name: `Team ${at}`,
  owner: { email: `owner-${at}@example.com`, name: `Owner ${at}` },
});

const workSchema = z.object({ waiting: z.number() });
const healthSchema = z.object({ teams: z.object({ beginning: workSchema, imports: workSchema }) });

/** Waits until no team's start and no import is unfinished. */
export const untilAllServed = (server: ServerProcess): Promise<void> => {
  const areServed = async (): Promise<boolean> => {
    const response = await fetch(`${server.url}/health`);
    const { teams } = healthSchema.parse(await response.json());
    return teams.beginning.waiting + teams.imports.waiting === 0;
  };
  return waitUntil(areServed, { what: 'all teams to be served', everyMs: 250, limitMs: BEGIN_LIMIT_MS });
};

/** A number of teams as part of a metric's name: `10k`, `250`. */
export const nameCount = (count: number): string =>
  count >= 1_000 && count % 1_000 === 0 ? `${count / 1_000}k` : String(count);
