import { createHybridClock } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { openLocalDocument } from '../local-document.ts';
import type { WorkspaceDatabase } from '../workspace-collections.ts';
import type { WriteStamper } from './mark-writes.ts';

/** Identifies this device in stamps for as long as its copy of the workspace exists. */
type Device = { readonly node: string };

type Parts = { readonly database: WorkspaceDatabase; readonly author: string; readonly now: () => number };

/** Creates the stamps for what the person changes on this device. */
export const openWriteStamper = async ({ database, author, now }: Parts): Promise<WriteStamper> => {
  const kept = openLocalDocument<Device>(database, 'device');
  if (!(await kept.read())) await kept.change((current) => current ?? { node: newNode() });
  const node = (await kept.read())?.node ?? newNode();
  const clock = createHybridClock({ now, node });
  return (seen) => {
    for (const at of Object.values(seen)) clock.witness(at);
    return { at: clock.next(), by: author };
  };
};

const newNode = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 12);
