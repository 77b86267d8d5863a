import type { PushRequest } from '@inbetwin/shared/contracts/sync.ts';
import { sourceIdOf } from '@inbetwin/shared/entities/source.ts';
import { z } from 'zod';
import type { SyncGateway } from '../http/machinery/services.ts';
import type { TeamFiles } from './team-files.ts';

/**
 * Deletes the original of each source that a device deletes. The device's own row names it, so if a crash prevents the deletion, it happens
 * when the row is pushed again.
 */
export const forgettingOriginals = (gateway: SyncGateway, filesOf: (teamId: string) => TeamFiles): SyncGateway => ({
  ...gateway,
  push: async (caller, request) => {
    const answer = await gateway.push(caller, request);
    const deleted = request.collection === 'sources' ? request.rows.flatMap(digestOfDeleted) : [];
    if (deleted.length > 0) await filesOf(caller.teamId).forget(deleted);
    return answer;
  },
});

const knownSchema = z.object({ digest: z.string() });

const digestOfDeleted = ({ newDocumentState, assumedMasterState }: PushRequest['rows'][number]): readonly string[] => {
  const known = newDocumentState._deleted ? knownSchema.safeParse(assumedMasterState).data : undefined;
  return known && sourceIdOf(known.digest) === newDocumentState.id ? [known.digest] : [];
};
