import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { useEffect, useState } from 'react';
import { isClean, type StoredDocument } from '../../database/marks/sync-mark.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

/** An unsent change of work. */
export type Unsent = {
  /** The server's state when this person changed it. */
  readonly base: SyncDocument | undefined;
};

/** The unsent change of this work; undefined if the server has its current state. */
export const useUnsent = (id: string): Unsent | undefined => {
  const { collections } = useWorkspace();
  const [unsent, setUnsent] = useState<Unsent>();
  useEffect(() => {
    const subscription = collections.work.findOne(id).$.subscribe((found) => {
      // The mark is in the metadata, which only the complete stored document has.
      const stored = found?.toJSON(true) as unknown as StoredDocument | undefined;
      setUnsent(stored && !isClean(stored) ? { base: stored._meta.base } : undefined);
    });
    return () => subscription.unsubscribe();
  }, [collections, id]);
  return unsent;
};
