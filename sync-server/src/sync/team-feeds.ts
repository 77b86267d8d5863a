import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { type FollowParts, followDatabase } from './follow-database.ts';

/** Receives what happens in a team's database. It must not throw. */
export type TeamListener = {
  onChanges(changes: readonly Change[], checkpoint: SyncCheckpoint): void;
  /** Changes may have been missed, because another store took the place of this one. */
  onRestart(): void;
};

/** One listener's subscription. */
export type TeamFollowing = {
  /** Once it resolves, every later change reaches the listener. Rejects if the store cannot be read. */
  readonly started: Promise<void>;
  stop(): void;
};

/** The change feeds of the teams that somebody listens to, each followed once however many listeners it has. */
export type TeamFeeds = { follow(teamId: string, listener: TeamListener): TeamFollowing };

type Feed = {
  readonly listeners: Set<TeamListener>;
  readonly following: AbortController;
  readonly started: Promise<void>;
};

export const createTeamFeeds = (parts: FollowParts): TeamFeeds => {
  const feeds = new Map<string, Feed>();

  const leave = (teamId: string, feed: Feed, listener: TeamListener): void => {
    feed.listeners.delete(listener);
    if (feed.listeners.size > 0) return;
    feed.following.abort();
    if (feeds.get(teamId) === feed) feeds.delete(teamId);
  };

  return {
    follow: (teamId, listener) => {
      const feed = feeds.get(teamId) ?? openFeed(parts, teamId);
      feeds.set(teamId, feed);
      feed.listeners.add(listener);
      return { started: feed.started, stop: () => leave(teamId, feed, listener) };
    },
  };
};

const openFeed = (parts: FollowParts, teamId: string): Feed => {
  const listeners = new Set<TeamListener>();
  const following = new AbortController();
  const started = followDatabase({
    ...parts,
    database: parts.store.database(teamDatabaseName(teamId)),
    signal: following.signal,
    onChanges: (changes, checkpoint) => {
      for (const listener of [...listeners]) listener.onChanges(changes, checkpoint);
    },
    onRestart: () => {
      for (const listener of [...listeners]) listener.onRestart();
    },
  });
  return { listeners, following, started };
};
