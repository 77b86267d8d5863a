import type { Workspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import type { Replication } from '../../../desktop/src/renderer/replication/replication.ts';
import { type Credentials, isFilled, openSignedIn, reaches, replicate } from './signed-in.ts';

const LIMIT_MS = 60_000;

type Open = { readonly workspace: Workspace; readonly replication: Replication };

let open: Open | undefined;
/**
 * When this device's own database had a change, by title. Titles are unique, and the writing device sees its own
 * change, too.
 */
const received = new Map<string, number>();

/**
 * Milliseconds since the epoch by the machine's clock, with a higher resolution than `Date.now` and comparable across
 * processes.
 */
const wallClock = (): number => performance.timeOrigin + performance.now();

/** Opens a device that has all data and receives changes. */
export const openDevice = async (credentials: Credentials): Promise<void> => {
  const workspace = await openSignedIn(credentials);
  const replication = replicate(workspace);
  await reaches(replication, isFilled, LIMIT_MS);
  workspace.collections.leads.$.subscribe(({ documentData: { title } }) => {
    if (!received.has(title)) received.set(title, wallClock());
  });
  open = { workspace, replication };
};

/** Returns when the write began. */
export const writeChange = async (leadId: string, title: string): Promise<number> => {
  const lead = await open?.workspace.collections.leads.findOne(leadId).exec();
  if (!lead) throw new Error(`There is no lead ${leadId} here.`);
  const at = wallClock();
  await lead.incrementalModify((current) => ({ ...current, title, updatedAt: current.updatedAt + 1 }));
  return at;
};

/** Returns when this device received each change, by title. */
export const receivedChanges = (): Readonly<Record<string, number>> => Object.fromEntries(received);

/** Stops replication and closes the workspace. */
export const closeDevice = async (): Promise<void> => {
  await open?.replication.stop();
  await open?.workspace.close();
};
