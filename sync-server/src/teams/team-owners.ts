import { createHmac } from 'node:crypto';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Change, DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { z } from 'zod';

/** The servers' own; nothing here is ever replicated. */
const DATABASE = 'owners';
const BATCH = 100;
const RETRY_MS = 1000;

const ownerSchema = z.strictObject({ id: z.string(), installation: z.string().min(1).max(100), since: z.int() });

/** Told of changes that this process did not make itself. */
export type OwnersListener = {
  /** Another installation took the team over. */
  onLost(teamId: string): void;
  /** An operator gave the team to this installation. */
  onTaken(teamId: string): void;
};

export type TeamOwners = {
  /** Whether this installation serves the team. A team that nobody serves becomes its own by this. */
  claim(teamId: string): Promise<boolean>;
  /** Throws `team.elsewhere` unless this installation serves the team. */
  require(teamId: string): Promise<void>;
  /** Makes the team this installation's, whoever served it; a running server of the installation begins to serve it. */
  take(teamId: string): Promise<void>;
  /** Tells of what changes from now on, once this resolves, until `signal` aborts. */
  follow(listener: OwnersListener, signal: AbortSignal): Promise<void>;
  /** How many teams were taken over from this process and have not come back. */
  lost(): number;
};

type FollowQuery = Parameters<DocumentDatabase['follow']>[0];

type OwnersOptions = {
  readonly store: DocumentStore;
  readonly installation: string;
  /** Claims teams of other installations, too. */
  readonly takeOver: boolean;
  readonly clock: Clock;
  readonly log: Logger;
};

/**
 * Which installation serves a team: polls its channels, answers its customers and sends its messages. Several may share a
 * store, and a team that two of them served would be answered twice.
 */
export const openTeamOwners = ({ store, installation, takeOver, clock, log }: OwnersOptions): TeamOwners => {
  const database = store.database(DATABASE);
  const owners = openCollection(database, ownerSchema);
  const owned = new Set<string>();
  const lost = new Set<string>();
  /** Teams whose document this process is writing: what the feed tells of them is its own doing. */
  const claiming = new Set<string>();

  const claim = async (id: string): Promise<boolean> => {
    if (owned.has(id)) return true;
    claiming.add(id);
    try {
      const owner = await owners.upsert(id, (current) => {
        // What was taken over from this process stays with the other one: two servers that take over would never end.
        const stays = current && (current.installation === installation || !takeOver || lost.has(id));
        return stays ? current : { id, installation, since: clock() };
      });
      if (owner.installation !== installation) return false;
      owned.add(id);
      lost.delete(id);
      return true;
    } finally {
      claiming.delete(id);
    }
  };

  const notice = ({ body, deleted }: Change, { onLost, onTaken }: OwnersListener): void => {
    const owner = deleted ? undefined : ownerSchema.safeParse(body).data;
    if (!owner || claiming.has(owner.id)) return;
    const { id } = owner;
    if (owner.installation !== installation) {
      if (!owned.delete(id)) return;
      lost.add(id);
      onLost(id);
    } else if (!owned.has(id)) onTaken(id);
  };

  const followFrom = async (start: string, listener: OwnersListener, signal: AbortSignal): Promise<void> => {
    let since: string | undefined = start;
    while (!signal.aborted) {
      try {
        const query: FollowQuery = since === undefined ? { limit: BATCH, signal } : { since, limit: BATCH, signal };
        for await (const batch of database.follow(query)) {
          for (const change of batch.changes) notice(change, listener);
          since = batch.sequence;
        }
        return; // The store is closed.
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ error: String(error) }, 'Following the owners of teams failed; it is tried again');
        if (hasCode(error, 'store.bad_sequence')) since = undefined;
        await pause(RETRY_MS, signal);
      }
    }
  };

  return {
    claim,
    require: async (teamId) => {
      if (!(await claim(teamId))) throw servedElsewhere();
    },
    take: async (id) => {
      await owners.upsert(id, (current) =>
        current?.installation === installation ? current : { id, installation, since: clock() },
      );
    },
    follow: async (listener, signal) => {
      const start = await database.sequence();
      void followFrom(start, listener, signal);
    },
    lost: () => lost.size,
  };
};

/** Servers with the same key are the same installation, unless they are told otherwise. */
export const installationOf = (secretKey: Uint8Array): string =>
  createHmac('sha256', secretKey).update('inbetwin installation').digest('hex').slice(0, 32);

const servedElsewhere = (): Failure =>
  new Failure(
    'team.elsewhere',
    'Another server on the same database serves this team.',
    'Use that server, or have this one serve the team with `npm run admin -- take TEAM`.',
  );
