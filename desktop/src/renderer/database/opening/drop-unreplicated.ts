import { movedNames } from '@inbetwin/shared/entities/moved-collections.ts';
import { collectionNames, isReplicated } from '@inbetwin/shared/entities/registry.ts';
import { deleteDatabase } from '../../storage/idb.ts';
import { listStored } from '../stored-databases.ts';
import type { WorkspaceDatabase } from '../workspace-collections.ts';

/** Collections that former versions of the program replicated. Devices never changed their documents. */
const unreplicated = collectionNames.filter((name) => !isReplicated(name));

/** Deletes data of former versions that devices no longer store. None of it may be open in this window. */
export const dropUnreplicated = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const dropped = stored.filter(({ part }) => unreplicated.some((name) => name === part));
  await Promise.all(dropped.map(({ name }) => deleteDatabase(name)));
};

/** Deletes the pull positions of those collections: a pull that resumed there would miss what was deleted. */
export const forgetTheirPulls = async (database: WorkspaceDatabase): Promise<void> => {
  for (const name of [...unreplicated, ...movedNames]) await (await database.getLocal(`pull:${name}`))?.remove();
};
