import { requireCount } from './fetch-leads.ts';
import { type Credentials, isFilled, openSignedIn, reaches, replicate } from './signed-in.ts';

const LIMIT_MS = 240_000;

/** Fills a new device: from the start of replication until it reports that everything on the server has arrived. */
export const pullAll = async (credentials: Credentials, leads: number): Promise<number> => {
  const workspace = await openSignedIn(credentials);
  const started = performance.now();
  const replication = replicate(workspace);
  await reaches(replication, isFilled, LIMIT_MS);
  const took = performance.now() - started;
  requireCount(await workspace.collections.leads.count().exec(), leads);
  await replication.stop();
  await workspace.close();
  return took;
};
