import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { Change, DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';

export type FollowParts = { readonly store: DocumentStore; readonly log: Logger };

type Following = FollowParts & {
  readonly database: DocumentDatabase;
  readonly signal: AbortSignal;
  readonly onChanges: (changes: readonly Change[], checkpoint: SyncCheckpoint) => void;
  /** Another store took the place of this one: what was told before does not count. */
  readonly onRestart: () => void;
};

/** With the largest documents there are, 50 MB are in memory while they are sent. */
const BATCH = 100;
/** In characters: frames stay small, so that little waits for a slow client. */
const FULL_FRAME_LENGTH = 128_000;
const RETRY_MS = 1_000;

/** Follows a database until `signal` aborts. When it resolves, every later change is told; it goes on where it was when the store fails. */
export const followDatabase = async (following: Following): Promise<void> => {
  const since = await following.database.sequence();
  void followFrom(following, since);
};

const followFrom = async (following: Following, from: string): Promise<void> => {
  const { store, log, database, signal } = following;
  let since: string | undefined = from;
  while (!signal.aborted) {
    try {
      const backend = await store.backendId();
      if (since === undefined) {
        since = await database.sequence();
        following.onRestart();
      }
      for await (const { changes, sequence } of database.follow({ since, limit: BATCH, signal })) {
        if ((await store.backendId()) !== backend) throw anotherBackend();
        for (const part of inParts(changes, oneFrame)) {
          following.onChanges(part, { backend, sequence: part.at(-1)?.sequence ?? sequence });
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

const anotherBackend = (): Failure =>
  new Failure('store.bad_sequence', 'Another store took the place of this one.', 'Clients pull from the beginning.');
