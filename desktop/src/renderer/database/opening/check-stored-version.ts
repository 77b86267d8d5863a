import { entities, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { StorageFailure } from '../../base/storage-failure.ts';
import { listStored } from '../stored-databases.ts';

/**
 * A program that is older than what this device holds would not see it, and fill itself anew beside it: what waits there
 * to be sent would be out of sight. Throws `device.version` instead.
 */
export const checkStoredVersion = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const newer = replicatedNames.filter((name) =>
    stored.some(({ part, version }) => part === name && version > entities[name].version),
  );
  if (newer.length === 0) return;
  throw new StorageFailure('device.version', `A newer version of the program stored ${newer.join(', ')}.`);
};
