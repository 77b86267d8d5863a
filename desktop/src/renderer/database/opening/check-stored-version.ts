import { entities, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { StorageFailure } from '../../base/storage-failure.ts';
import { listStored } from '../stored-databases.ts';

/**
 * Throws `device.version` if this device holds data of a newer version of the program. An older version would not find it and would
 * download everything again, leaving unsent changes out of sight.
 */
export const checkStoredVersion = async (workspace: string): Promise<void> => {
  const stored = await listStored(workspace);
  const newer = replicatedNames.filter((name) =>
    stored.some(({ part, version }) => part === name && version > entities[name].version),
  );
  if (newer.length === 0) return;
  throw new StorageFailure('device.version', `A newer version of the program stored ${newer.join(', ')}.`);
};
