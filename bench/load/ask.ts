import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';

/** A server under load, and a member of the team whose data it holds. */
export type Loaded = { readonly server: ServerProcess; readonly accessToken: string };

/** Reads the whole answer; throws when it is not a success. */
export const ask = async ({ server, accessToken }: Loaded, path: string, init: RequestInit = {}): Promise<string> => {
  const headers = { authorization: `Bearer ${accessToken}`, ...init.headers };
  const response = await fetch(new URL(path, server.url), { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text;
};
