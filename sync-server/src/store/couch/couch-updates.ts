import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { z } from 'zod';
import type { Told, WatchOthers } from '../change-signal.ts';
import type { CouchClient } from './couch-client.ts';
import { isRefusal } from './couch-failure.ts';

/** How long CouchDB holds the request open before it answers without updates. */
const LONG_POLL_MS = 25_000;
const RECONNECTING: RetryLimits = { firstRetryMs: 100, longestRetryMs: 2000 };

const updatesSchema = z.object({
  results: z.array(z.object({ db_name: z.string() })),
  last_seq: z.union([z.string(), z.number()]).transform(String),
});

/**
 * Learns of the writes of other processes from the one feed that CouchDB has for all databases, with one connection per server. CouchDB
 * gathers updates for up to half a second. What this process writes is known without it.
 */
export const watchUpdates =
  (client: CouchClient): WatchOthers =>
  (told) => {
    const ending = new AbortController();
    const ended = AbortSignal.any([ending.signal, client.closed]);
    let since: string | undefined;
    const listen = async (): Promise<void> => {
      since = await readUpdates(client, since, told, ended);
    };
    const onFailed = (): void => {
      // The place may no longer be known: what happened in between concerns everybody.
      since = undefined;
    };
    void repeatUntil(ended, listen, { backoff: createBackoff(RECONNECTING), onFailed });
    return () => ending.abort();
  };

const readUpdates = async (
  client: CouchClient,
  since: string | undefined,
  { notify, notifyAll }: Told,
  signal: AbortSignal,
): Promise<string> => {
  if (since === undefined) {
    const { last_seq } = await askUpdates(client, { since: 'now', timeout: 0 }, signal);
    // From here on nothing is missed; before, everybody who waits may have missed something.
    notifyAll();
    return last_seq;
  }
  const { results, last_seq } = await askUpdates(client, { since, timeout: LONG_POLL_MS }, signal);
  for (const { db_name: name } of results) {
    if (name.startsWith(client.prefix)) notify(name.slice(client.prefix.length));
  }
  return last_seq;
};

type UpdatesQuery = { readonly since: string; readonly timeout: number };

const askUpdates = async (client: CouchClient, { since, timeout }: UpdatesQuery, signal: AbortSignal) => {
  const query = { feed: 'longpoll', since, timeout };
  try {
    return await client.request({ path: '_db_updates', query, heldMs: timeout, signal }, updatesSchema);
  } catch (error) {
    // CouchDB keeps the feed in this database, which its set-up may have left out.
    if (isRefusal(error, 404)) await client.request({ path: '_global_changes', method: 'put' }, z.unknown());
    throw error;
  }
};
