import type { PullResponse, pullRequestSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';

type PullRequest = z.infer<typeof pullRequestSchema>;
/** Reads one page of a team's collection. */
export type ReadPage = (caller: Pick<Caller, 'teamId'>, request: PullRequest) => Promise<PullResponse>;

/** Pages that are held at once, of about 1.5 MB each; the oldest one makes room. */
const MAX_PAGES = 16;
/** A device that has not asked by then went offline, or asks another process. */
const IDLE_MS = 10_000;
/** Devices look at the beginning of a collection by a small page, and ask for the following one with another limit. */
const MIN_LIMIT = 1000;

/**
 * Reads the next page of a first pull while the former is on its way to the device. It is as old as that at most: what changes meanwhile
 * comes behind the pages like any other change.
 */
export const pullingAhead = (read: ReadPage): ReadPage => {
  const pages = new Map<string, { readonly page: Promise<PullResponse>; readonly timer: NodeJS.Timeout }>();

  const take = (key: string): Promise<PullResponse> | undefined => {
    const ahead = pages.get(key);
    clearTimeout(ahead?.timer);
    pages.delete(key);
    return ahead?.page;
  };

  const readAhead: (...args: Parameters<ReadPage>) => void = (caller, request) => {
    const key = keyOf(caller, request);
    const [oldest] = pages.keys();
    if (oldest !== undefined && pages.size >= MAX_PAGES) take(oldest);
    take(key);
    const page = read(caller, request);
    // The device's own request then fails in its turn, or succeeds.
    page.catch((): void => {
      if (pages.get(key)?.page === page) take(key);
    });
    pages.set(key, { page, timer: setTimeout(() => take(key), IDLE_MS).unref() });
  };

  return async (caller, request) => {
    // Counting concerns only what follows a first pull.
    const ahead = request.ids ? undefined : take(keyOf(caller, request));
    const response = await (ahead ?? read(caller, request));
    const { checkpoint, more } = response;
    const isFirstPull = more && checkpoint.cursor !== undefined && !request.ids;
    if (isFirstPull && request.limit >= MIN_LIMIT) readAhead(caller, { ...request, checkpoint });
    return response;
  };
};

const keyOf = ({ teamId }: Pick<Caller, 'teamId'>, { collection, checkpoint, limit }: PullRequest): string =>
  JSON.stringify([teamId, collection, checkpoint, limit]);
