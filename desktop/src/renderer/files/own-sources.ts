import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import { isClean, type StoredDocument } from '../database/marks/sync-mark.ts';
import type { Workspace } from '../database/workspace-database.ts';

/** A source that was never heard of is neither alive nor gone: its import may be about to come. */
export type SourceStanding = {
  readonly isAlive: boolean;
  readonly isGone: boolean;
  /** The server has it like this; where there is none, nothing is to be heard of it. */
  readonly isSettled: boolean;
};

/** How the sources of these originals stand on this device. */
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
