import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';

/** Says which blob holds a team's snapshot. The id is the team's. */
const recordSchema = z.strictObject({ id: z.string(), digest: z.string() });

/** The saved index of one team, which every process that uses the store may load and replace. */
export type TeamSnapshots = {
  /** The digest of the snapshot that was saved last; undefined if there is none. */
  latest(): Promise<string | undefined>;
  /** Makes a stored blob the snapshot and deletes all others of the team; without a digest, the team has none anymore. */
  replace(digest: string | undefined): Promise<void>;
  /** Deletes a snapshot that cannot be used. */
  discard(digest: string): Promise<void>;
};

type Place = { readonly store: DocumentStore; readonly blobs: BlobStore };

/**
 * Opens the record of a team's snapshot. Of two processes that replace it at the same time, the last one wins. In the worst case, no blob
 * remains for the record; then the next process that loads the index builds it anew.
 */
export const openTeamSnapshots = ({ store, blobs }: Place, teamId: string): TeamSnapshots => {
  const records = openCollection(store.collection('server/search-snapshots'), recordSchema);
  return {
    latest: async () => (await records.get(teamId))?.digest,
    replace: async (digest) => {
      if (digest === undefined) await records.delete([teamId]);
      else await records.put({ id: teamId, digest });
      // Not only the former one: a process that was killed may have left one without a record.
      const others = (await blobs.list(teamId)).filter((other) => other !== digest);
      for (const other of others) await blobs.delete(teamId, other);
    },
    discard: async (digest) => {
      if ((await records.get(teamId))?.digest === digest) await records.delete([teamId]);
      await blobs.delete(teamId, digest);
    },
  };
};
