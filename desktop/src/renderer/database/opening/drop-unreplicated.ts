import { movedNames } from '@inbetwin/shared/entities/moved-collections.ts';
import { collectionNames, isReplicated } from '@inbetwin/shared/entities/registry.ts';
import { deleteDatabase } from '../../storage/idb.ts';
import { listStored } from '../stored-databases.ts';
import type { WorkspaceDatabase } from '../workspace-collections.ts';

/** Former versions of the program replicated some of them. Nobody ever changed their documents on a device. */
const unreplicated = collectionNames.filter((name) => !isReplicated(name));

/** Frees the space that former versions used for what devices do not hold any more. Nothing of it may be open here. */
export const dropUnreplicated = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const dropped = stored.filter(({ part }) => unreplicated.some((name) => name === part));
  await Promise.all(dropped.map(({ name }) => deleteDatabase(name)));
};

/** How far the pulls of collections had come that devices do not hold any more: one that began again there would miss what was dropped. */
export const forgetTheirPulls = async (database: WorkspaceDatabase): Promise<void> => {
  for (const name of [...unreplicated, ...movedNames]) await (await database.getLocal(`pull:${name}`))?.remove();
};
