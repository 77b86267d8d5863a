import { setImmediate as nextTurn } from 'node:timers/promises';
import { Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { inParts } from '@inbetwin/shared/contracts/in-parts.ts';
import type { SyncCheckpoint } from '@inbetwin/shared/contracts/sync.ts';
import type { Change, DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';

/** What following a database needs. */
export type FollowParts = { readonly store: DocumentStore; readonly log: Logger };

type Following = FollowParts & {
  readonly database: DocumentDatabase;
  readonly signal: AbortSignal;
  readonly onChanges: (changes: readonly Change[], checkpoint: SyncCheckpoint) => void;
  /** The store was replaced by another one, so earlier notifications no longer apply. */
  readonly onRestart: () => void;
};

/** Documents of the maximum size would take up to 50 MB of memory while they are sent. */
const BATCH = 100;
/** In characters; frames are kept small so that little is buffered for a slow client. */
const FULL_FRAME_LENGTH = 128_000;
const RETRY_MS = 1_000;

/**
 * Follows a database until `signal` aborts. Once the promise resolves, every later change is reported; if the store fails, following
 * resumes where it stopped.
 */
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
          // Yields to the sockets; otherwise a client that keeps up would appear slow.
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
