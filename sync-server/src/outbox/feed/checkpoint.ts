import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

const checkpointSchema = z.object({ backendId: z.string(), sequence: z.string() });

/** The position up to which a feed has been handled, stored on disk. */
export type Checkpoint = {
  /** Undefined means from the beginning; also when the stored position belongs to another backend. */
  read(): Promise<string | undefined>;
  write(sequence: string): Promise<void>;
};

export const openCheckpoint = (store: DocumentStore, id: string): Checkpoint => {
  const checkpoints = store.collection('server/checkpoints');
  /** What this process stored last. */
  let rev: string | undefined;
  const readRev = async (): Promise<string | undefined> => {
    const stored = await checkpoints.get(id);
    return stored?.deleted ? undefined : stored?.rev;
  };
  return {
    read: async () => {
      const [stored, backendId] = await Promise.all([checkpoints.get(id), store.backendId()]);
      const parsed = checkpointSchema.safeParse(stored?.body);
      return parsed.success && parsed.data.backendId === backendId ? parsed.data.sequence : undefined;
    },
    write: async (sequence) => {
      const [known, backendId] = await Promise.all([rev ?? readRev(), store.backendId()]);
      const row = { id, body: { id, backendId, sequence } };
      const [result] = await checkpoints.write([known === undefined ? row : { ...row, rev: known }]);
      // Another process of the same team wrote first; its checkpoint is equally valid.
      rev = result?.ok ? result.rev : undefined;
    },
  };
};
