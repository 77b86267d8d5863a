import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RunWatch, StreamEvent } from '@inbetwin/shared/contracts/sync.ts';
import {
  type CollectionName,
  isReplicated,
  type ReplicatedCollection,
  replicatedNames,
} from '@inbetwin/shared/entities/registry.ts';
import { createRunWatchers, type RunListener, type RunWatchers } from './run-watchers.ts';
import { toSyncDocument } from './team-collections.ts';
import type { TeamFeeds, TeamFollowing } from './team-feeds.ts';

/** What a client that could not keep up has missed: changes of a collection, or of the runs that it watches. */
export type StreamTopic = ReplicatedCollection | 'runs';

/** One open change stream. */
export type StreamClient = {
  /** Identifies the stream in a `watch` request. */
  readonly id: string;
  /** The session that opened it; only that session may change what it watches. */
  readonly sessionId: string;
  /** Sends an event as a server-sent-events frame; the bytes are shared by all clients and must not be modified. */
  send(frame: Uint8Array, topic: StreamTopic): void;
  /** Called when the server stops. */
  end(): void;
};

/** Identifies one of a session's streams. */
type Watching = { readonly teamId: string; readonly sessionId: string; readonly stream: string };

/** Distributes the changes of each team to its clients, encoding each once regardless of their number. */
export type StreamHub = {
  /**
   * Once the promise resolves, every later change reaches the client; earlier ones it has to pull. Resolves to a function that
   * unsubscribes.
   */
  join(teamId: string, client: StreamClient): Promise<() => void>;
  /**
   * Sets which runs a client hears of from now on; it reads the earlier ones itself. Throws `resource.not_found` if the stream is not open.
   */
  watchRuns(watching: Watching, watch: RunWatch): void;
  close(): void;
};

/** Encodes an event as a server-sent-events frame. */
export const toFrame = (event: StreamEvent): Uint8Array => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

type Team = {
  readonly clients: Map<StreamClient, RunListener>;
  readonly watchers: RunWatchers;
  readonly following: TeamFollowing;
};

/** Creates the hub; a team is followed while it has at least one client. */
export const createStreamHub = (feeds: TeamFeeds): StreamHub => {
  const teams = new Map<string, Team>();
  let isClosed = false;

  const leave = (teamId: string, team: Team, client: StreamClient): void => {
    const listener = team.clients.get(client);
    if (listener) team.watchers.leave(listener);
    team.clients.delete(client);
    if (team.clients.size > 0) return;
    team.following.stop();
    if (teams.get(teamId) === team) teams.delete(teamId);
  };

  return {
    join: async (teamId, client) => {
      if (isClosed) throw stopping();
      const team = teams.get(teamId) ?? followTeam(feeds, teamId);
      teams.set(teamId, team);
      team.clients.set(client, (event) => client.send(toFrame(event), 'runs'));
      try {
        await team.following.started;
      } catch (error) {
        leave(teamId, team, client);
        throw error;
      }
      return () => leave(teamId, team, client);
    },
    watchRuns: ({ teamId, sessionId, stream }, watch) => {
      const team = teams.get(teamId);
      const open = [...(team?.clients ?? [])].find(
        ([{ id, sessionId: owner }]) => id === stream && owner === sessionId,
      );
      if (!team || !open) throw noStream();
      team.watchers.watch(open[1], watch);
    },
    close: () => {
      isClosed = true;
      for (const team of teams.values()) {
        team.following.stop();
        for (const client of [...team.clients.keys()]) client.end();
      }
      teams.clear();
    },
  };
};

const followTeam = (feeds: TeamFeeds, teamId: string): Team => {
  const clients = new Map<StreamClient, RunListener>();
  const watchers = createRunWatchers();
  const publish = (collection: ReplicatedCollection, event: StreamEvent): void => {
    const frame = toFrame(event);
    for (const client of clients.keys()) client.send(frame, collection);
  };
  const following = feeds.follow(teamId, {
    onChanges: (changes, checkpoint) => {
      for (const [collection, own] of Map.groupBy(changes, (change) => change.collection as CollectionName)) {
        if (collection === 'runs') watchers.tell(own);
        else if (isReplicated(collection)) {
          publish(collection, { type: 'changes', collection, documents: own.map(toSyncDocument), checkpoint });
        }
      }
    },
    // Checkpoints start over as well.
    onRestart: () => {
      for (const collection of replicatedNames) publish(collection, { type: 'resync', collection });
      watchers.tellMissed();
    },
  });
  return { clients, watchers, following };
};

const stopping = (): Failure => new Failure('server.stopping', 'The server is stopping.', 'Connect again in a moment.');

const noStream = (): Failure =>
  new Failure('resource.not_found', 'There is no such stream.', 'Take the name that its `ready` event says.');
