import type { DomainEvent } from '@inbetwin/shared/contracts/events.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { ZodError } from 'zod';
import { type Feed, type FeedOptions, openFeed } from '../outbox/feed/follow-feed.ts';
import { type Derived, deriveEvents } from './derive-events.ts';
import { isTold } from './tellers.ts';
import { openTold } from './told.ts';

export type TeamEventsOptions = FeedOptions & {
  /** Resolves when all of them are stored by the broker; repeating it is harmless. */
  readonly publish: (events: readonly DomainEvent[]) => Promise<void>;
  /** Resolves when there is a point in publishing, or when `signal` aborts. */
  readonly whenReachable: (signal: AbortSignal) => Promise<void>;
};

/**
 * Tells others of each change of a team after it is stored. What a change leads to is recorded before it is published, and published before
 * the checkpoint passes the change: a crash repeats events with the same ids, and a document that changes meanwhile, even back, goes on from
 * the recorded state. While the broker is away, at most one batch is in memory.
 */
export const openTeamEvents = (options: TeamEventsOptions): Feed => {
  const { teamId, store, publish, whenReachable, signal, log } = options;
  const records = openTold(store, teamId);

  const handle = async (batch: readonly Change[]): Promise<void> => {
    const changes = batch.filter(({ collection }) => isTold(collection));
    const before = await records.read(changes);
    const after = before.map((record, at) => {
      const { events, told } = derive(log, teamId, changes[at], record.told);
      return told ? { ...record, told, unsure: [...record.unsure, ...events] } : record;
    });
    const written = await records.write(after.filter((record, at) => record !== before[at]));
    const newest = new Map(written.map((record) => [record.id, record]));
    const unsure = after.map((record) => newest.get(record.id) ?? record).filter((record) => record.unsure.length > 0);
    await publish(unsure.flatMap((record) => record.unsure));
    await records.write(unsure.map((record) => ({ ...record, unsure: [] })));
  };

  const changes = store.database(teamDatabaseName(teamId));
  return openFeed(options, { name: 'events', changes, restore: () => whenReachable(signal), handle });
};

/** A document that does not fit its schema tells nothing until it is changed. */
const derive = (log: Logger, teamId: string, change: Change | undefined, told: unknown): Derived => {
  if (!change) return { events: [] };
  try {
    return deriveEvents(teamId, change, told);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const { collection, id } = change;
    log.error({ teamId, collection, id }, 'A stored document does not fit and nobody is told of it');
    return { events: [] };
  }
};
