import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import type { StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import { type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import type { Change, DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { openTeamDatabase, toSyncDocument } from './team-databases.ts';

export type StreamClient = {
  /** The event as a server-sent frame, made once for all clients and never changed. */
  send(frame: Uint8Array, collection: ReplicatedCollection): void;
  /** The server stops. */
  end(): void;
};

/** Follows each database of a team once, however many of its clients listen. */
export type StreamHub = {
  /** When it resolves every later change reaches the client; it pulls what came before. */
  join(teamId: string, client: StreamClient): Promise<() => void>;
  close(): void;
};

/** With the largest documents there are, 50 MB are in memory while they are sent. */
const BATCH = 100;
/** In characters: frames stay small, so that little waits for a slow client. */
const FULL_FRAME_LENGTH = 128_000;
const RETRY_MS = 1_000;

export const toFrame = (event: StreamEvent): Uint8Array => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

type Parts = { readonly store: DocumentStore; readonly log: Logger };
type Team = {
  readonly clients: Set<StreamClient>;
  readonly following: AbortController;
  readonly started: Promise<unknown>;
};

export const createStreamHub = (parts: Parts): StreamHub => {
  const teams = new Map<string, Team>();
  let isClosed = false;

  const leave = (teamId: string, team: Team, client: StreamClient): void => {
    team.clients.delete(client);
    if (team.clients.size > 0) return;
    team.following.abort();
    if (teams.get(teamId) === team) teams.delete(teamId);
  };

  return {
    join: async (teamId, client) => {
      if (isClosed) throw stopping();
      const team = teams.get(teamId) ?? followTeam(parts, teamId);
      teams.set(teamId, team);
      team.clients.add(client);
      try {
        await team.started;
      } catch (error) {
        leave(teamId, team, client);
        throw error;
      }
      return () => leave(teamId, team, client);
    },
    close: () => {
      isClosed = true;
      for (const team of teams.values()) {
        team.following.abort();
        for (const client of [...team.clients]) client.end();
      }
      teams.clear();
    },
  };
};

const followTeam = (parts: Parts, teamId: string): Team => {
  const clients = new Set<StreamClient>();
  const following = new AbortController();
  const publish = (event: Exclude<StreamEvent, { type: 'ready' }>): void => {
    const frame = toFrame(event);
    for (const client of clients) client.send(frame, event.collection);
  };
  const started = Promise.all(
    replicatedNames.map(async (collection) => {
      const database = openTeamDatabase(parts.store, teamId, collection);
      const since = await database.sequence();
      void followDatabase({ ...parts, database, collection, publish, signal: following.signal }, since);
    }),
  );
  return { clients, following, started };
};

type Following = Parts & {
  readonly database: DocumentDatabase;
  readonly collection: ReplicatedCollection;
  readonly publish: (event: Exclude<StreamEvent, { type: 'ready' }>) => void;
  readonly signal: AbortSignal;
};

/**
 * Goes on behind what was published last when the store fails, so clients see a delay and no gap. When another store took
 * the place of this one, clients are told to pull: their checkpoints start over too.
 */
const followDatabase = async (following: Following, from: string): Promise<void> => {
  const { store, log, database, collection, publish, signal } = following;
  let since: string | undefined = from;
  while (!signal.aborted) {
    try {
      const backend = await store.backendId();
      if (since === undefined) {
        since = await database.sequence();
        publish({ type: 'resync', collection });
      }
      for await (const { changes, sequence } of database.follow({ since, limit: BATCH, signal })) {
        if ((await store.backendId()) !== backend) throw anotherBackend();
        for (const part of inParts(changes, oneFrame)) {
          const checkpoint = { backend, sequence: part.at(-1)?.sequence ?? sequence };
          publish({ type: 'changes', collection, documents: part.map(toSyncDocument), checkpoint });
          // The sockets have their turn, or a client that reads would seem slow.
          await nextTurn();
        }
        since = sequence;
      }
      return; // The store is closed.
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ database: database.name, error }, 'Following a database failed; it is tried again');
      if (hasCode(error, 'store.bad_sequence')) since = undefined;
      await pause(RETRY_MS, signal);
    }
  }
};

const oneFrame = {
  room: FULL_FRAME_LENGTH,
  sizeOf: ({ body }: Change): number => JSON.stringify(body).length,
};

const stopping = (): Failure => new Failure('server.stopping', 'The server is stopping.', 'Connect again in a moment.');

const anotherBackend = (): Failure =>
  new Failure('store.bad_sequence', 'Another store took the place of this one.', 'Clients pull from the beginning.');
