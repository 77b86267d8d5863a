import { type Credentials, isFilled, openSignedIn, reaches, replicate } from './signed-in.ts';

const LIMIT_MS = 240_000;

/** What a first pull took; `bytes`: of the answers as they came over the wire. */
export type TeamPull = { readonly ms: number; readonly bytes: number };

/** Fills a new device with all that its team has. */
export const pullTeam = async (credentials: Credentials): Promise<TeamPull> => {
  performance.setResourceTimingBufferSize(10_000);
  const workspace = await openSignedIn(credentials);
  const started = performance.now();
  const replication = replicate(workspace);
  await reaches(replication, isFilled, LIMIT_MS);
  const ms = performance.now() - started;
  await replication.stop();
  await workspace.close();
  const answers = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/sync/v1/pull'));
  const bytes = answers.reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0);
  return { ms, bytes };
};
