import type { Workspace } from '../../../desktop/src/renderer/database/workspace-database.ts';
import type { Replication } from '../../../desktop/src/renderer/replication/replication.ts';
import { type Credentials, isFilled, openSignedIn, reaches, replicate } from './signed-in.ts';

const LIMIT_MS = 60_000;

type Open = { readonly workspace: Workspace; readonly replication: Replication };

let open: Open | undefined;
/** When this device's own database had a change: titles are unique, and whoever writes one sees it here too. */
const received = new Map<string, number>();

/** Milliseconds since the epoch by the machine's clock, finer than `Date.now` and the same in every process. */
const wallClock = (): number => performance.timeOrigin + performance.now();

/** A live device, filled and listening. */
export const openDevice = async (credentials: Credentials): Promise<void> => {
  const workspace = await openSignedIn(credentials);
  const replication = replicate(workspace);
  await reaches(replication, isFilled, LIMIT_MS);
  workspace.collections.leads.$.subscribe(({ documentData: { title } }) => {
    if (!received.has(title)) received.set(title, wallClock());
  });
  open = { workspace, replication };
};

/** Answers when the writing began. */
export const writeChange = async (leadId: string, title: string): Promise<number> => {
  const lead = await open?.workspace.collections.leads.findOne(leadId).exec();
  if (!lead) throw new Error(`There is no lead ${leadId} here.`);
  const at = wallClock();
  await lead.incrementalModify((current) => ({ ...current, title, updatedAt: current.updatedAt + 1 }));
  return at;
};

export const receivedChanges = (): Readonly<Record<string, number>> => Object.fromEntries(received);

export const closeDevice = async (): Promise<void> => {
  await open?.replication.stop();
  await open?.workspace.close();
};
