import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** The state of a source on this device. A source that is unknown is neither alive nor gone, because its import may be in progress. */
export type SourceStanding = {
  readonly isAlive: boolean;
  readonly isGone: boolean;
  /** Whether the server has it in this state. Without a server, always true for existing sources. */
  readonly isSettled: boolean;
};

/** The states of the sources of these originals on this device. */
export const findSources = async (
  { collections }: Pick<Workspace, 'collections'>,
  digests: readonly string[],
  isLocal: boolean,
): Promise<ReadonlyMap<string, SourceStanding>> => {
  const found = await collections.sources.storageInstance.findDocumentsById(digests.map(sourceIdOf), true);
  const byId = new Map(found.map((stored) => [stored.id, stored as unknown as StoredDocument]));
  return new Map(
    digests.map((digest) => {
      const stored = byId.get(sourceIdOf(digest));
      const isSettled = stored !== undefined && (isLocal || isClean(stored));
      return [digest, { isAlive: stored?._deleted === false, isGone: stored?._deleted === true, isSettled }];
    }),
  );
};
