import { hasCode } from '@inbetwin/shared/contracts/errors.ts';
import type { PullResponse, pullRequestSchema } from '@inbetwin/shared/contracts/sync.ts';
import type { ChangeBatch, DocumentDatabase, DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import { openTeamDatabase, toSyncDocument } from './team-databases.ts';

type PullRequest = z.infer<typeof pullRequestSchema>;

/**
 * The changes behind a checkpoint, in the order they were made. Fewer than `limit` come only when there are no more: a
 * client stops at the first page that is not full. A checkpoint of another store starts over.
 */
export const pull = async (
  store: DocumentStore,
  caller: Pick<Caller, 'teamId'>,
  { collection, checkpoint, limit }: PullRequest,
): Promise<PullResponse> => {
  const database = openTeamDatabase(store, caller.teamId, collection);
  const backend = await store.backendId();
  const since = checkpoint?.backend === backend ? checkpoint.sequence : undefined;
  const { changes, sequence } = await readChanges(database, since, limit);
  return { documents: changes.map(toSyncDocument), checkpoint: { backend, sequence } };
};

const readChanges = async (
  database: DocumentDatabase,
  since: string | undefined,
  limit: number,
): Promise<ChangeBatch> => {
  if (since === undefined) return database.changes({ limit });
  try {
    return await database.changes({ since, limit });
  } catch (error) {
    if (hasCode(error, 'store.bad_sequence')) return database.changes({ limit });
    throw error;
  }
};
