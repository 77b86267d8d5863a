import type { ServerProcess } from '@inbetwin/sync-server/testing/server-process.ts';

/** A server under load, with the access token of a member of the team. */
export type Loaded = { readonly server: ServerProcess; readonly accessToken: string };

/** Returns the whole response; throws if its status is not successful. */
export const ask = async ({ server, accessToken }: Loaded, path: string, init: RequestInit = {}): Promise<string> => {
  const headers = { authorization: `Bearer ${accessToken}`, ...init.headers };
  const response = await fetch(new URL(path, server.url), { ...init, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return text;
};
