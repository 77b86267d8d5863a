/// <reference types="vite/client" />
// Runs inside the browser: the workspace's own database and replication without its screens.
import '../desktop/src/renderer/app/configure-zod.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { openWorkspace, type Workspace } from '../desktop/src/renderer/database/workspace-database.ts';
import { type Replication, startReplication } from '../desktop/src/renderer/replication/start-replication.ts';
import { session } from '../desktop/src/renderer/session/session.ts';

/** What the page offers to whoever drives it. Times are in milliseconds. */
export type FirstPullPage = {
  /** Signs in and fills a new device: from the start of replication until it says that all the server has is there. */
  replicate(credentials: { readonly email: string; readonly password: string }, leads: number): Promise<number>;
  /** The least that any replication has to do: one response, and one write of its documents into a new database. */
  floor(url: string, leads: number): Promise<number>;
};

declare global {
  interface Window {
    firstPull: FirstPullPage;
  }
}

const LIMIT_MS = 60_000;

window.firstPull = {
  replicate: async (credentials, leads) => {
    if (!(await session.signIn(credentials))) throw new Error(`Sign-in failed: ${session.snapshot().error?.message}`);
    const workspace = await openWorkspace({ name: 'replicated' });
    const started = performance.now();
    const replication = startReplication({ workspace, session });
    await filled(replication);
    const took = performance.now() - started;
    await requireLeads(workspace, leads);
    return took;
  },
  floor: async (url, leads) => {
    const workspace = await openWorkspace({ name: 'floor', only: ['leads'] });
    const started = performance.now();
    const response = await fetch(url);
    const documents: Lead[] = await response.json();
    await workspace.collections.leads.bulkInsert(documents);
    const took = performance.now() - started;
    await requireLeads(workspace, leads);
    return took;
  },
};

/** Replication says how the first filling goes as long as it goes on. */
const filled = (replication: Replication): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = (): void => {
    const { status, firstSync } = replication.state();
    if (status === 'online' && firstSync === undefined) resolve();
  };
  setTimeout(() => reject(new Error(`Not filled: ${JSON.stringify(replication.state())}`)), LIMIT_MS);
  replication.subscribe(look);
  return promise;
};

const requireLeads = async ({ collections }: Workspace, wanted: number): Promise<void> => {
  const found = await collections.leads.count().exec();
  if (found !== wanted) throw new Error(`${found} leads arrived in place of ${wanted}.`);
};
